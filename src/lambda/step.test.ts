import { describe, expect, it } from "vitest";
import type { Operation, Update } from "./operation.ts";
import { stepRules } from "./step.ts";
import {
  applied,
  boom,
  momentAt,
  startMs,
  stepUpdate,
  verdictOn,
  surroundings,
} from "./updates.test-support.ts";

const noStart = "Invalid current STEP state to start.";
const noClose = "Invalid current STEP state to close.";
const noRetry = "Invalid current STEP state to re-attempt.";
const noAction = "Invalid action for the given operation type.";

type Row = readonly [from: string, ...verdicts: string[]];

describe("a step", () => {
  it.each<Row>([
    // From       START      SUCCEED      FAIL      RETRY      CANCEL
    ["absent", "STARTED", "SUCCEEDED", "FAILED", "PENDING", noAction],
    ["STARTED", noStart, "SUCCEEDED", "FAILED", "PENDING", noAction],
    ["PENDING", noStart, noClose, noClose, noRetry, noAction],
    ["READY", "STARTED", "SUCCEEDED", "FAILED", "PENDING", noAction],
    ["SUCCEEDED", noStart, noClose, noClose, noRetry, noAction],
    ["FAILED", noStart, noClose, noClose, noRetry, noAction],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const updates = [start, succeed, fail, retryIn(5), stepUpdate("CANCEL")];

      const verdicts = updates.map((update) => verdictOn(stepRules, stepThatIs(from), update));

      expect(verdicts).toEqual(expected);
    },
  );

  it.each<[string, Update, string]>([
    [
      "SUCCEED with an error",
      stepUpdate("SUCCEED", { Error: boom }),
      "Cannot provide an Error for SUCCEED action.",
    ],
    [
      "FAIL with a payload",
      stepUpdate("FAIL", { Payload: "1" }),
      "Cannot provide a Payload for FAIL action.",
    ],
    [
      "RETRY with error and payload",
      stepUpdate("RETRY", { ...delay(5), Error: boom, Payload: "1" }),
      "Cannot provide both error and payload to RETRY a STEP.",
    ],
    [
      "RETRY without a delay",
      stepUpdate("RETRY", { Error: boom }),
      "Invalid StepOptions for the given action.",
    ],
    [
      "START with a delay",
      stepUpdate("START", delay(5)),
      "Invalid StepOptions for the given action.",
    ],
    [
      "RETRY with options that name no delay",
      stepUpdate("RETRY", { StepOptions: {}, Error: boom }),
      "Invalid StepOptions for the given action.",
    ],
    [
      "FAIL with a delay",
      stepUpdate("FAIL", delay(5)),
      "Invalid StepOptions for the given action.",
    ],
    [
      "SUCCEED with a delay",
      stepUpdate("SUCCEED", delay(5)),
      "Invalid StepOptions for the given action.",
    ],
  ])("refuses %s", (_what, update, message) => {
    expect(verdictOn(stepRules, undefined, update)).toBe(message);
  });

  it("counts finished attempts: START keeps the count, everything else adds one", () => {
    const moves = [start, retryIn(5), "due", start, retryIn(5), "due", start, succeed] as const;
    const attempts: (number | undefined)[] = [];

    let step: Operation | undefined;
    for (const move of moves) {
      step = move === "due" ? madeReady(step) : applied(stepRules, step, move);
      attempts.push(step.StepDetails?.Attempt);
    }

    expect(attempts).toEqual([undefined, 1, 1, 1, 2, 2, 2, 3]);
  });

  it("keeps its identity and first start, and ends when it is closed", () => {
    const identity = { ParentId: "p", Id: "a", Name: "pay", Type: "STEP", SubType: "Step" };
    const started = applied(stepRules, undefined, stepUpdate("START", { ParentId: "p" }), 100);
    const closed = applied(stepRules, started, succeed, 900);
    const failed = applied(stepRules, started, fail, 900);

    expect(started).toMatchObject(identity);
    expect(closed).toMatchObject({
      ...identity,
      StartTimestamp: momentAt(100).date,
      EndTimestamp: momentAt(900).date,
      StepDetails: { Attempt: 1, Result: `"paid"` },
    });
    expect(failed.EndTimestamp).toEqual(momentAt(900).date);
  });

  it("waits for its next attempt for as long as RETRY says, from the service's now", () => {
    const pending = applied(stepRules, stepThatIs("STARTED"), retryIn(5), 1_000);

    expect(pending.StepDetails).toEqual({
      Attempt: 1,
      Result: undefined,
      Error: boom,
      NextAttemptTimestamp: momentAt(6_000).date,
    });
    expect(stepRules.dueMs(pending)).toBe(startMs + 6_000);
  });

  it("becomes READY without an event, and is due no more", () => {
    const move = stepRules.moveDue(stepThatIs("PENDING") ?? never(), momentAt(5_000).date);

    expect(move.event).toBeUndefined();
    expect(move.operation.Status).toBe("READY");
    expect(move.operation.StepDetails?.NextAttemptTimestamp).toBeUndefined();
    expect(stepRules.dueMs(move.operation)).toBeUndefined();
  });

  it("is due only while it is PENDING", () => {
    const statuses = ["STARTED", "PENDING", "READY", "SUCCEEDED", "FAILED"];

    const due = statuses.filter((status) => {
      const step = stepThatIs(status);
      return step !== undefined && stepRules.dueMs(step) !== undefined;
    });

    expect(due).toEqual(["PENDING"]);
  });

  it("forgets the last attempt's state and error when the next one starts or succeeds", () => {
    const polled = stepUpdate("RETRY", { ...delay(1), Payload: "7" });
    const pending = applied(stepRules, stepThatIs("STARTED"), polled);
    const ready = madeReady(pending);

    expect(ready.StepDetails?.Result).toBe("7");
    expect(applied(stepRules, ready, start).StepDetails).toEqual({ Attempt: 1 });
    expect(applied(stepRules, madeReady(stepThatIs("PENDING")), succeed).StepDetails).toEqual({
      Attempt: 2,
      Result: `"paid"`,
    });
  });

  it("keeps the last attempt's state, not its error, where the service does so on START", () => {
    const keeping = { ...surroundings, keepStepResultOnStart: true };
    const polled = applied(
      stepRules,
      undefined,
      stepUpdate("RETRY", { ...delay(1), Payload: "7" }),
    );
    const failed = applied(stepRules, undefined, retryIn(1));

    const details = [polled, failed].map((pending) => {
      const started = stepRules.apply(madeReady(pending), start, momentAt(1_000), keeping);
      return started.kind === "moved" ? started.operation.StepDetails : started.message;
    });

    expect(details).toEqual([{ Attempt: 1, Result: "7" }, { Attempt: 1 }]);
  });

  it("has one event for each update, in AWS's shape", () => {
    const pending = stepThatIs("PENDING");
    const polled = stepUpdate("RETRY", { ...delay(5), Payload: "7" });
    const RetryDetails = { CurrentAttempt: 1, NextAttemptDelaySeconds: 5 };

    expect([
      eventOf(undefined, start),
      eventOf(stepThatIs("STARTED"), retryIn(5)),
      eventOf(stepThatIs("STARTED"), polled),
      eventOf(madeReady(pending), succeed),
      eventOf(madeReady(pending), fail),
    ]).toEqual([
      { EventType: "StepStarted", StepStartedDetails: {} },
      {
        EventType: "StepFailed",
        StepFailedDetails: { Error: { Payload: boom, Truncated: false }, RetryDetails },
      },
      {
        EventType: "StepSucceeded",
        StepSucceededDetails: { Result: { Payload: "7", Truncated: false }, RetryDetails },
      },
      {
        EventType: "StepSucceeded",
        StepSucceededDetails: {
          Result: { Payload: `"paid"`, Truncated: false },
          RetryDetails: { CurrentAttempt: 2 },
        },
      },
      {
        EventType: "StepFailed",
        StepFailedDetails: {
          Error: { Payload: boom, Truncated: false },
          RetryDetails: { CurrentAttempt: 2 },
        },
      },
    ]);
  });
});

const start = stepUpdate("START");
const succeed = stepUpdate("SUCCEED", { Payload: `"paid"` });
const fail = stepUpdate("FAIL", { Error: boom });

function retryIn(seconds: number): Update {
  return stepUpdate("RETRY", { ...delay(seconds), Error: boom });
}

function delay(NextAttemptDelaySeconds: number) {
  return { StepOptions: { NextAttemptDelaySeconds } };
}

function stepThatIs(status: string): Operation | undefined {
  if (status === "absent") return undefined;
  const started = applied(stepRules, undefined, start);
  if (status === "STARTED") return started;
  if (status === "SUCCEEDED") return applied(stepRules, started, succeed);
  if (status === "FAILED") return applied(stepRules, started, fail);
  const pending = applied(stepRules, started, retryIn(5));
  return status === "PENDING" ? pending : madeReady(pending);
}

function madeReady(step: Operation | undefined): Operation {
  return stepRules.moveDue(step ?? never(), momentAt(5_000).date).operation;
}

function eventOf(current: Operation | undefined, update: Update): unknown {
  const transition = stepRules.apply(current, update, momentAt(0), surroundings);
  return transition.kind === "moved" ? transition.event : transition.message;
}

function never(): never {
  throw new Error("the step is missing");
}
