import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../kernel/outcome.ts";
import { Execution } from "./execution.ts";
import {
  boom,
  contextUpdate,
  momentAt,
  stepUpdate,
  waitUpdate,
  executionStart,
} from "./updates.test-support.ts";

describe("the history of an execution", () => {
  it("numbers its events from 1, and begins with the execution's input and time limit", () => {
    const { events, invoke } = recorded();

    invoke([contextUpdate("START"), stepUpdate("START")]);

    expect(events.map(({ EventId }) => EventId)).toEqual([1, 2, 3, 4]);
    expect(events[0]).toEqual({
      EventId: 1,
      EventType: "ExecutionStarted",
      EventTimestamp: momentAt(0).date,
      Id: "execution",
      ExecutionStartedDetails: {
        Input: { Payload: `{"n":1}`, Truncated: false },
        ExecutionTimeout: 3_600,
      },
    });
  });

  it("has one event for each accepted update, in batch order, with the batch's time", () => {
    const { events, invoke } = recorded();
    const child = { ParentId: "c" };

    invoke([contextUpdate("START"), stepUpdate("START", child), stepUpdate("SUCCEED", child)], 70);

    expect(events.slice(1, 4).map(({ EventType }) => EventType)).toEqual([
      "ContextStarted",
      "StepStarted",
      "StepSucceeded",
    ]);
    for (const event of events.slice(1, 4)) expect(event.EventTimestamp).toEqual(momentAt(70).date);
    expect(events[2]).toMatchObject({ Id: "a", Name: "pay", SubType: "Step", ParentId: "c" });
  });

  it("has nothing of empty or refused checkpoints", () => {
    const { events, invoke } = recorded();

    invoke([]);
    invoke([waitUpdate("START")]);

    expect(events.map(({ EventType }) => EventType)).toEqual([
      "ExecutionStarted",
      "InvocationCompleted",
      "InvocationCompleted",
    ]);
  });

  it("has a wait's end when it happened, before what the invocation in flight did later", () => {
    const { events, invoke } = recorded();
    invoke([startWait(60)]);

    invoke([stepUpdate("START")], 90_000);

    expect(events.slice(3).map(({ EventType }) => EventType)).toEqual([
      "WaitSucceeded",
      "StepStarted",
      "InvocationCompleted",
    ]);
    expect(events[3]?.EventTimestamp).toEqual(momentAt(60_000).date);
  });

  it("has a wait's end before the end of an invocation that outlasts it", () => {
    const { execution, events } = recorded();
    const { token } = execution.beginInvocation(1);
    execution.checkpoint(request(token, [startWait(60)]), momentAt(0));

    execution.endInvocation(ended, momentAt(90_000));

    expect(events.slice(2).map(({ EventType }) => EventType)).toEqual([
      "WaitSucceeded",
      "InvocationCompleted",
    ]);
  });

  it("has no event for a step that becomes READY", () => {
    const { execution, events, invoke } = recorded();
    invoke([stepUpdate("RETRY", { Error: boom, StepOptions: { NextAttemptDelaySeconds: 5 } })]);
    const before = events.length;

    execution.moveDue(momentAt(5_000));

    expect(execution.operations.at(-1)?.Status).toBe("READY");
    expect(events).toHaveLength(before);
  });

  it("tells of an invocation when it ends; an error only if there was one", () => {
    const { execution, events } = recorded();

    execution.beginInvocation(1);
    execution.endInvocation(ended, momentAt(70));
    execution.beginInvocation(2);
    execution.endInvocation({ ...ended, error: boom }, momentAt(80));

    const span = { StartTimestamp: momentAt(0).date, RequestId: "request" };
    expect(events.slice(1)).toEqual([
      {
        EventId: 2,
        EventType: "InvocationCompleted",
        EventTimestamp: momentAt(70).date,
        InvocationCompletedDetails: { ...span, EndTimestamp: momentAt(70).date },
      },
      {
        EventId: 3,
        EventType: "InvocationCompleted",
        EventTimestamp: momentAt(80).date,
        InvocationCompletedDetails: {
          ...span,
          EndTimestamp: momentAt(80).date,
          Error: { Payload: boom, Truncated: false },
        },
      },
    ]);
    expect(Object.keys(events[1] ?? {})).not.toContain("Id");
  });

  it.each<[Exclude<Outcome, { status: "RUNNING" }>, object]>([
    [
      { status: "SUCCEEDED", result: `"done"` },
      {
        EventType: "ExecutionSucceeded",
        ExecutionSucceededDetails: { Result: { Payload: `"done"`, Truncated: false } },
      },
    ],
    [
      { status: "FAILED", error: boom },
      {
        EventType: "ExecutionFailed",
        ExecutionFailedDetails: { Error: { Payload: boom, Truncated: false } },
      },
    ],
    [
      { status: "TIMED_OUT", error: boom },
      { EventType: "ExecutionTimedOut", ExecutionTimedOutDetails: {} },
    ],
  ])("ends with the outcome: %o", (outcome, event) => {
    const { execution, events, invoke } = recorded();
    invoke([]);

    execution.close(outcome, momentAt(500));

    expect(events.at(-1)).toEqual({
      ...event,
      EventId: 3,
      EventTimestamp: momentAt(500).date,
      Id: "execution",
    });
  });
});

const ended = { requestId: "request", startedAt: momentAt(0).date, error: undefined };

function recorded() {
  const execution = new Execution(executionStart(), momentAt(0));
  let invocations = 0;
  /** One invocation with one checkpoint, which may be refused. */
  const invoke = (updates: OperationUpdate[], ms = 0) => {
    const { token } = execution.beginInvocation(++invocations);
    execution.checkpoint(request(token, updates), momentAt(ms));
    execution.endInvocation(ended, momentAt(ms));
  };
  return { execution, events: execution.history.events, invoke };
}

function request(CheckpointToken: string, Updates: OperationUpdate[]) {
  return { DurableExecutionArn: "arn:execution", CheckpointToken, Updates };
}

function startWait(WaitSeconds: number): OperationUpdate {
  return waitUpdate("START", { WaitOptions: { WaitSeconds } });
}
