import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { CallbackScript } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

async function submit(): Promise<void> {}

describe("waiting for a callback, and other operations", () => {
  const callbacks: CallbackScript = { "*": { kind: "succeed", result: "yes", afterMs: 1_000 } };

  test("[7-8] can be in a child context", async () => {
    const handler = withDurableExecution((name: string, context: DurableContext) =>
      context.runInChildContext("wrapper", (child) => child.waitForCallback(name, submit)),
    );

    expect(await historyOf(handler, { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `ContextStarted #1 "wrapper"`,
      `ContextStarted/WaitForCallback #2 in #1 "cb"`,
      `CallbackStarted #3 in #2`,
      `StepStarted #4 in #2`,
      `StepSucceeded #4 in #2 => nothing`,
      `InvocationCompleted`,
      `CallbackSucceeded #3 in #2 => yes`,
      `ContextSucceeded/WaitForCallback #2 in #1 "cb" => "yes"`,
      `ContextSucceeded #1 "wrapper" => "yes"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "yes"`,
    ]);
  });

  test("[7-9] twice is two operations, the second begun where the first has ended", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      await context.waitForCallback("first", submit);
      return context.waitForCallback("second", submit);
    });
    const script: CallbackScript = ({ name }) => ({
      kind: "succeed",
      result: `${name} answer`,
      afterMs: 1_000,
    });

    expect(await historyOf(handler, { input: null, callbacks: script })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted/WaitForCallback #1 "first"`,
      `CallbackStarted #2 in #1`,
      `StepStarted #3 in #1`,
      `StepSucceeded #3 in #1 => nothing`,
      `InvocationCompleted`,
      `CallbackSucceeded #2 in #1 => first answer`,
      `ContextSucceeded/WaitForCallback #1 "first" => "first answer"`,
      `ContextStarted/WaitForCallback #4 "second"`,
      `CallbackStarted #5 in #4`,
      `StepStarted #6 in #4`,
      `StepSucceeded #6 in #4 => nothing`,
      `InvocationCompleted`,
      `CallbackSucceeded #5 in #4 => second answer`,
      `ContextSucceeded/WaitForCallback #4 "second" => "second answer"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "second answer"`,
    ]);
  });

  test("[7-10] can come after a wait and a step", async () => {
    const handler = withDurableExecution(async (name: string, context: DurableContext) => {
      await context.wait({ seconds: 1 });
      await context.step(async () => "data");
      return context.waitForCallback(name, submit);
    });

    expect(await historyOf(handler, { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `WaitStarted #1 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 1 s`,
      `StepStarted #2`,
      `StepSucceeded #2 => "data"`,
      `ContextStarted/WaitForCallback #3 "cb"`,
      `CallbackStarted #4 in #3`,
      `StepStarted #5 in #3`,
      `StepSucceeded #5 in #3 => nothing`,
      `InvocationCompleted`,
      `CallbackSucceeded #4 in #3 => yes`,
      `ContextSucceeded/WaitForCallback #3 "cb" => "yes"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "yes"`,
    ]);
  });
});
