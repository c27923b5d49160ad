import * as timers from "node:timers";
import { setTimeout as importedSetTimeout } from "node:timers";
import * as timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { RecordingRealm, simulate } from "./recording-realm.ts";
import { enterRealm } from "./gate.ts";

const hourMs = 3_600_000;

describe("timers in a realm", () => {
  it("run in virtual time, wherever they were imported from", async () => {
    const { realm, result } = await simulate(async () => {
      await new Promise((resolve) => globalThis.setTimeout(resolve, 1_000));
      await new Promise((resolve) => importedSetTimeout(resolve, 1_000));
      await new Promise((resolve) => timers.setTimeout(resolve, 1_000));
      await promisify(setTimeout)(1_000);
      await timersPromises.setTimeout(1_000);
      await timersPromises.scheduler.wait(1_000);
      return Date.now();
    });
    expect(result).toBe(realm.loop.startMs + 6_000);
  });

  it("keep immediates in line without moving time", async () => {
    const { realm, result } = await simulate(async () => {
      const seen: string[] = [];
      setImmediate(() => seen.push("first"));
      timers.setImmediate(() => seen.push("second"));
      seen.push(await promisify(setImmediate)("third"));
      seen.push(await timersPromises.setImmediate("fourth"));
      await timersPromises.scheduler.yield();
      return seen;
    });
    expect(result).toEqual(["first", "second", "third", "fourth"]);
    expect(realm.loop.nowMs).toBe(realm.loop.startMs);
  });

  it("can be cleared in every way", async () => {
    const { result } = await simulate(async () => {
      const seen: string[] = [];
      const note = (what: string): void => void seen.push(what);
      clearTimeout(setTimeout(note, 1, "timeout"));
      clearTimeout(Number(setTimeout(note, 1, "numbered timeout")));
      clearInterval(setInterval(note, 1, "interval"));
      timers.clearImmediate(setImmediate(note, "immediate"));
      await timersPromises.setTimeout(10);
      return seen;
    });
    expect(result).toEqual([]);
  });

  it("repeat an interval, and give a slow reader the ticks it missed", async () => {
    const { result } = await simulate(async ({ loop }) => {
      const seen: unknown[] = [];
      for await (const value of timersPromises.setInterval(10, "tick")) {
        seen.push([value, loop.nowMs - loop.startMs]);
        if (seen.length === 1) await timersPromises.setTimeout(25);
        if (seen.length === 4) break;
      }
      return seen;
    });
    expect(result).toEqual([
      ["tick", 10],
      ["tick", 35],
      ["tick", 35],
      ["tick", 40],
    ]);
  });

  it.each([
    ["setTimeout", (signal: AbortSignal) => timersPromises.setTimeout(hourMs, 1, { signal })],
    ["setImmediate", (signal: AbortSignal) => timersPromises.setImmediate(1, { signal })],
    ["scheduler.wait", (signal: AbortSignal) => timersPromises.scheduler.wait(hourMs, { signal })],
    [
      "setInterval",
      (signal: AbortSignal) =>
        timersPromises.setInterval(hourMs, 1, { signal })[Symbol.asyncIterator]().next(),
    ],
  ])("let a promised %s be aborted, before and while it waits", async (_name, start) => {
    const aborted = { name: "AbortError", code: "ABORT_ERR", cause: "enough" };
    const { realm, result } = await simulate(async () => {
      const controller = new AbortController();
      const waiting = start(controller.signal);
      controller.abort("enough");
      return Promise.allSettled([waiting, start(AbortSignal.abort("enough"))]);
    });

    expect(result).toMatchObject([{ reason: aborted }, { reason: aborted }]);
    expect(realm.loop.nowMs).toBe(realm.loop.startMs);
  });

  it("abort a signal with a time limit in virtual time", async () => {
    const { realm, result } = await simulate(async () => {
      const signal = AbortSignal.timeout(5_000);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return signal.reason as unknown;
    });
    expect(result).toMatchObject({ name: "TimeoutError" });
    expect(realm.loop.nowMs).toBe(realm.loop.startMs + 5_000);
  });

  it("leave timers alone that were started outside, and let them be cleared", () => {
    let fired = false;
    const outside = setTimeout(() => (fired = true), 0);
    enterRealm(new RecordingRealm(), () => clearTimeout(outside));
    expect(outside).toMatchObject({ _destroyed: true });
    expect(fired).toBe(false);
  });
});

describe("timers outside of a realm", () => {
  it("are Node's own", async () => {
    const timer = setTimeout(() => {}, 1);
    clearTimeout(timer);
    expect(timer.constructor.name).toBe("Timeout");
    expect(await promisify(setTimeout)(1, "value")).toBe("value");
    expect(await timersPromises.setTimeout(1, "value")).toBe("value");
    expect(AbortSignal.timeout(hourMs).aborted).toBe(false);
  });

  it("look like Node's own", () => {
    expect(setTimeout).toBe(timers.setTimeout);
    expect(setTimeout.name).toBe("setTimeout");
    expect(clearInterval.name).toBe("clearInterval");
    expect(promisify(setTimeout)).toBe(timersPromises.setTimeout);
    expect(promisify(setImmediate)).toBe(timersPromises.setImmediate);
  });
});
