import { describe, expect, it } from "vitest";
import {
  type CallbackCompletion,
  beatCallback,
  callbackIsOver,
  callbackRules,
  completeCallback,
} from "./callback.ts";
import type { Operation, Update } from "./operation.ts";
import {
  applied,
  boom,
  callbackUpdate,
  momentAt,
  startMs,
  surroundings,
  verdictOn,
} from "./updates.test-support.ts";

const noStart = "Cannot start a CALLBACK that already exist.";
const noAction = "Invalid action for the given operation type.";

type Row = readonly [from: string, ...verdicts: string[]];

describe("a callback, for the function", () => {
  it.each<Row>([
    // From       START      SUCCEED   FAIL      RETRY     CANCEL
    ["absent", "STARTED", noAction, noAction, noAction, noAction],
    ["STARTED", noStart, noAction, noAction, noAction, noAction],
    ["SUCCEEDED", noStart, noAction, noAction, noAction, noAction],
    ["FAILED", noStart, noAction, noAction, noAction, noAction],
    ["TIMED_OUT", noStart, noAction, noAction, noAction, noAction],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const actions = ["START", "SUCCEED", "FAIL", "RETRY", "CANCEL"] as const;

      const verdicts = actions.map((action) =>
        verdictOn(callbackRules, callbackThatIs(from), callbackUpdate(action)),
      );

      expect(verdicts).toEqual(expected);
    },
  );

  it("starts with the service's id for it, and whatever identity the function gives it", () => {
    const callback = applied(callbackRules, undefined, start({}, { ParentId: "p" }), 100);

    const { deadlines, ...sent } = callback;
    expect(sent).toEqual({
      Id: "k",
      ParentId: "p",
      Name: "approval",
      Type: "CALLBACK",
      SubType: "Callback",
      StartTimestamp: momentAt(100).date,
      Status: "STARTED",
      CallbackDetails: { CallbackId: "callback-k" },
    });
    expect(deadlines).toEqual({});
  });

  it.each<[object, object]>([
    [{}, {}],
    [{ TimeoutSeconds: 60 }, { Timeout: 60 }],
    [{ HeartbeatTimeoutSeconds: 20 }, { HeartbeatTimeout: 20 }],
    [
      { TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 },
      { Timeout: 60, HeartbeatTimeout: 20 },
    ],
  ])("with options %o tells history of them as %o", (options, told) => {
    expect(callbackRules.apply(undefined, start(options), momentAt(0), surroundings)).toMatchObject(
      {
        event: {
          EventType: "CallbackStarted",
          CallbackStartedDetails: { CallbackId: "callback-k", ...told },
        },
      },
    );
  });
});

describe("a callback, for the outside world", () => {
  it.each<Row>([
    // From       success      failure         heartbeat
    ["STARTED", "SUCCEEDED", "FAILED", "STARTED"],
    ["SUCCEEDED", callbackIsOver, callbackIsOver, "over"],
    ["FAILED", callbackIsOver, callbackIsOver, "over"],
    ["TIMED_OUT", callbackIsOver, callbackIsOver, "over"],
  ])("that is %s answers success with %s, failure with %s, heartbeat with %s", (from, ...all) => {
    const callback = callbackThatIs(from) ?? never();

    const verdicts = [
      outcomeOf(callback, succeed),
      outcomeOf(callback, fail),
      beatCallback(callback, momentAt(10_000))?.Status ?? "over",
    ];

    expect(verdicts).toEqual(all);
  });

  it("says that it is over in AWS's words", () => {
    expect(callbackIsOver).toBe("The callback is either timed out or already completed");
  });

  it.each<[CallbackCompletion, string, object, object]>([
    [
      { kind: "succeed", result: `"yes"` },
      "SUCCEEDED",
      { Result: `"yes"` },
      {
        EventType: "CallbackSucceeded",
        CallbackSucceededDetails: { Result: { Payload: `"yes"`, Truncated: false } },
      },
    ],
    [
      { kind: "succeed" },
      "SUCCEEDED",
      {},
      {
        EventType: "CallbackSucceeded",
        CallbackSucceededDetails: { Result: { Truncated: false } },
      },
    ],
    [
      { kind: "fail", error: boom },
      "FAILED",
      { Error: boom },
      {
        EventType: "CallbackFailed",
        CallbackFailedDetails: { Error: { Payload: boom, Truncated: false } },
      },
    ],
    [
      { kind: "fail" },
      "FAILED",
      { Error: {} },
      {
        EventType: "CallbackFailed",
        CallbackFailedDetails: { Error: { Payload: {}, Truncated: false } },
      },
    ],
  ])("ends by %o, and keeps its identity and its id", (completion, Status, end, event) => {
    const callback = callbackThatIs("STARTED") ?? never();

    const transition = completeCallback(callback, completion, momentAt(900));

    expect(transition).toEqual({
      kind: "moved",
      operation: {
        ...callback,
        Status,
        EndTimestamp: momentAt(900).date,
        CallbackDetails: { CallbackId: "callback-k", ...end },
      },
      event,
    });
  });

  it("is moved by no heartbeat but for the heartbeat's own deadline, from the beat's now", () => {
    const both = started({ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 });

    const beaten = beatCallback(both, momentAt(15_000)) ?? never();

    expect(beaten).toEqual({
      ...both,
      deadlines: {
        timeoutAtMs: startMs + 60_000,
        heartbeatAtMs: startMs + 35_000,
        heartbeatMs: 20_000,
      },
    });
    expect(beatCallback(beaten, momentAt(30_000))?.deadlines?.heartbeatAtMs).toBe(startMs + 50_000);
  });

  it("takes a heartbeat that it never asked for, and gets no deadline by it", () => {
    for (const options of [{}, { TimeoutSeconds: 60 }, { HeartbeatTimeoutSeconds: 0 }]) {
      const callback = started(options);
      expect(beatCallback(callback, momentAt(15_000))).toEqual(callback);
    }
  });
});

const succeed: CallbackCompletion = { kind: "succeed", result: `"yes"` };
const fail: CallbackCompletion = { kind: "fail", error: boom };

function start(CallbackOptions: Update["CallbackOptions"], changes: Partial<Update> = {}): Update {
  return callbackUpdate("START", { CallbackOptions, ...changes });
}

function started(options: Update["CallbackOptions"]): Operation {
  return applied(callbackRules, undefined, start(options));
}

function outcomeOf(callback: Operation, completion: CallbackCompletion): string {
  const transition = completeCallback(callback, completion, momentAt(10_000));
  return transition.kind === "moved" ? transition.operation.Status : transition.message;
}

function callbackThatIs(status: string): Operation | undefined {
  if (status === "absent") return undefined;
  const open = started({ TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 20 });
  if (status === "STARTED") return open;
  if (status === "TIMED_OUT") return callbackRules.moveDue(open, momentAt(20_000).date).operation;
  const completion = status === "SUCCEEDED" ? succeed : fail;
  const transition = completeCallback(open, completion, momentAt(10_000));
  return transition.kind === "moved" ? transition.operation : never();
}

function never(): never {
  throw new Error("the callback is missing");
}
