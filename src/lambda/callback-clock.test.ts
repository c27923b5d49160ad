import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { beatCallback, callbackIsOver, callbackRules, completeCallback } from "./callback.ts";
import { Execution } from "./execution.ts";
import type { Operation, Update } from "./operation.ts";
import {
  applied,
  callbackUpdate,
  executionStart,
  momentAt,
  startMs,
} from "./updates.test-support.ts";

type Options = Update["CallbackOptions"];

const timedOut = { ErrorType: "Callback.Timeout", ErrorMessage: "Callback timed out" };
const silent = { ErrorType: "Callback.Heartbeat", ErrorMessage: "Callback timed out on heartbeat" };

describe("the clock of a callback", () => {
  it.each<[Options, number | undefined]>([
    [undefined, undefined],
    [{}, undefined],
    [{ TimeoutSeconds: 0, HeartbeatTimeoutSeconds: 0 }, undefined],
    [{ TimeoutSeconds: 60 }, 60_000],
    [{ HeartbeatTimeoutSeconds: 20 }, 20_000],
    [{ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 0 }, 60_000],
    [{ TimeoutSeconds: 0, HeartbeatTimeoutSeconds: 20 }, 20_000],
    [{ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 }, 20_000],
    [{ TimeoutSeconds: 20, HeartbeatTimeoutSeconds: 60 }, 20_000],
  ])("runs from START: with options %o it is due after %s ms", (options, dueMs) => {
    const due = callbackRules.dueMs(started(options, 500));

    expect(due).toBe(dueMs === undefined ? undefined : startMs + 500 + dueMs);
  });

  it.each<[string, Options, object]>([
    ["the timeout", { TimeoutSeconds: 60 }, timedOut],
    ["the heartbeat", { HeartbeatTimeoutSeconds: 20 }, silent],
    ["the earlier one", { TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 }, silent],
    ["the earlier one", { TimeoutSeconds: 20, HeartbeatTimeoutSeconds: 60 }, timedOut],
  ])("gives the callback up, and %s names the error: %o", (_what, options, Error) => {
    const callback = started(options);

    const move = callbackRules.moveDue(callback, momentAt(60_000).date);

    expect(move).toEqual({
      operation: {
        ...callback,
        Status: "TIMED_OUT",
        EndTimestamp: momentAt(60_000).date,
        CallbackDetails: { CallbackId: "callback-k", Error },
      },
      event: {
        EventType: "CallbackTimedOut",
        CallbackTimedOutDetails: {
          Error: {
            Payload: { ErrorType: "ErrorType" in Error ? Error.ErrorType : undefined },
            Truncated: false,
          },
        },
      },
    });
  });

  it("runs no more for a callback that is over, however it ended", () => {
    const open = started({ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 });
    const ends = [
      completeCallback(open, { kind: "succeed" }, momentAt(1_000)),
      completeCallback(open, { kind: "fail" }, momentAt(1_000)),
      callbackRules.moveDue(open, momentAt(20_000).date),
    ];

    for (const end of ends) {
      const ended = "operation" in end ? end.operation : undefined;
      expect(ended?.Status).not.toBe("STARTED");
      expect(ended && callbackRules.dueMs(ended)).toBeUndefined();
    }
  });

  it("is put off by heartbeats up to the timeout, which then names the error", () => {
    let callback = started({ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 });
    const due: (number | undefined)[] = [];

    for (const ms of [15_000, 30_000, 45_000]) {
      callback = beatCallback(callback, momentAt(ms)) ?? callback;
      due.push(callbackRules.dueMs(callback));
    }

    expect(due).toEqual([startMs + 35_000, startMs + 50_000, startMs + 60_000]);
    expect(callbackRules.moveDue(callback, momentAt(60_000).date).operation).toMatchObject({
      CallbackDetails: { Error: timedOut },
    });
  });
});

describe("a callback of an execution", () => {
  it("is awaited until it is over, and told of without what the service keeps for itself", () => {
    const { execution, told } = waitingFor({ TimeoutSeconds: 60 });

    expect(told).toMatchObject([{ Id: "k", CallbackDetails: { CallbackId: "callback-k" } }]);
    expect(told[0]).not.toHaveProperty("deadlines");
    expect(execution.operations.at(-1)).not.toHaveProperty("deadlines");
    expect(execution.canWake).toBe(true);

    complete(execution, 1_000);
    const { page, updated } = execution.beginInvocation(2);
    expect(updated).toEqual(["k"]);
    expect(page.operations.at(-1)).toMatchObject({ Id: "k", Status: "SUCCEEDED" });
    expect(execution.canWake).toBe(false);
  });

  it("can be completed before the function hears of it again, but only once", () => {
    const { execution, events } = waitingFor({ TimeoutSeconds: 60 });

    expect(complete(execution, 0)).toBe("moved");
    expect(complete(execution, 0)).toBe(callbackIsOver);
    expect(complete(execution, 1_000)).toBe(callbackIsOver);

    execution.moveDue(momentAt(60_000));
    expect(events()).toEqual(["ExecutionStarted", "CallbackStarted", "CallbackSucceeded"]);
  });

  it("cannot be completed once the clock has given it up", () => {
    const { execution, events } = waitingFor({ TimeoutSeconds: 60 });

    execution.moveDue(momentAt(59_999));
    expect(execution.operation("k")?.Status).toBe("STARTED");
    execution.moveDue(momentAt(60_000));

    expect(complete(execution, 60_000)).toBe(callbackIsOver);
    expect(execution.operation("k")?.Status).toBe("TIMED_OUT");
    expect(events()).toEqual(["ExecutionStarted", "CallbackStarted", "CallbackTimedOut"]);
  });

  it("lives on by heartbeats, of which neither the function nor the history hears", () => {
    const { execution, events } = waitingFor({ HeartbeatTimeoutSeconds: 20 });
    execution.beginInvocation(2);

    const beaten = beatCallback(execution.operation("k") ?? never(), momentAt(15_000)) ?? never();
    execution.moveSilently(beaten);

    execution.moveDue(momentAt(34_999));
    expect(execution.operation("k")?.Status).toBe("STARTED");
    expect(execution.hasUntold).toBe(false);
    execution.moveDue(momentAt(35_000));
    expect(execution.operation("k")?.Status).toBe("TIMED_OUT");
    expect(execution.hasUntold).toBe(true);
    expect(events()).toEqual(["ExecutionStarted", "CallbackStarted", "CallbackTimedOut"]);
  });

  it("cannot be completed if it is not there, or the execution is closed", () => {
    const { execution } = waitingFor({ TimeoutSeconds: 60 });

    expect(complete(execution, 0, "another")).toBeUndefined();
    execution.close({ status: "SUCCEEDED", result: "1" }, momentAt(1_000));
    expect(complete(execution, 1_000)).toBeUndefined();
    expect(execution.operation("k")?.Status).toBe("STARTED");
  });
});

function started(options: Options, ms = 0): Operation {
  return applied(callbackRules, undefined, startWith(options), ms);
}

function startWith(CallbackOptions: Options): Update {
  return callbackUpdate("START", { CallbackOptions });
}

/** An execution that has started callback `k`, and what its invocation was told of it. */
function waitingFor(options: Options) {
  const execution = new Execution(executionStart(), momentAt(0));
  const { token: CheckpointToken } = execution.beginInvocation(1);
  const Updates: OperationUpdate[] = [startWith(options)];
  const answer = execution.checkpoint(
    { DurableExecutionArn: "arn:execution", CheckpointToken, Updates },
    momentAt(0),
  );
  if (answer.kind === "rejected") throw new Error(answer.message);
  return {
    execution,
    told: answer.response.NewExecutionState?.Operations ?? [],
    events: () => execution.history.events.map(({ EventType }) => EventType),
  };
}

/** How the service answers a success that comes at that many ms; `undefined` where nobody waits. */
function complete(execution: Execution, ms: number, id = "k"): string | undefined {
  const now = momentAt(ms);
  const transition = execution.moveFromOutside(
    id,
    (callback) => completeCallback(callback, { kind: "succeed" }, now),
    now,
  );
  return transition?.kind === "rejected" ? transition.message : transition?.kind;
}

function never(): never {
  throw new Error("the callback is missing");
}
