import {
  type DurableContext,
  type Duration,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { CallbackReaction } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

function succeeding(result: string, afterMs: number): CallbackReaction {
  return { kind: "succeed", result, afterMs };
}

const rejected: CallbackReaction = {
  kind: "fail",
  error: { ErrorType: "RejectedError", ErrorMessage: "not approved" },
  afterMs: 1_000,
};

/** Creates a callback, does something else, and only then waits for the callback. */
function meanwhile(work: (context: DurableContext) => Promise<unknown>, timeout?: Duration) {
  return withDurableExecution(async (name: string, context: DurableContext) => {
    const [result] = await context.createCallback(name, timeout === undefined ? {} : { timeout });
    await work(context);
    return result;
  });
}

/** Waits for a callback, catches its error, and then waits for a while. */
const thenWait = (timeout?: Duration) =>
  withDurableExecution(async (name: string, context: DurableContext) => {
    const [result] = await context.createCallback(name, timeout === undefined ? {} : { timeout });
    const told = await result.catch((error) => `caught ${(error as Error).message}`);
    await context.wait({ seconds: 2 });
    return told;
  });

const failed = expect.stringMatching(/^ExecutionFailed !! Callback\w*Error/);

describe("a callback, and other operations", () => {
  const step = (context: DurableContext) => context.step(async () => "done");
  const wait = (seconds: number) => (context: DurableContext) => context.wait({ seconds });

  test("[4-7] fails where it is awaited, after a step", async () => {
    expect(await historyOf(meanwhile(step), { input: "cb", callbacks: { cb: rejected } })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `StepStarted #2`,
      `StepSucceeded #2 => "done"`,
      `InvocationCompleted`,
      `CallbackFailed #1 "cb" !! RejectedError: not approved`,
      `InvocationCompleted`,
      failed,
    ]);
  });

  test("[4-8] times out where it is awaited, after a step", async () => {
    expect(await historyOf(meanwhile(step, { seconds: 5 }), { input: "cb" })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" timeout 5 s`,
      `StepStarted #2`,
      `StepSucceeded #2 => "done"`,
      `InvocationCompleted`,
      `CallbackTimedOut #1 "cb" !! Callback.Timeout`,
      `InvocationCompleted`,
      failed,
    ]);
  });

  test("[4-9] completed during a wait costs an invocation that finds the wait unfinished", async () => {
    const callbacks = { cb: succeeding("yes", 1_000) };

    expect(await historyOf(meanwhile(wait(5)), { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `WaitStarted #2 5 s`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => yes`,
      `InvocationCompleted`,
      `WaitSucceeded #2 5 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "yes"`,
    ]);
  });

  test("[4-10] failed during a wait costs an invocation, and throws after the wait", async () => {
    expect(
      await historyOf(meanwhile(wait(5)), { input: "cb", callbacks: { cb: rejected } }),
    ).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `WaitStarted #2 5 s`,
      `InvocationCompleted`,
      `CallbackFailed #1 "cb" !! RejectedError: not approved`,
      `InvocationCompleted`,
      `WaitSucceeded #2 5 s`,
      `InvocationCompleted`,
      failed,
    ]);
  });

  test("[4-11] timed out during a wait costs an invocation, and throws after the wait", async () => {
    expect(await historyOf(meanwhile(wait(6), { seconds: 3 }), { input: "cb" })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" timeout 3 s`,
      `WaitStarted #2 6 s`,
      `InvocationCompleted`,
      `CallbackTimedOut #1 "cb" !! Callback.Timeout`,
      `InvocationCompleted`,
      `WaitSucceeded #2 6 s`,
      `InvocationCompleted`,
      failed,
    ]);
  });

  test("[4-12] has its result on replay after a later wait", async () => {
    const callbacks = { cb: succeeding("yes", 1_000) };

    expect(await historyOf(thenWait(), { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => yes`,
      `WaitStarted #2 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "yes"`,
    ]);
  });

  test("[4-13] has its failure on replay after a later wait", async () => {
    expect(await historyOf(thenWait(), { input: "cb", callbacks: { cb: rejected } })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackFailed #1 "cb" !! RejectedError: not approved`,
      `WaitStarted #2 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "caught not approved"`,
    ]);
  });

  test("[4-14] has its timeout on replay after a later wait", async () => {
    expect(await historyOf(thenWait({ seconds: 3 }), { input: "cb" })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" timeout 3 s`,
      `InvocationCompleted`,
      `CallbackTimedOut #1 "cb" !! Callback.Timeout`,
      `WaitStarted #2 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #2 2 s`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionSucceeded => "caught /),
    ]);
  });
});

describe("two callbacks", () => {
  test("[4-17] one after the other take turns", async () => {
    const handler = withDurableExecution(async ([a, b]: string[], context: DurableContext) => {
      const [first] = await context.createCallback(a);
      const results = [await first];
      const [second] = await context.createCallback(b);
      return [...results, await second];
    });
    const callbacks = { a: succeeding("1", 1_000), b: succeeding("2", 1_000) };

    expect(await historyOf(handler, { input: ["a", "b"], callbacks })).toEqual([
      `ExecutionStarted <= ["a","b"]`,
      `CallbackStarted #1 "a"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "a" => 1`,
      `CallbackStarted #2 "b"`,
      `InvocationCompleted`,
      `CallbackSucceeded #2 "b" => 2`,
      `InvocationCompleted`,
      `ExecutionSucceeded => ["1","2"]`,
    ]);
  });

  test.each([
    { id: "[4-18]", how: "the order of completion", reversed: false, aMs: 3_000, bMs: 7_000 },
    { id: "[4-19]", how: "the other order", reversed: true, aMs: 1_000, bMs: 5_000 },
  ])("$id open at once and awaited in $how each cost one", async ({ reversed, aMs, bMs }) => {
    const handler = withDurableExecution(async ([a, b]: string[], context: DurableContext) => {
      const [first] = await context.createCallback(a);
      const [second] = await context.createCallback(b);
      const results = [];
      for (const result of reversed ? [second, first] : [first, second]) results.push(await result);
      return results;
    });
    const callbacks = { a: succeeding("1", aMs), b: succeeding("2", bMs) };

    expect(await historyOf(handler, { input: ["a", "b"], callbacks })).toEqual([
      `ExecutionStarted <= ["a","b"]`,
      `CallbackStarted #1 "a"`,
      `CallbackStarted #2 "b"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "a" => 1`,
      `InvocationCompleted`,
      `CallbackSucceeded #2 "b" => 2`,
      `InvocationCompleted`,
      reversed ? `ExecutionSucceeded => ["2","1"]` : `ExecutionSucceeded => ["1","2"]`,
    ]);
  });
});
