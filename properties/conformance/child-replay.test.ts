import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

const soon = { seconds: 1 };

describe("a child context, when the handler is replayed", () => {
  test("[3-7] goes on where a step in it is tried again", async () => {
    let attempts = 0;
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext("scope", (child) =>
        child.step(
          async () => {
            attempts += 1;
            if (attempts === 1) throw new Error("not yet");
            return text;
          },
          { retryStrategy: () => ({ shouldRetry: true, delay: soon }) },
        ),
      ),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepFailed #2 in #1 !! Error: not yet (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x" (attempt 2)`,
      `ContextSucceeded #1 "scope" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-8] fails with the last attempt of a step in it", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.runInChildContext("scope", (child) =>
        child.step(
          async () => {
            throw new Error("never");
          },
          { retryStrategy: (_error, attempts) => ({ shouldRetry: attempts < 2, delay: soon }) },
        ),
      ),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepFailed #2 in #1 !! Error: never (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `StepStarted #2 in #1`,
      `StepFailed #2 in #1 !! Error: never (attempt 2)`,
      `ContextFailed #1 "scope" !! StepError: never`,
      `InvocationCompleted`,
      `ExecutionFailed !! ChildContextError: never`,
    ]);
  });

  test("[3-9] gives its stored result", async () => {
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      const value = await context.runInChildContext((child) => child.step(async () => text));
      await context.wait(soon);
      return value;
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextSucceeded #1 => "x"`,
      `WaitStarted #3 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #3 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-10] goes on after a wait in it, past the step before", async () => {
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext("scope", async (child) => {
        const value = await child.step(async () => text);
        await child.wait(soon);
        return value;
      }),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `WaitStarted #3 in #1 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #3 in #1 1 s`,
      `ContextSucceeded #1 "scope" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-11] runs again for a result too large to be stored", async () => {
    let runs = 0;
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      const large = await context.runInChildContext("scope", async (child) => {
        runs += 1;
        const unit = await child.step(async () => text);
        return unit.repeat(300_000);
      });
      await context.wait(soon);
      return large.length;
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextSucceeded #1 "scope" => `,
      `WaitStarted #3 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #3 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 300000`,
    ]);
    expect(runs).toBe(2);
  });

  test("[3-12] runs the step again in which the sandbox died, as the same attempt", async () => {
    let runs = 0;
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext((child) =>
        child.step(async () => {
          runs += 1;
          // Long enough for the START of the step to be stored.
          await new Promise((resolve) => {
            setTimeout(resolve, 1_000);
          });
          if (runs === 1) process.exit(1);
          return text;
        }),
      ),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1`,
      `StepStarted #2 in #1`,
      `InvocationCompleted !! Runtime.ExitError`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextSucceeded #1 => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
    expect(runs).toBe(2);
  });

  test("[3-13] goes on after a wait in it, and the handler after both", async () => {
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      const value = await context.runInChildContext("scope", async (child) => {
        await child.wait(soon);
        return text;
      });
      return context.step(async () => value);
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `WaitStarted #2 in #1 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 in #1 1 s`,
      `ContextSucceeded #1 "scope" => "x"`,
      `StepStarted #3`,
      `StepSucceeded #3 => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-17] does not run again for a result that was stored", async () => {
    let runs = 0;
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      const value = await context.runInChildContext("scope", async () => {
        runs += 1;
        return text;
      });
      await context.wait(soon);
      return value;
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `ContextSucceeded #1 "scope" => "x"`,
      `WaitStarted #2 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
    expect(runs).toBe(1);
  });

  test("[3-18] goes on after a wait in it, and is skipped after a wait behind it", async () => {
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      const value = await context.runInChildContext("scope", async (child) => {
        const inner = await child.step(async () => text);
        await child.wait(soon);
        return inner;
      });
      const outer = await context.step(async () => value);
      await context.wait(soon);
      return outer;
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `WaitStarted #3 in #1 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #3 in #1 1 s`,
      `ContextSucceeded #1 "scope" => "x"`,
      `StepStarted #4`,
      `StepSucceeded #4 => "x"`,
      `WaitStarted #5 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #5 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });
});
