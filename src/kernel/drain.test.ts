import { describe, expect, it } from "vitest";
import {
  drainWorks,
  driveHopping,
  driveNow,
  driveSome,
  inMacrotask,
  type Quiescing,
} from "./drain.ts";

describe("drainWorks", () => {
  it("holds in a macrotask, and not inside of a microtask", async () => {
    expect(await inMacrotask(drainWorks)).toBe(true);
    await Promise.resolve();
    expect(drainWorks()).toBe(false);
  });
});

describe.each([
  { driver: "driveNow", run: async () => inMacrotask(() => driveNow(twoBursts())) },
  { driver: "driveHopping", run: async () => driveHopping(twoBursts()) },
])("$driver", ({ run }) => {
  it("lets everything that can run, run at each yield", async () => {
    expect(await run()).toEqual(["before", "100 awaits", "tick", "between", "3 awaits", "after"]);
  });
});

describe.each([
  { driver: "driveNow", run: async () => inMacrotask(() => driveNow(broken())) },
  { driver: "driveHopping", run: async () => driveHopping(broken()) },
])("$driver", ({ run }) => {
  it("passes on what the work throws", async () => {
    await expect(run()).rejects.toThrow("broken work");
  });
});

describe("driveNow", () => {
  it("lets nobody else run before the work is done", async () => {
    const { setImmediate: later } = globalThis;
    const seen: string[] = [];
    function* work(): Quiescing<void> {
      later(() => seen.push("host"));
      yield;
      yield;
      seen.push("work");
    }

    await inMacrotask(() => driveNow(work()));
    await inMacrotask(() => {});

    expect(seen).toEqual(["work", "host"]);
  });
});

describe("driveSome", () => {
  it("stops when it is enough, after a step at least, with all done that could run, and goes on from there", async () => {
    const seen: string[] = [];
    function* work(): Quiescing<void> {
      for (const step of ["first", "second", "third"]) {
        void manyAwaits(10).then(() => seen.push(step));
        yield;
      }
    }

    const told = await inMacrotask(() => {
      const left = work();
      const isEnoughAfter = (steps: number) => {
        let rest = steps;
        return () => --rest <= 0;
      };
      return [2, 0, 1, 1].map((steps) => [driveSome(left, isEnoughAfter(steps)), seen.join()]);
    });

    expect(told).toEqual([
      ["more", "first,second"],
      ["more", "first,second,third"],
      ["done", "first,second,third"],
      ["done", "first,second,third"],
    ]);
  });

  it("passes on what the work throws", async () => {
    await expect(inMacrotask(() => driveSome(broken(), () => false))).rejects.toThrow(
      "broken work",
    );
  });
});

describe("inMacrotask", () => {
  it("passes on what the work throws", async () => {
    await expect(inMacrotask(() => driveNow(broken()))).rejects.toThrow("broken work");
  });
});

function* twoBursts(): Quiescing<string[]> {
  const seen: string[] = [];
  seen.push("before");
  void manyAwaits(100).then(() => {
    seen.push("100 awaits");
    return process.nextTick(() => seen.push("tick"));
  });
  yield;
  seen.push("between");
  void manyAwaits(3).then(() => seen.push("3 awaits"));
  yield;
  seen.push("after");
  return seen;
}

function* broken(): Quiescing<void> {
  yield;
  throw new Error("broken work");
}

async function manyAwaits(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await Promise.resolve();
}
