import { describe, expect, it } from "vitest";
import type { TraceEvent } from "../kernel/trace.ts";
import { Past } from "./past.ts";

const started = { kind: "invocation.started", atMs: 0, invocation: 1 } as const;
const applied: TraceEvent = {
  kind: "checkpoint.applied",
  atMs: 0,
  invocation: 1,
  at: "checkpoint SUCCEED pay",
};

/** A step that begins, or is over. */
function step(status: "STARTED" | "SUCCEEDED", id = "1"): TraceEvent {
  const of = { name: undefined, attempt: undefined, error: undefined };
  return { kind: "operation.moved", atMs: 0, id, type: "STEP", status, ...of };
}

/** A branch that begins, or is over. */
function context(status: "STARTED" | "SUCCEEDED"): TraceEvent {
  return { ...step(status, "2"), type: "CONTEXT" } as TraceEvent;
}

const crashed: TraceEvent = {
  kind: "invocation.ended",
  atMs: 0,
  invocation: 1,
  end: "crashed",
  error: undefined,
};
const beside: TraceEvent = { ...started, invocation: 2 };
const invoked: TraceEvent = { ...started, function: "tax" };

function asked(call: number, name = "shop.pay", args: Record<string, unknown> = {}): TraceEvent {
  return { kind: "call.requested", atMs: 0, call, invocation: 1, name, args };
}

function answered(call: number, value: unknown = "ok", name = "shop.pay"): TraceEvent {
  const answer = { kind: "value", value } as const;
  return { kind: "call.answered", atMs: 0, call, invocation: 1, name, answer };
}

function pastOf(...events: readonly TraceEvent[]): Past {
  const past = new Past(events);
  past.catchUp();
  return past;
}

describe("the past of a trial", () => {
  it("has what code was answered since it stored something, as long as that matters", () => {
    const heard = pastOf(started, asked(1), answered(1));
    const other = pastOf(started, asked(1), answered(1, "no"));
    const stored = pastOf(started, step("STARTED"), asked(1), answered(1), applied);

    expect(heard.answers).not.toEqual(other.answers);
    expect(stored.answers).toEqual(pastOf(started).answers);
  });

  it.each<[string, readonly TraceEvent[]]>([
    ["no step runs", [started]],
    ["its step has succeeded", [started, step("STARTED"), step("SUCCEEDED")]],
    ["only another execution has one that runs", [started, step("STARTED", "reconciler/1")]],
    ["one is left of an invocation that died", [started, step("STARTED"), crashed, started]],
    ["one is left of a branch that was given up", [started, step("STARTED"), context("SUCCEEDED")]],
    ["another invocation of its execution runs as well", [beside, started, step("STARTED")]],
    ["that one has begun behind it", [started, step("STARTED"), beside]],
    ["that one has begun, and then a step", [started, beside, step("STARTED")]],
    ["a branch runs, but no step", [started, context("STARTED")]],
    ["a step runs of whoever invoked it", [invoked, step("STARTED")]],
  ])("keeps what code was answered while %s, as nothing stores that", (_, before) => {
    const stored = pastOf(...before, asked(1), answered(1), applied);
    const otherwise = pastOf(...before, asked(1), answered(1, "no"), applied);

    expect(stored.answers).not.toEqual(otherwise.answers);
  });

  it.each<[string, readonly TraceEvent[]]>([
    ["has a label", [{ ...started, execution: "late" }, step("STARTED", "late/1")]],
    ["runs beside another one", [{ ...beside, execution: "late" }, started, step("STARTED")]],
    ["begins a branch meanwhile", [started, step("STARTED"), context("STARTED")]],
  ])(
    "forgets what a step was answered of an execution that %s, when something is stored",
    (_, before) => {
      const stored = pastOf(...before, asked(1), answered(1), applied);
      const otherwise = pastOf(...before, asked(1), answered(1, "no"), applied);

      expect(stored.answers).toEqual(otherwise.answers);
    },
  );

  it("keeps it while something else is on its way, which another checkpoint may be about", () => {
    const stored = pastOf(started, asked(1), answered(1), asked(2), applied);
    const other = pastOf(started, asked(1), answered(1, "no"), asked(2), applied);

    expect(stored.answers).not.toEqual(other.answers);
  });

  it("keeps all of it where code sleeps, and may act on it when it wakes", () => {
    const past = pastOf(started, step("STARTED"), asked(1), answered(1), applied);
    const other = pastOf(started, step("STARTED"), asked(1), answered(1, "no"), applied);
    expect(past.answers).toBe(other.answers);
    past.sleeps();
    other.sleeps();

    expect(past.answers).not.toBe(other.answers);
  });

  it("forgets what an invocation heard that has ended", () => {
    const ended = { kind: "invocation.ended", atMs: 0, invocation: 1, end: "pending" } as const;
    const past = pastOf(started, asked(1), answered(1), { ...ended, error: undefined });

    expect(past.answers).toBe("");
  });

  it("has a rejected checkpoint, after which code goes on in another way", () => {
    const rejected = { kind: "checkpoint.rejected", atMs: 0, invocation: 1, at: "pay" } as const;
    const past = pastOf(started, { ...rejected, httpStatus: 500, message: "no" });

    expect(past.answers).not.toEqual(pastOf(started).answers);
  });

  it("forgets a rejected checkpoint with the next that is applied", () => {
    const rejected = { kind: "checkpoint.rejected", atMs: 0, invocation: 1, at: "pay" } as const;
    const past = pastOf(started, { ...rejected, httpStatus: 500, message: "no" }, applied);

    expect(past.answers).toEqual(pastOf(started).answers);
  });

  it("has each request once, however often it was made, and each refusal", () => {
    const refused = {
      kind: "call.answered",
      atMs: 0,
      call: 1,
      invocation: 1,
      name: "shop.pay",
      answer: { kind: "refusal", error: { name: "Error", message: "declined" } },
    } as const;
    const once = pastOf(started, asked(1), answered(1));
    const twice = pastOf(started, asked(1), answered(1), asked(2), answered(2));

    expect(twice.requests).toEqual(once.requests);
    expect(pastOf(started, asked(1), refused).requests).not.toEqual(once.requests);
    expect(pastOf(started, asked(1, "shop.pay", { key: 1 })).requests).not.toEqual(once.requests);
  });

  it("reads each event once", () => {
    const events: TraceEvent[] = [started];
    const past = new Past(events);
    past.catchUp();
    events.push({ kind: "call.applied", atMs: 0, call: 1, name: "shop.pay", what: "paid" });
    past.catchUp();
    past.catchUp();

    expect(past.effects).toBe(1);
  });
});
