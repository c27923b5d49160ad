import type { BatchResult, CompletionConfig } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { batchHandler, batchHistory, itemHistory } from "./batch-history.ts";
import { historyOf } from "./expect-history.ts";

interface Completion {
  readonly what: string;
  /** The requirement for a parallel, and for a map where there is one. */
  readonly ids: { readonly Parallel: string; readonly Map: string };
  readonly config: CompletionConfig;
  readonly items: readonly ("ok" | "no")[];
  /** How many of them are run before the batch is decided. */
  readonly ran: number;
  readonly result: Readonly<Record<string, unknown>>;
}

const exceeded = { completionReason: "FAILURE_TOLERANCE_EXCEEDED", status: "FAILED" };
const all = { completionReason: "ALL_COMPLETED", status: "FAILED" };
const enough = { completionReason: "MIN_SUCCESSFUL_REACHED", status: "SUCCEEDED" };

const completions: readonly Completion[] = [
  {
    ids: { Parallel: "[8-6]", Map: "[9-5]" },
    what: "stops at the first failure where none is tolerated",
    config: { toleratedFailureCount: 0 },
    items: ["ok", "no", "ok"],
    ran: 2,
    result: { ...exceeded, successCount: 1, failureCount: 1, totalCount: 2 },
  },
  {
    ids: { Parallel: "[8-8]", Map: "[9-7]" },
    what: "stops when enough have succeeded",
    config: { minSuccessful: 2 },
    items: ["ok", "ok", "ok", "ok"],
    ran: 2,
    result: { ...enough, successCount: 2, failureCount: 0, totalCount: 2 },
  },
  {
    ids: { Parallel: "[8-9] and [8-20]", Map: "[9-8]" },
    what: "runs all where as many fail as are tolerated",
    config: { toleratedFailureCount: 1 },
    items: ["ok", "no", "ok"],
    ran: 3,
    result: { ...all, successCount: 2, failureCount: 1, totalCount: 3 },
  },
  {
    ids: { Parallel: "[8-10]", Map: "[9-9]" },
    what: "stops when more have failed than are tolerated",
    config: { toleratedFailureCount: 1 },
    items: ["no", "no", "ok"],
    ran: 2,
    result: { ...exceeded, successCount: 0, failureCount: 2, totalCount: 2 },
  },
  {
    ids: { Parallel: "[8-13]", Map: "[9-10]" },
    what: "stops when a greater part has failed than is tolerated",
    config: { toleratedFailurePercentage: 25 },
    items: ["no", "no", "ok", "ok"],
    ran: 2,
    result: { ...exceeded, successCount: 0, failureCount: 2, totalCount: 2 },
  },
  {
    ids: { Parallel: "[8-16]", Map: "so" },
    what: "fails in the end where all fail, and all may",
    config: { toleratedFailureCount: 3 },
    items: ["no", "no", "no"],
    ran: 3,
    result: { ...all, successCount: 0, failureCount: 3, totalCount: 3 },
  },
  {
    ids: { Parallel: "[8-17]", Map: "so" },
    what: "runs all where too few succeed",
    config: { minSuccessful: 3 },
    items: ["ok", "no", "ok"],
    ran: 3,
    result: { ...all, successCount: 2, failureCount: 1, totalCount: 3 },
  },
  {
    ids: { Parallel: "[8-18]", Map: "so" },
    what: "stops at whichever of two limits is reached first",
    config: { minSuccessful: 3, toleratedFailureCount: 1 },
    items: ["no", "no", "ok", "ok"],
    ran: 2,
    result: { ...exceeded, successCount: 0, failureCount: 2, totalCount: 2 },
  },
  {
    ids: { Parallel: "[8-22]", Map: "so" },
    what: "runs all where just the part fails that is tolerated",
    config: { toleratedFailurePercentage: 25 },
    items: ["no", "ok", "ok", "ok"],
    ran: 4,
    result: { ...all, successCount: 3, failureCount: 1, totalCount: 4 },
  },
];

/** By its counters, and by the lists that they must agree with. */
function told(batch: BatchResult<unknown>): unknown {
  const { completionReason, status, successCount, failureCount, totalCount } = batch;
  expect(batch.succeeded()).toHaveLength(successCount);
  expect(batch.failed()).toHaveLength(failureCount);
  expect(batch.getErrors()).toHaveLength(failureCount);
  expect(batch.hasFailure).toBe(failureCount > 0);
  return { completionReason, status, successCount, failureCount, totalCount };
}

async function runItem(item: string | undefined): Promise<unknown> {
  if (item === "no") throw new Error("no");
  return item;
}

describe.each(["Parallel", "Map"] as const)("%s", (kind) => {
  test.each(completions)(`$ids.${kind}: $what`, async ({ config, items, ran, result }) => {
    const handler = batchHandler(
      kind,
      {
        size: items.length,
        config: { completionConfig: config },
        run: (_context, index) => runItem(items[index]),
      },
      told,
    );

    const events = items.slice(0, ran).map((item, index) =>
      itemHistory(kind, index, {
        number: index + 2,
        end: item === "ok" ? `=> "ok"` : `!! Error: no`,
      }),
    );
    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, events),
      `InvocationCompleted`,
      `ExecutionSucceeded => ${JSON.stringify(result)}`,
    ]);
  });

  test(`${{ Parallel: "[8-7]", Map: "[9-6]" }[kind]}: throws the failure of an item when asked`, async () => {
    const handler = batchHandler(
      kind,
      {
        size: 2,
        config: { completionConfig: { toleratedFailureCount: 0 } },
        run: () => runItem("no"),
      },
      (batch) => {
        batch.throwIfError();
      },
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...batchHistory(kind, [itemHistory(kind, 0, { number: 2, end: `!! Error: no` })]),
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! \w*Error: no$/),
    ]);
  });
});
