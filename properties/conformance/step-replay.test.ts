import {
  type DurableContext,
  StepSemantics,
  retryPresets,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { crash } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

describe("a replay", () => {
  test("[1-8] goes past a step that has succeeded", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const value = await context.step(async () => "computed");
      await context.wait({ seconds: 2 });
      return value;
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepSucceeded #1 => "computed"`,
      `WaitStarted #2 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "computed"`,
    ]);
  });

  test("[1-9] does not run the body of a step that has succeeded", async () => {
    let runs = 0;
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const value = await context.step(async () => {
        runs += 1;
        return "cached_value";
      });
      await context.wait({ seconds: 1 });
      return value;
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepSucceeded #1 => "cached_value"`,
      `WaitStarted #2 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "cached_value"`,
    ]);
    expect(runs).toBe(1);
  });

  test("[1-10] throws the error of a step that has failed, without running it", async () => {
    const caught: unknown[] = [];
    let runs = 0;
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const fail = async (): Promise<void> => {
        runs += 1;
        throw new RangeError("too far");
      };
      try {
        await context.step(fail, { retryStrategy: retryPresets.noRetry });
      } catch (error) {
        caught.push((error as Error).message);
      }
      await context.wait({ seconds: 1 });
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepFailed #1 !! RangeError: too far`,
      `WaitStarted #2 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => nothing`,
    ]);
    expect({ runs, caught }).toEqual({ runs: 1, caught: ["too far", "too far"] });
  });
});

describe("a step with at most one run per attempt", () => {
  const deaths: readonly (readonly [string, (context: DurableContext) => never])[] = [
    ["process.exit", () => process.exit(1)],
    ["crash()", ({ lambdaContext }) => crash(lambdaContext)],
  ];

  test.each(deaths)("[1-17] that dies by %s and is not retried fails, unrun", async (_how, die) => {
    let runs = 0;
    const handler = withDurableExecution((_event: string, context: DurableContext) =>
      context.step(
        "at_most_once_flaky_step",
        async () => {
          runs += 1;
          die(context);
        },
        { semantics: StepSemantics.AtMostOncePerRetry, retryStrategy: retryPresets.noRetry },
      ),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `StepStarted #1 "at_most_once_flaky_step"`,
      `InvocationCompleted !! Runtime.ExitError`,
      expect.stringMatching(/^StepFailed #1 "at_most_once_flaky_step" !! StepInterruptedError: /),
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! StepError: /),
    ]);
    expect(runs).toBe(1);
  });

  test.each(deaths)("[1-18] that dies by %s and is retried runs once more", async (_how, die) => {
    let runs = 0;
    const handler = withDurableExecution((_event: string, context: DurableContext) =>
      context.step(
        async () => {
          runs += 1;
          if (runs === 1) die(context);
          return "succeeded on second attempt";
        },
        {
          semantics: StepSemantics.AtMostOncePerRetry,
          retryStrategy: (_error, attempts) => ({
            shouldRetry: attempts < 2,
            delay: { seconds: 1 },
          }),
        },
      ),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `StepStarted #1`,
      `InvocationCompleted !! Runtime.ExitError`,
      expect.stringMatching(
        /^StepFailed #1 !! StepInterruptedError: .* \(attempt 1, next in 1 s\)$/,
      ),
      `InvocationCompleted`,
      `StepStarted #1`,
      `StepSucceeded #1 => "succeeded on second attempt" (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "succeeded on second attempt"`,
    ]);
    expect(runs).toBe(2);
  });
});
