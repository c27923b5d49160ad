import {
  type DurableContext,
  JitterStrategy,
  type StepConfig,
  createRetryStrategy,
  retryPresets,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

class TransientError extends Error {
  override readonly name = "TransientError";
}

/** A handler of one step that fails the first `failures` times; attempts are counted outside it. */
function flaky(
  failures: number,
  config?: StepConfig<string>,
  failure: () => Error = () => new Error("not yet"),
) {
  let attempts = 0;
  return withDurableExecution((_event: null, context: DurableContext) =>
    context.step(async () => {
      attempts += 1;
      if (attempts <= failures) throw failure();
      return "Operation succeeded";
    }, config),
  );
}

const everySecond = (maxAttempts: number): StepConfig<string> => ({
  retryStrategy: createRetryStrategy({
    maxAttempts,
    initialDelay: { seconds: 1 },
    backoffRate: 1,
    jitter: JitterStrategy.NONE,
  }),
});

describe("a step that fails", () => {
  test("[1-11] is tried again in a new invocation", async () => {
    expect(await historyOf(flaky(1, everySecond(3)), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! Error: not yet (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Operation succeeded" (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Operation succeeded"`,
    ]);
  });

  test("[1-12] is tried no more often than its strategy allows", async () => {
    expect(await historyOf(flaky(Infinity, everySecond(4)), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      ...[1, 2, 3].flatMap((attempt) => [
        `StepStarted #1`,
        `StepFailed #1 !! Error: not yet (attempt ${attempt}, next in 1 s)`,
        `InvocationCompleted`,
      ]),
      `StepStarted #1`,
      `StepFailed #1 !! Error: not yet (attempt 4)`,
      `InvocationCompleted`,
      `ExecutionFailed !! StepError: not yet`,
    ]);
  });

  test("[1-13] is tried again by the default strategy, with jitter", async () => {
    expect(await historyOf(flaky(2), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      expect.stringMatching(/^StepFailed #1 .* \(attempt 1, next in [1-5] s\)$/),
      `InvocationCompleted`,
      `StepStarted #1`,
      expect.stringMatching(/^StepFailed #1 .* \(attempt 2, next in (?:[1-9]|10) s\)$/),
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Operation succeeded" (attempt 3)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Operation succeeded"`,
    ]);
  });

  test("[1-14] waits as long as its own strategy says, longer each time", async () => {
    const retryStrategy = createRetryStrategy({
      maxAttempts: 5,
      initialDelay: { seconds: 2 },
      backoffRate: 3,
      jitter: JitterStrategy.NONE,
    });

    expect(await historyOf(flaky(2, { retryStrategy }), { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! Error: not yet (attempt 1, next in 2 s)`,
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepFailed #1 !! Error: not yet (attempt 2, next in 6 s)`,
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Operation succeeded" (attempt 3)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Operation succeeded"`,
    ]);
  });

  test("[1-15] with an error that its strategy knows is tried again", async () => {
    const config: StepConfig<string> = {
      retryStrategy: (error) =>
        error instanceof TransientError
          ? { shouldRetry: true, delay: { seconds: 1 } }
          : { shouldRetry: false },
    };
    const handler = flaky(1, config, () => new TransientError("busy"));

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! TransientError: busy (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Operation succeeded" (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Operation succeeded"`,
    ]);
  });

  test("[1-16] with an error that its strategy refuses is final", async () => {
    const config: StepConfig<string> = {
      retryStrategy: (error) => ({ shouldRetry: !(error instanceof TransientError) }),
    };
    const handler = flaky(1, config, () => new TransientError("busy"));

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! TransientError: busy`,
      `InvocationCompleted`,
      `ExecutionFailed !! StepError: busy`,
    ]);
  });

  test("[1-19] without retries fails the execution", async () => {
    const handler = flaky(1, { retryStrategy: retryPresets.noRetry });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! Error: not yet`,
      `InvocationCompleted`,
      `ExecutionFailed !! StepError: not yet`,
    ]);
  });

  test("[1-20] and is caught lets the handler go on with another", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const fail = async (): Promise<string> => {
        throw new Error("no");
      };
      try {
        return await context.step(fail, { retryStrategy: retryPresets.noRetry });
      } catch {
        return context.step(async () => "fallback_result");
      }
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! Error: no`,
      `StepStarted #2`,
      `StepSucceeded #2 => "fallback_result"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "fallback_result"`,
    ]);
  });
});
