import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { Functions } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

let invocations = 0;

/** Counts how often its functions run, for the replay must not invoke them again. */
const functions: Functions = {
  echo: {
    durable: withDurableExecution(async (event: unknown) => {
      invocations += 1;
      return event;
    }),
  },
  broken: {
    durable: withDurableExecution(async () => {
      invocations += 1;
      throw new RangeError("no");
    }),
  },
};

describe("an invoke, and other operations", () => {
  test("[5-9] has its result on replay after a wait, without a second call", async () => {
    invocations = 0;
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const result = await context.invoke("call", "echo", "x");
      await context.wait({ seconds: 1 });
      return result;
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 "call" echo <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "x"`,
      `WaitStarted #2 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
    expect(invocations).toBe(1);
  });

  test("[5-10] has its failure on replay after a wait, without a second call", async () => {
    invocations = 0;
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const told = await context.invoke("broken").catch((error) => (error as Error).message);
      await context.wait({ seconds: 1 });
      return told;
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 broken <= nothing`,
      `InvocationCompleted`,
      `ChainedInvokeFailed #1 !! RangeError: no`,
      `WaitStarted #2 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 1 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "no"`,
    ]);
    expect(invocations).toBe(1);
  });

  test("[5-11] can pass the result of a step on", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const value = await context.step(async () => "x");
      return context.invoke("call", "echo", value);
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepSucceeded #1 => "x"`,
      `ChainedInvokeStarted #2 "call" echo <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #2 "call" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[5-12] can be followed by a step in the invocation that it wakes", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const value = await context.invoke<string, string>("call", "echo", "x");
      return context.step(async () => `${value}!`);
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 "call" echo <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "x"`,
      `StepStarted #2`,
      `StepSucceeded #2 => "x!"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x!"`,
    ]);
  });

  test("[5-13] can be in a child context", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.runInChildContext((child) => child.invoke("call", "echo", "x")),
    );

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted #1`,
      `ChainedInvokeStarted #2 in #1 "call" echo <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #2 in #1 "call" => "x"`,
      `ContextSucceeded #1 => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[5-14] after another takes an invocation more", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const first = await context.invoke<string, string>("call", "echo", "x");
      const second = await context.invoke<string, string>("call", "echo", "y");
      return first + second;
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 "call" echo <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "x"`,
      `ChainedInvokeStarted #2 "call" echo <= "y"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #2 "call" => "y"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "xy"`,
    ]);
  });
});
