import {
  type DurableContext,
  type Duration,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

describe("a wait", () => {
  test("[2-1] suspends the execution until it is over", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      await context.wait({ seconds: 2 });
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `WaitStarted #1 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => nothing`,
    ]);
  });

  test("[2-2] has its name on each of its events", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      await context.wait("custom_wait_name", { seconds: 2 });
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `WaitStarted #1 "custom_wait_name" 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 "custom_wait_name" 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => nothing`,
    ]);
  });

  test("[2-3] after another takes an invocation more", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      await context.wait("wait-1", { seconds: 2 });
      await context.wait("wait-2", { seconds: 2 });
      return { completedWaits: 2 };
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `WaitStarted #1 "wait-1" 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 "wait-1" 2 s`,
      `WaitStarted #2 "wait-2" 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 "wait-2" 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"completedWaits":2}`,
    ]);
  });

  const durations: readonly (readonly [string, Duration, number])[] = [
    ["[2-4] of a minute", { minutes: 1 }, 60],
    ["[2-5] of an hour", { hours: 1 }, 3600],
  ];

  test.each(durations)("%s is recorded in seconds", async (_what, duration, seconds) => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      await context.wait(duration);
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `WaitStarted #1 ${seconds} s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 ${seconds} s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => nothing`,
    ]);
  });
});
