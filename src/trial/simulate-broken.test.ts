import { describe, expect, it } from "vitest";
import { type Fault, allFaults } from "../faults/fault.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import { UsageError } from "../kernel/errors.ts";
import { shortenEndlessLoops, shortEndlessLoopMs } from "./short-endless-loops.test-support.ts";
import { simulate } from "./simulate.ts";
import { durable, invocationOf, once } from "./simulated-function.test-support.ts";

const order = durable(async (context) => {
  await context.step("charge", async () => "paid");
  await context.createCallback("approval");
  return "done";
});

/** The refusal has the script's own error as its cause, so that the stack leads there. */
async function refusalOf(simulated: Promise<unknown>) {
  const refusal: unknown = await simulated.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UsageError);
  const { message, cause } = refusal as UsageError;
  return { message, cause };
}

// Node 22 shows real I/O only once a trial has stalled, and never where it began.
const tellsWhere = Number.parseInt(process.versions.node, 10) >= 24;

describe("an adversary", () => {
  it("is asked at every pass, and strikes with what it says", async () => {
    const asked: FaultPoint[] = [];
    const adversary = (point: FaultPoint): Fault | undefined => {
      asked.push(point);
      return point.at === "checkpoint SUCCEED charge" && point.nth === 1 ? "throttle" : undefined;
    };
    const run = await simulate(order, { adversary });

    expect(run).toMatchObject({ result: "done", invocations: 2, strikes: [{ fault: "throttle" }] });
    expect(run.missed).toEqual([]);
    expect(asked).toEqual(run.passed);
  });

  it("that throws is broken", async () => {
    const bug = new TypeError("at is no function");
    const adversary = ({ at }: FaultPoint): undefined => {
      if (at.startsWith("checkpoint")) throw bug;
    };

    expect(await refusalOf(simulate(order, { adversary }))).toEqual({
      message: 'adversary, at "checkpoint SUCCEED charge" failed: TypeError: at is no function',
      cause: bug,
    });
  });

  it.each([
    ["a misspelt fault", "crash_after", "crash_after"],
    ["null", null, "null"],
    ["a promise", Promise.resolve("crash"), "[object Promise]"],
  ])("that answers with %s is broken", async (_what, answer, text) => {
    const adversary = (): Fault => answer as Fault;
    const { message } = await refusalOf(simulate(order, { adversary }));

    expect(message).toBe(
      `adversary, at "execution start" failed: TypeError: "${text}" is no fault; ` +
        `known: ${allFaults.join(", ")}`,
    );
  });

  it("strikes nothing with a fault that does not fit the place", async () => {
    const run = await simulate(order, { adversary: () => "early" });
    expect(run).toMatchObject({ status: "SUCCEEDED", strikes: [] });
  });
});

describe("a script of callbacks", () => {
  it("that throws is broken", async () => {
    const bug = new RangeError("who is that?");
    const callbacks = () => {
      throw bug;
    };

    expect(await refusalOf(simulate(order, { callbacks }))).toEqual({
      message: 'callbacks, for "approval" failed: RangeError: who is that?',
      cause: bug,
    });
  });

  it("that answers with rubbish is broken", async () => {
    const callbacks = (): never => "yes" as never;
    const { message, cause } = await refusalOf(simulate(order, { callbacks }));

    expect(message).toMatch(
      /^callbacks, for "approval" failed: UsageError: what it returned: must be /,
    );
    expect(cause).toBeInstanceOf(UsageError);
  });
});

describe("a setting", () => {
  it.each([Number.NaN, -1, Infinity])("that gives %s ms is broken", async (delayMs) => {
    const settings = { retryDelayMs: () => delayMs };
    const faults = [once("invocation start", "crash")];
    const { message } = await refusalOf(simulate(order, { settings, faults }));

    expect(message).toBe(
      `settings.retryDelayMs failed: RangeError: ${delayMs} is no number of ms from 0`,
    );
  });
});

describe("a setting that throws", () => {
  it("is broken", async () => {
    const settings = {
      retryDelayMs: () => {
        throw new Error("boom");
      },
    };
    const faults = [once("invocation start", "crash")];
    const { message } = await refusalOf(simulate(order, { settings, faults }));

    expect(message).toBe("settings.retryDelayMs failed: Error: boom");
  });
});

describe("real I/O", () => {
  shortenEndlessLoops();

  it.skipIf(!tellsWhere)(
    "is what a run is refused for, though an endless loop comes after it",
    async () => {
      const { readFile } = await import("node:fs/promises");
      const reader = durable(async () => {
        void readFile(import.meta.filename);
        for (;;);
      });
      const { message } = await refusalOf(simulate(reader));

      expect(message).toMatch(/^the code under test started real I\/O/);
    },
    10_000,
  );

  it.skipIf(!tellsWhere)("is refused, with the place where it started", async () => {
    const { readFile } = await import("node:fs/promises");
    const reader = durable(async (context) =>
      context.step("read", async () => readFile(import.meta.filename, "utf8")),
    );
    const { message } = await refusalOf(simulate(reader));

    expect(message).toMatch(/^the code under test started real I\/O \((?:FSReq|FileHandle)/i);
    expect(message).toContain("give it a fake service instead");
    expect(message).toContain("simulate-broken.test.ts");
  });
});

describe("code that keeps the processor", () => {
  shortenEndlessLoops();

  it.each<[string, () => unknown]>([
    [
      "in a loop",
      () => {
        for (;;);
      },
    ],
    [
      "in microtasks",
      async () => {
        for (;;) await Promise.resolve();
      },
    ],
  ])("is cut off, and the next simulation is none the worse: %s", async (_where, hang) => {
    const handler = durable(async (context) => {
      await context.wait("rest", { seconds: 1 });
      await context.step("spin", async () => hang());
    });
    const run = await simulate(handler, { faults: [once("wake-up", "late", 2)] });

    expect(run).toMatchObject({ status: "RUNNING", invocations: 2, missed: [] });
    expect(run.cut).toEqual({ kind: "endless-loop", limitMs: shortEndlessLoopMs });
    expect(await simulate(order)).toMatchObject({ status: "SUCCEEDED", result: "done" });
  });
});

describe("code that computes for long", () => {
  shortenEndlessLoops();

  it("is no endless loop, as long as it gets on", async () => {
    const stepMs = shortEndlessLoopMs / 50;
    const busy = durable(async (context) => {
      for (let step = 1; step <= 60; step++) {
        await context.step(`compute ${step}`, async () => computeFor(stepMs));
      }
      return "computed";
    });

    expect(await simulate(busy)).toMatchObject({ status: "SUCCEEDED", result: "computed" });
  }, 30_000);
});

/** Uses so much of the processor, by the one clock that is not simulated. */
function computeFor(ms: number): void {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= ms * 1_000) return;
  }
}

describe("two simulations at a time", () => {
  it("do not get into each other's way", async () => {
    const slow = durable(async (context) => {
      await context.wait("rest", { seconds: 60 });
      return invocationOf(context);
    });
    const alone = JSON.stringify(await simulate(slow));

    const runs = await Promise.all([simulate(slow), simulate(order), simulate(slow)]);

    expect(runs.map((run) => JSON.stringify(run))).toEqual([
      alone,
      JSON.stringify(await simulate(order)),
      alone,
    ]);
  });
});
