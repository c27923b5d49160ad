import {
  type BatchResult,
  type DurableContext,
  type DurableLambdaHandler,
  type MapConfig,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { expect } from "vitest";

/** The two operations that run several contexts, which differ in their words and not in the rest. */
export type BatchKind = "Parallel" | "Map";

/** What both operations can be told. */
export type BatchConfig = Omit<MapConfig<unknown, unknown>, "itemNamer">;

const itemKinds = { Parallel: "ParallelBranch", Map: "MapIteration" } as const;
const itemNames = { Parallel: "parallel-branch", Map: "map-item" } as const;

/** Runs one item; the index says which. */
export type RunItem = (context: DurableContext, index: number) => Promise<unknown>;

/** A handler with one batch of so many items, named after its kind, one item at a time. */
export function batchHandler(
  kind: BatchKind,
  { size, config = {}, run }: { size: number; config?: BatchConfig; run: RunItem },
  conclude: (batch: BatchResult<unknown>, context: DurableContext) => unknown = (batch) =>
    batch.getResults(),
): DurableLambdaHandler {
  const indices = Array.from({ length: size }, (_, index) => index);
  const whole = { maxConcurrency: 1, ...config };
  return withDurableExecution(async (_event: unknown, context: DurableContext) => {
    const batch =
      kind === "Parallel"
        ? await context.parallel<unknown>(
            kind,
            indices.map((index) => (branch: DurableContext) => run(branch, index)),
            whole,
          )
        : await context.map(kind, indices, run, whole);
    return conclude(batch, context);
  });
}

/** The events around the items; what the whole came to is told in the SDK's own words. */
export function batchHistory(kind: BatchKind, items: readonly (readonly unknown[])[]): unknown[] {
  return [
    `ContextStarted/${kind} #1 "${kind}"`,
    ...items.flat(),
    expect.stringMatching(new RegExp(`^ContextSucceeded/${kind} #1 "${kind}" => `)),
  ];
}

/** The events of one item, `inner` among them, which is operation `#number`. */
export function itemHistory(
  kind: BatchKind,
  index: number,
  { number, inner = [], end }: { number: number; inner?: readonly string[]; end: string },
): string[] {
  const about = `#${number} in #1 "${itemNames[kind]}-${index}"`;
  const ended = end.startsWith("!!") ? "ContextFailed" : "ContextSucceeded";
  return [
    `ContextStarted/${itemKinds[kind]} ${about}`,
    ...inner,
    `${ended}/${itemKinds[kind]} ${about} ${end}`,
  ];
}
