import { describe, expect, it } from "vitest";
import { contextRules } from "./context.ts";
import type { Operation, Update } from "./operation.ts";
import {
  applied,
  boom,
  contextUpdate,
  momentAt,
  verdictOn,
  surroundings,
} from "./updates.test-support.ts";

const noStart = "Cannot start a CONTEXT that already exist.";
const noClose = "Invalid current CONTEXT state to close.";
const noAction = "Invalid action for the given operation type.";

type Row = readonly [from: string, ...verdicts: string[]];

describe("a child context", () => {
  it.each<Row>([
    // From       START      SUCCEED      FAIL      RETRY     CANCEL
    ["absent", "STARTED", noClose, noClose, noAction, noAction],
    ["STARTED", noStart, "SUCCEEDED", "FAILED", noAction, noAction],
    ["SUCCEEDED", noStart, noClose, noClose, noAction, noAction],
    ["FAILED", noStart, noClose, noClose, noAction, noAction],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const updates = [start, succeed, fail, contextUpdate("RETRY"), contextUpdate("CANCEL")];

      const verdicts = updates.map((update) =>
        verdictOn(contextRules, contextThatIs(from), update),
      );

      expect(verdicts).toEqual(expected);
    },
  );

  it.each<Row>([
    // From       START      SUCCEED      FAIL      RETRY     CANCEL
    ["absent", "STARTED", "SUCCEEDED", "FAILED", noAction, noAction],
    ["STARTED", noStart, "SUCCEEDED", "FAILED", noAction, noAction],
    ["SUCCEEDED", noStart, noClose, noClose, noAction, noAction],
    ["FAILED", noStart, noClose, noClose, noAction, noAction],
  ])("that is %s may, for a service that needs no START, be closed without", (from, ...all) => {
    const lenient = { ...surroundings, closeContextWithoutStart: true };
    const updates = [start, succeed, fail, contextUpdate("RETRY"), contextUpdate("CANCEL")];

    const verdicts = updates.map((update) => {
      const closed = contextRules.apply(contextThatIs(from), update, momentAt(70), lenient);
      return closed.kind === "moved" ? closed.operation.Status : closed.message;
    });

    expect(verdicts).toEqual(all);
  });

  it("begins and ends at once when it is closed without START", () => {
    const lenient = { ...surroundings, closeContextWithoutStart: true };

    expect(contextRules.apply(undefined, succeed, momentAt(70), lenient)).toHaveProperty(
      "operation",
      {
        Id: "c",
        Name: "child",
        Type: "CONTEXT",
        SubType: "RunInChildContext",
        StartTimestamp: momentAt(70).date,
        EndTimestamp: momentAt(70).date,
        Status: "SUCCEEDED",
        ContextDetails: { ReplayChildren: false, Result: "1" },
      },
    );
  });

  it("refuses a result with an error, and an error with a result", () => {
    const both = { Payload: "1", Error: boom };
    const started = contextThatIs("STARTED");

    expect(verdictOn(contextRules, started, contextUpdate("SUCCEED", both))).toBe(
      "Cannot provide an Error for SUCCEED action.",
    );
    expect(verdictOn(contextRules, started, contextUpdate("FAIL", both))).toBe(
      "Cannot provide a Payload for FAIL action.",
    );
  });

  it("starts with nothing but its identity, and keeps that when it ends", () => {
    const started = applied(contextRules, undefined, contextUpdate("START", { ParentId: "p" }), 30);
    const identity = {
      Id: "c",
      ParentId: "p",
      Name: "child",
      Type: "CONTEXT",
      SubType: "RunInChildContext",
      StartTimestamp: momentAt(30).date,
    };

    expect(started).toEqual({ ...identity, Status: "STARTED", ContextDetails: {} });
    expect(applied(contextRules, started, succeed, 70)).toMatchObject(identity);
    expect(applied(contextRules, started, fail, 70)).toMatchObject(identity);
  });

  it("keeps its result or error, its end, and whether its children are replayed", () => {
    const replayed = { ContextOptions: { ReplayChildren: true } };
    const started = contextThatIs("STARTED");

    expect(applied(contextRules, started, succeed, 70)).toMatchObject({
      EndTimestamp: momentAt(70).date,
      ContextDetails: { ReplayChildren: false, Result: "1" },
    });
    expect(applied(contextRules, started, { ...succeed, ...replayed }, 70)).toMatchObject({
      ContextDetails: { ReplayChildren: true, Result: "1" },
    });
    expect(applied(contextRules, started, { ...fail, ...replayed }, 70)).toMatchObject({
      EndTimestamp: momentAt(70).date,
      ContextDetails: { ReplayChildren: true, Error: boom },
    });
  });

  it("is never moved by the service's clock", () => {
    for (const status of ["STARTED", "SUCCEEDED", "FAILED"]) {
      const context = contextThatIs(status);
      expect(context && contextRules.dueMs(context)).toBeUndefined();
    }
  });

  it("has one event for each update, in AWS's shape", () => {
    const started = contextThatIs("STARTED");

    const events = [
      contextRules.apply(undefined, start, momentAt(0), surroundings),
      contextRules.apply(started, succeed, momentAt(0), surroundings),
      contextRules.apply(started, fail, momentAt(0), surroundings),
    ];

    expect(events).toMatchObject([
      { event: { EventType: "ContextStarted", ContextStartedDetails: {} } },
      {
        event: {
          EventType: "ContextSucceeded",
          ContextSucceededDetails: { Result: { Payload: "1", Truncated: false } },
        },
      },
      {
        event: {
          EventType: "ContextFailed",
          ContextFailedDetails: { Error: { Payload: boom, Truncated: false } },
        },
      },
    ]);
  });
});

const start = contextUpdate("START");
const succeed = contextUpdate("SUCCEED", { Payload: "1" });
const fail = contextUpdate("FAIL", { Error: boom });

function contextThatIs(status: string): Operation | undefined {
  if (status === "absent") return undefined;
  const started: Operation = applied(contextRules, undefined, start);
  if (status === "STARTED") return started;
  const close: Update = status === "SUCCEEDED" ? succeed : fail;
  return applied(contextRules, started, close);
}
