import { NestingType, type Serdes } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/index.ts";
import { batchHandler, batchHistory, itemHistory } from "./batch-history.ts";
import { historyOf } from "./expect-history.ts";

/** The requirement for each of the two operations. */
const requirements = {
  Parallel: {
    steps: "[8-1]",
    empty: "[8-5]",
    concurrent: "[8-11]",
    flat: "[8-12]",
    serdes: "[8-15]",
    invalid: "[8-19]",
    suspended: "[8-14]",
  },
  Map: {
    steps: "[9-1]",
    empty: "[9-4]",
    concurrent: "[9-11]",
    flat: "[9-12]",
    serdes: "[9-14]",
    invalid: "so",
    suspended: "[9-15]",
  },
};

describe.each(["Parallel", "Map"] as const)("%s", (kind) => {
  const ids = requirements[kind];
  const nameOf = (index: number) => `r${index}`;

  test(`${ids.steps}: runs its items one by one, each a context, and gives their results`, async () => {
    const handler = batchHandler(kind, {
      size: 2,
      run: (context, index) => context.step(async () => nameOf(index)),
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, [
        itemHistory(kind, 0, {
          number: 2,
          inner: [`StepStarted #3 in #2`, `StepSucceeded #3 in #2 => "r0"`],
          end: `=> "r0"`,
        }),
        itemHistory(kind, 1, {
          number: 4,
          inner: [`StepStarted #5 in #4`, `StepSucceeded #5 in #4 => "r1"`],
          end: `=> "r1"`,
        }),
      ]),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["r0","r1"]`,
    ]);
  });

  test(`${ids.empty}: is done at once without items`, async () => {
    const handler = batchHandler(kind, { size: 0, run: async () => "never" });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, []),
      `InvocationCompleted`,
      `ExecutionSucceeded => []`,
    ]);
  });

  test(`${ids.concurrent}: gives results in the order of the items, whichever ends first`, async () => {
    const handler = batchHandler(kind, {
      size: 3,
      config: { maxConcurrency: 2 },
      run: (context, index) =>
        context.step(async () => {
          // The first item takes longest.
          await new Promise((resolve) => {
            setTimeout(resolve, 3_000 - 1_000 * index);
          });
          return nameOf(index);
        }),
    });

    const history = await historyOf(handler, { input: null });
    const ends = history.filter((line) => line.startsWith("StepSucceeded"));
    expect(history[1]).toBe(`ContextStarted/${kind} #1 "${kind}"`);
    expect(ends.map((line) => line.replace(/.*=> /, ""))).not.toEqual([`"r0"`, `"r1"`, `"r2"`]);
    expect(history.at(-1)).toBe(`ExecutionSucceeded => ["r0","r1","r2"]`);
  });

  test(`${ids.flat}: has no contexts of items where it is flat`, async () => {
    const handler = batchHandler(kind, {
      size: 2,
      config: { nesting: NestingType.FLAT },
      run: (context, index) => context.step(async () => nameOf(index)),
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, [
        [`StepStarted #2 in #1`, `StepSucceeded #2 in #1 => "r0"`],
        [`StepStarted #3 in #1`, `StepSucceeded #3 in #1 => "r1"`],
      ]),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["r0","r1"]`,
    ]);
  });

  test(`${ids.serdes}: stores its items as a serdes of their own writes them`, async () => {
    const itemSerdes: Serdes<unknown> = {
      serialize: async (value) => `wrapped:${String(value)}`,
      deserialize: async (data) => data?.replace("wrapped:", ""),
    };
    const handler = batchHandler(kind, {
      size: 2,
      config: { itemSerdes },
      run: async (_context, index) => nameOf(index),
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, [
        itemHistory(kind, 0, { number: 2, end: `=> wrapped:r0` }),
        itemHistory(kind, 1, { number: 3, end: `=> wrapped:r1` }),
      ]),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["r0","r1"]`,
    ]);
  });

  test(`${ids.invalid}: is not started with an impossible concurrency`, async () => {
    const handler = batchHandler(kind, {
      size: 2,
      config: { maxConcurrency: 0 },
      run: async () => "never",
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! \w+/),
    ]);
  });

  test(`${ids.suspended}: goes on with the item that waits, past the one that is done`, async () => {
    let runs = 0;
    const handler = batchHandler(kind, {
      size: 2,
      run: async (context, index) => {
        if (index === 1) await context.wait({ seconds: 2 });
        return context.step(async () => {
          runs += 1;
          return nameOf(index);
        });
      },
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, [
        itemHistory(kind, 0, {
          number: 2,
          inner: [`StepStarted #3 in #2`, `StepSucceeded #3 in #2 => "r0"`],
          end: `=> "r0"`,
        }),
        itemHistory(kind, 1, {
          number: 4,
          inner: [
            `WaitStarted #5 in #4 2 s`,
            `InvocationCompleted`,
            `WaitSucceeded #5 in #4 2 s`,
            `StepStarted #6 in #4`,
            `StepSucceeded #6 in #4 => "r1"`,
          ],
          end: `=> "r1"`,
        }),
      ]),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["r0","r1"]`,
    ]);
    expect(runs).toBe(2);
    expect((await simulate(handler, { input: null })).invocations).toBe(2);
  });
});
