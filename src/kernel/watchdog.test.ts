import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { drain, drainWorks, inMacrotask } from "./drain.ts";
import { currentRealm, enterRealm } from "./sandbox/gate.ts";
import { RecordingRealm } from "./sandbox/recording-realm.ts";
import { runGuarded } from "./watchdog.ts";

describe("runGuarded", () => {
  it("returns what the work returns", async () => {
    const guarded = await inMacrotask(() => runGuarded(1_000, () => "done"));
    expect(guarded).toEqual({ kind: "finished", value: "done" });
  });

  it("lets what the work throws through, unchanged", async () => {
    const broken = new Error("broken work");
    const run = (): unknown =>
      runGuarded(1_000, () => {
        throw broken;
      });
    await expect(inMacrotask(run)).rejects.toBe(broken);
  });

  it("leaves no global behind", async () => {
    await inMacrotask(() => runGuarded(1_000, () => 1));
    const keys = Object.getOwnPropertySymbols(globalThis).map(String);
    expect(keys.filter((key) => key.includes("durable-chaos"))).toEqual([]);
  });

  it.each([
    ["a loop", spin],
    ["a loop in a microtask", () => realQueueMicrotask(spin)],
    ["microtasks without end", () => void awaitForever()],
    ["ticks without end", tickForever],
  ])("ends %s, and leaves the process in working order", async (_name, hang) => {
    const realm = new RecordingRealm();
    const work = (): void => {
      hang();
      drain();
    };

    const seen = await inMacrotask(() => {
      const guarded = runGuarded(50, () => enterRealm(realm, work));
      return { kind: guarded.kind, gate: currentRealm(), drains: drainWorks() };
    });

    expect(seen).toEqual({ kind: "timed-out", gate: undefined, drains: true });
    expect(realm.uncaughtErrors).toEqual([]);
    await everythingStillRuns();
  });
});

const { queueMicrotask: realQueueMicrotask } = globalThis;

function spin(): never {
  for (;;);
}

async function awaitForever(): Promise<never> {
  for (;;) await Promise.resolve();
}

function tickForever(): void {
  process.nextTick(tickForever);
}

async function everythingStillRuns(): Promise<void> {
  await new Promise((resolve) => process.nextTick(resolve));
  await sleep(1);
  await nextTurn();
}
