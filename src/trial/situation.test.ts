import { describe, expect, it } from "vitest";
import type { FaultPoint } from "../faults/schedule.ts";
import { EventLoop, type VirtualTimer } from "../kernel/event-loop.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { Situations, type Standing } from "./situation.ts";

const started: TraceEvent = { kind: "invocation.started", atMs: 0, invocation: 1 };
const asked: TraceEvent = {
  kind: "call.requested",
  atMs: 0,
  call: 1,
  invocation: 1,
  name: "shop.pay",
  args: { key: "a" },
};
const answered: TraceEvent = {
  kind: "call.answered",
  atMs: 0,
  call: 1,
  invocation: 1,
  name: "shop.pay",
  answer: { kind: "value", value: "ok" },
};
const ended: TraceEvent = {
  kind: "invocation.ended",
  atMs: 0,
  invocation: 1,
  end: "pending",
  error: undefined,
};

/** A timer that is due in so many ms, and tells this of itself. */
function timer(delayMs: number, what?: string): VirtualTimer {
  const tell = what === undefined ? undefined : () => what;
  return new EventLoop(0).schedule(undefined, delayMs, () => {}, tell);
}

const ofSecond: readonly TraceEvent[] = [
  { ...started, invocation: 2 },
  { ...asked, invocation: 2 },
  { ...answered, invocation: 2 },
] as readonly TraceEvent[];

const usual: Standing = {
  loop: { current: timer(0, "shop.pay {}"), nowMs: 0, elapsedMs: 0 },
  service: {
    situation: "step 1 done",
    pending: [timer(5_000, "retry 1")],
    hasSleepers: false,
    hasStrays: false,
    foresee: () => undefined,
  },
  ledgers: { shop: { charges: [{ id: "ch_1", event: 3, untilMs: 800_000 }] } },
  memories: { shop: [new Set(["a"])] },
  trace: [started, asked, answered],
  recentMs: undefined,
  remembered: (_trace, requests) => [2, requests()],
};

function point(at: string): FaultPoint {
  return { at, nth: 1, progress: 0, nthAtProgress: 1, faults: [] };
}

function keyOf(changed: Partial<Standing> = {}, at = "shop.pay") {
  return new Situations({ ...usual, ...changed }).at([point("invocation start"), point(at)]).key;
}

describe("a situation", () => {
  it("is equal where all is that matters, whatever came before", () => {
    const other: Standing = {
      ...usual,
      loop: { current: timer(0, "shop.pay {}"), nowMs: 2_000, elapsedMs: 2_000 },
      service: { ...usual.service, pending: [timer(7_100, "retry 1")] },
      ledgers: { shop: { charges: [{ id: "ch_1", event: 9, untilMs: 802_000 }] } },
      // The same was asked before, by an invocation that has ended.
      trace: [started, asked, answered, ended, ...ofSecond],
    };
    expect(typeof keyOf()).toBe("string");
    expect(keyOf(other)).toBe(keyOf());
  });

  it.each<readonly [string, Partial<Standing>]>([
    ["what is stored of executions", { service: { ...usual.service, situation: "step 2 done" } }],
    ["what happens now", { loop: { ...usual.loop, current: timer(0, 'shop.pay {"key":"b"}') } }],
    ["what is to come", { service: { ...usual.service, pending: [timer(5_000, "invoke 1")] } }],
    ["how soon", { service: { ...usual.service, pending: [timer(60_000, "retry 1")] } }],
    ["what services have done", { ledgers: { shop: { charges: [] } } }],
    [
      "when something of theirs expires",
      { ledgers: { shop: { charges: [{ id: "ch_1", event: 3, untilMs: 30_000 }] } } },
    ],
    ["what they remember", { memories: { shop: [new Set(["b"])] } }],
    ["what invariants remember", { remembered: () => [3] }],
    ["what code has been answered", { trace: [started, asked] }],
    [
      "what was ever asked",
      { trace: [started, { ...asked, args: { key: "b" } }, { ...answered }] },
    ],
  ])("differs by %s", (_what, changed) => {
    expect(keyOf(changed)).not.toBe(keyOf());
  });

  it("differs by the point at which it is", () => {
    expect(keyOf({}, "shop.ship")).not.toBe(keyOf());
  });

  it("differs by what was stored long ago, where code sleeps that may act on it yet", () => {
    const applied: TraceEvent = { kind: "checkpoint.applied", atMs: 0, invocation: 1, at: "pay" };
    const no: TraceEvent = { ...answered, answer: { kind: "value", value: "no" } };
    const of = { name: "pay", type: "STEP", attempt: undefined, error: undefined };
    const step: TraceEvent = {
      kind: "operation.moved",
      atMs: 0,
      id: "1",
      status: "STARTED",
      ...of,
    };
    const keys = (hasSleepers: boolean) =>
      [answered, no].map((answer) => {
        const situations = new Situations({
          ...usual,
          service: { ...usual.service, hasSleepers },
          trace: [started, step, asked, answer, applied],
        });
        situations.noteSleepers();
        return situations.at([point("shop.ship")]).key;
      });
    const [one, other] = keys(false);
    const [sleeping, otherSleeping] = keys(true);

    expect(one).toBe(other);
    expect(sleeping).not.toBe(otherSleeping);
  });

  it("differs by what happened a moment ago only where replicas may not know of it", () => {
    const ledgers = { shop: { charges: [{ id: "ch_1", moves: [{ atMs: 10_000 }] }] } };
    const keysAt = (recentMs: number | undefined) =>
      [69_000, 71_000].map((elapsedMs) =>
        keyOf({ loop: { ...usual.loop, elapsedMs }, ledgers, recentMs }),
      );
    const [behind, caughtUp] = keysAt(60_000);
    const [one, other] = keysAt(undefined);

    expect(behind).not.toBe(caughtUp);
    expect(one).toBe(other);
  });

  it("counts the passes before it", () => {
    expect(new Situations(usual).at([point("a"), point("b"), point("c")]).passes).toBe(2);
  });

  it.each<readonly [string, Partial<Standing>]>([
    ['service "shop" tells no memory', { memories: { shop: undefined } }],
    ["a sandbox lives on", { service: { ...usual.service, hasStrays: true } }],
    [
      "something is to come that does not tell what",
      { service: { ...usual.service, pending: [timer(1)] } },
    ],
    [
      "something is to come that does not tell what",
      { loop: { ...usual.loop, current: undefined } },
    ],
  ])("cannot be compared where %s", (obstacle, changed) => {
    expect(keyOf(changed)).toEqual({ obstacle });
  });
});
