import {
  type DurableContext,
  type Serdes,
  retryPresets,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

const noRetry = { retryStrategy: retryPresets.noRetry };

async function fail(): Promise<never> {
  throw new Error("no");
}

describe("a child context", () => {
  test("[3-1] is the parent of the step in it, and ends with its own result", async () => {
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext((child) => child.step(async () => text)),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextSucceeded #1 => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-2] has its name on each of its events", async () => {
    const handler = withDurableExecution(
      ({ name, value }: { name: string; value: string }, context: DurableContext) =>
        context.runInChildContext(name, (child) => child.step(async () => value)),
    );

    expect(await historyOf(handler, { input: { name: "scope", value: "x" } })).toEqual([
      `ExecutionStarted <= {"name":"scope","value":"x"}`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextSucceeded #1 "scope" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-3] runs its steps one after the other", async () => {
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext("scope", async (child) => {
        const first = await child.step(async () => text);
        return child.step(async () => first);
      }),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `StepStarted #3 in #1`,
      `StepSucceeded #3 in #1 => "x"`,
      `ContextSucceeded #1 "scope" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-4] fails with the step in it, and the execution with both", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.runInChildContext("scope", (child) => child.step(fail, noRetry)),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepFailed #2 in #1 !! Error: no`,
      `ContextFailed #1 "scope" !! StepError: no`,
      `InvocationCompleted`,
      `ExecutionFailed !! ChildContextError: no`,
    ]);
  });

  test("[3-5] that fails can be caught", async () => {
    const handler = withDurableExecution(async (text: string, context: DurableContext) => {
      try {
        return await context.runInChildContext((child) => child.step(fail, noRetry));
      } catch {
        return context.step(async () => text);
      }
    });

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1`,
      `StepStarted #2 in #1`,
      `StepFailed #2 in #1 !! Error: no`,
      `ContextFailed #1 !! StepError: no`,
      `StepStarted #3`,
      `StepSucceeded #3 => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-6] can be in another", async () => {
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext("outer", async (outer) => {
        const value = await outer.step(async () => text);
        return outer.runInChildContext("inner", (inner) => inner.step(async () => value));
      }),
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `ContextStarted #1 "outer"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "x"`,
      `ContextStarted #3 in #1 "inner"`,
      `StepStarted #4 in #3`,
      `StepSucceeded #4 in #3 => "x"`,
      `ContextSucceeded #3 in #1 "inner" => "x"`,
      `ContextSucceeded #1 "outer" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[3-14] is stored as its own serdes writes it, raw", async () => {
    const serdes: Serdes<string> = {
      serialize: async (value) => value?.toUpperCase(),
      deserialize: async (data) => data,
    };
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.runInChildContext("scope", (child) => child.step(async () => text), { serdes }),
    );

    expect(await historyOf(handler, { input: "hello child" })).toEqual([
      `ExecutionStarted <= "hello child"`,
      `ContextStarted #1 "scope"`,
      `StepStarted #2 in #1`,
      `StepSucceeded #2 in #1 => "hello child"`,
      `ContextSucceeded #1 "scope" => HELLO CHILD`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "HELLO CHILD"`,
    ]);
  });

  test("[3-15] can fail without an operation of its own", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.runInChildContext("scope", fail),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted #1 "scope"`,
      `ContextFailed #1 "scope" !! Error: no`,
      `InvocationCompleted`,
      `ExecutionFailed !! ChildContextError: no`,
    ]);
  });

  test("[3-16] can return null without an operation of its own", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.runInChildContext("scope", async () => null),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted #1 "scope"`,
      `ContextSucceeded #1 "scope" => null`,
      `InvocationCompleted`,
      `ExecutionSucceeded => null`,
    ]);
  });
});
