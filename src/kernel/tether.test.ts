import { describe, expect, it } from "vitest";
import { EventLoop } from "./event-loop.ts";
import { Tether } from "./tether.ts";

describe("the end of virtual time", () => {
  it("cuts every tether, and no sooner", () => {
    const loop = new EventLoop(0);
    const trial = { name: "trial" };
    const tethers = [new Tether(loop, trial), new Tether(loop, trial)];
    loop.setTimeout(() => {}, 5);
    loop.runNext(Infinity);

    expect(tethers.map(({ end }) => end)).toEqual([trial, trial]);
    loop.end();
    expect(tethers.map(({ end }) => end)).toEqual([undefined, undefined]);
  });

  it("is before all that was still to come", () => {
    const loop = new EventLoop(0);
    const ran: string[] = [];
    loop.setImmediate(() => ran.push("immediate"));
    for (const delayMs of [3, 1, 2])
      loop.setTimeout(() => ran.push(`timer of ${delayMs}`), delayMs);
    loop.send(undefined, 1, () => ran.push("traffic"));
    const timers = loop.pending;

    loop.end();

    expect(loop.runNext(Infinity)).toBe("idle");
    expect([ran, loop.pending, loop.hasTraffic]).toEqual([[], [], false]);
    expect(timers.map(({ slot }) => slot)).toEqual([-1, -1, -1, -1]);
  });

  it("forgets whose code ran last, what happened then, and who takes errors", () => {
    const loop = new EventLoop(0);
    const owner = { label: "invocation 1", alive: true };
    const errors: unknown[] = [];
    loop.onUncaught = (_owner, error) => errors.push(error);
    loop.schedule(owner, 1, () => {});
    loop.runNext(Infinity);
    const before = [loop.owner, loop.current?.owner];

    loop.end();
    loop.setImmediate(() => {
      throw new Error("late");
    });

    expect(before).toEqual([owner, owner]);
    expect([loop.owner, loop.current]).toEqual([undefined, undefined]);
    expect(() => loop.runNext(Infinity)).toThrow("late");
    expect(errors).toEqual([]);
  });
});
