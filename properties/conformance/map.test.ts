import {
  type BatchResult,
  type DurableContext,
  type MapConfig,
  type Serdes,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { batchHandler, batchHistory, itemHistory } from "./batch-history.ts";
import { historyOf } from "./expect-history.ts";

const oneByOne = { maxConcurrency: 1 };

/** The events of items that are plain values, and of the map around them. */
function mapHistory(name: string | undefined, ends: readonly string[], names?: readonly string[]) {
  const whole = name === undefined ? "" : ` "${name}"`;
  return [
    `ContextStarted/Map #1${whole}`,
    ...ends.flatMap((end, index) => {
      const about = `#${index + 2} in #1 "${names?.[index] ?? `map-item-${index}`}"`;
      return [
        `ContextStarted/MapIteration ${about}`,
        `ContextSucceeded/MapIteration ${about} => ${end}`,
      ];
    }),
    expect.stringMatching(new RegExp(`^ContextSucceeded/Map #1${whole} => `)),
  ];
}

describe("a map", () => {
  test("[9-2] needs no name", async () => {
    const handler = withDurableExecution(async (items: number[], context: DurableContext) => {
      const doubled = await context.map(items, async (_context, item) => item * 2, oneByOne);
      return doubled.getResults();
    });

    expect(await historyOf(handler, { input: [1, 2] })).toEqual([
      `ExecutionStarted <= [1,2]`,
      ...mapHistory(undefined, ["2", "4"]),
      `InvocationCompleted`,
      `ExecutionSucceeded => [2,4]`,
    ]);
  });

  test("[9-3] gives each item with its index", async () => {
    const handler = withDurableExecution(async (items: number[], context: DurableContext) => {
      const add = async (_context: DurableContext, item: number, index: number) => item + index;
      return (await context.map("indexed", items, add, oneByOne)).getResults();
    });

    expect(await historyOf(handler, { input: [10, 20, 30] })).toEqual([
      `ExecutionStarted <= [10,20,30]`,
      ...mapHistory("indexed", ["10", "21", "32"]),
      `InvocationCompleted`,
      `ExecutionSucceeded => [10,21,32]`,
    ]);
  });

  test("[9-13] can name its items after themselves", async () => {
    const handler = withDurableExecution(async (items: number[], context: DurableContext) => {
      const config = { ...oneByOne, itemNamer: (item: number) => `item-${item}` };
      const tens = await context.map("tens", items, async (_context, item) => item * 10, config);
      return tens.getResults();
    });

    expect(await historyOf(handler, { input: [1, 2] })).toEqual([
      `ExecutionStarted <= [1,2]`,
      ...mapHistory("tens", ["10", "20"], ["item-1", "item-2"]),
      `InvocationCompleted`,
      `ExecutionSucceeded => [10,20]`,
    ]);
  });

  test("[9-16] with results too large to be stored as a whole stores them one by one", async () => {
    const handler = batchHandler(
      "Map",
      { size: 4, run: async () => "x".repeat(70_000) },
      ({ successCount, totalCount }) => ({ successCount, totalCount }),
    );

    const items = [0, 1, 2, 3].map((index) =>
      itemHistory("Map", index, { number: index + 2, end: `=> 70002 characters` }),
    );
    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory("Map", items),
      `InvocationCompleted`,
      `ExecutionSucceeded => {"successCount":4,"totalCount":4}`,
    ]);
  });
});

/** Upper-cases two letters in a map, and waits behind it where it is told to. */
const shouting = (config: Partial<MapConfig<string, string>>, waits: boolean) =>
  withDurableExecution(async (_event: null, context: DurableContext) => {
    const shout = async (_context: DurableContext, item: string) => item.toUpperCase();
    const shouted = await context.map("shout", ["x", "y"], shout, { ...oneByOne, ...config });
    if (waits) await context.wait({ seconds: 1 });
    return shouted.getResults();
  });

const wait = [`WaitStarted #4 1 s`, `InvocationCompleted`, `WaitSucceeded #4 1 s`];

describe("a map that is done", () => {
  test("[9-17] is skipped on replay", async () => {
    expect(await historyOf(shouting({}, true), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...mapHistory("shout", [`"X"`, `"Y"`]),
      ...wait,
      `InvocationCompleted`,
      `ExecutionSucceeded => ["X","Y"]`,
    ]);
  });

  test("[9-18] is skipped on replay with the failures in it", async () => {
    const handler = batchHandler(
      "Map",
      {
        size: 2,
        config: { completionConfig: { toleratedFailureCount: 1 } },
        run: async (_context, index) => {
          if (index === 1) throw new Error("no");
          return "ok";
        },
      },
      async (batch, context) => {
        await context.wait({ seconds: 1 });
        const { completionReason, status, successCount, failureCount, totalCount } = batch;
        return { completionReason, status, successCount, failureCount, totalCount };
      },
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory("Map", [
        itemHistory("Map", 0, { number: 2, end: `=> "ok"` }),
        itemHistory("Map", 1, { number: 3, end: `!! Error: no` }),
      ]),
      ...wait,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"completionReason":"ALL_COMPLETED","status":"FAILED","successCount":1,"failureCount":1,"totalCount":2}`,
    ]);
  });

  const serdes: Serdes<BatchResult<string>> = {
    serialize: async (batch) => `OPSERDE:${batch?.getResults().join(",")}`,
    deserialize: async (data) => {
      const results = data?.replace("OPSERDE:", "").split(",") ?? [];
      return { getResults: () => results } as BatchResult<string>;
    },
  };

  test.each([
    { id: "[9-19]", when: "at once", waits: false },
    { id: "[9-20]", when: "and on replay", waits: true },
  ])("$id is stored as a serdes of its own writes it, and read by it $when", async ({ waits }) => {
    expect(await historyOf(shouting({ serdes }, waits), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...mapHistory("shout", [`"X"`, `"Y"`]).slice(0, -1),
      `ContextSucceeded/Map #1 "shout" => OPSERDE:X,Y`,
      ...(waits ? wait : []),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["X","Y"]`,
    ]);
  });
});
