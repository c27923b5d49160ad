import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

const oneByOne = { maxConcurrency: 1 };

const any = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix} => `));

describe("a parallel", () => {
  test("[8-2] needs no name", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const branches = [async () => "alpha", async () => "beta"];
      return (await context.parallel<string>(branches, oneByOne)).getResults();
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted/Parallel #1`,
      `ContextStarted/ParallelBranch #2 in #1 "parallel-branch-0"`,
      `ContextSucceeded/ParallelBranch #2 in #1 "parallel-branch-0" => "alpha"`,
      `ContextStarted/ParallelBranch #3 in #1 "parallel-branch-1"`,
      `ContextSucceeded/ParallelBranch #3 in #1 "parallel-branch-1" => "beta"`,
      any(`ContextSucceeded/Parallel #1`),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["alpha","beta"]`,
    ]);
  });

  test("[8-3] can name its branches", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const branches = [
        { name: "first", func: async () => "one" },
        { name: "second", func: async () => "two" },
      ];
      return (await context.parallel<string>("named", branches, oneByOne)).getResults();
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted/Parallel #1 "named"`,
      `ContextStarted/ParallelBranch #2 in #1 "first"`,
      `ContextSucceeded/ParallelBranch #2 in #1 "first" => "one"`,
      `ContextStarted/ParallelBranch #3 in #1 "second"`,
      `ContextSucceeded/ParallelBranch #3 in #1 "second" => "two"`,
      any(`ContextSucceeded/Parallel #1 "named"`),
      `InvocationCompleted`,
      `ExecutionSucceeded => ["one","two"]`,
    ]);
  });

  test.each([
    { id: "[8-4]", values: ["hello", 42, { k: "v" }] },
    { id: "[8-23]", values: ["reserved", 200, { currency: "USD" }] },
  ])("$id keeps the type of each branch's result", async ({ values }) => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const branches = values.map((value) => async (): Promise<unknown> => value);
      return (await context.parallel<unknown>("hetero", branches, oneByOne)).getResults();
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted/Parallel #1 "hetero"`,
      ...values.flatMap((value, index) => {
        const about = `#${index + 2} in #1 "parallel-branch-${index}"`;
        return [
          `ContextStarted/ParallelBranch ${about}`,
          `ContextSucceeded/ParallelBranch ${about} => ${JSON.stringify(value)}`,
        ];
      }),
      any(`ContextSucceeded/Parallel #1 "hetero"`),
      `InvocationCompleted`,
      `ExecutionSucceeded => ${JSON.stringify(values)}`,
    ]);
  });

  test("[8-21] can be in a branch of another", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const inner = async (branch: DurableContext) => {
        const steps = ["i1", "i2"].map(
          (value) => (leaf: DurableContext) => leaf.step(async () => value),
        );
        return (await branch.parallel<string>("inner", steps, oneByOne)).getResults();
      };
      return (await context.parallel<string[]>("outer", [inner], oneByOne)).getResults();
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `ContextStarted/Parallel #1 "outer"`,
      `ContextStarted/ParallelBranch #2 in #1 "parallel-branch-0"`,
      `ContextStarted/Parallel #3 in #2 "inner"`,
      `ContextStarted/ParallelBranch #4 in #3 "parallel-branch-0"`,
      `StepStarted #5 in #4`,
      `StepSucceeded #5 in #4 => "i1"`,
      `ContextSucceeded/ParallelBranch #4 in #3 "parallel-branch-0" => "i1"`,
      `ContextStarted/ParallelBranch #6 in #3 "parallel-branch-1"`,
      `StepStarted #7 in #6`,
      `StepSucceeded #7 in #6 => "i2"`,
      `ContextSucceeded/ParallelBranch #6 in #3 "parallel-branch-1" => "i2"`,
      any(`ContextSucceeded/Parallel #3 in #2 "inner"`),
      `ContextSucceeded/ParallelBranch #2 in #1 "parallel-branch-0" => ["i1","i2"]`,
      any(`ContextSucceeded/Parallel #1 "outer"`),
      `InvocationCompleted`,
      `ExecutionSucceeded => [["i1","i2"]]`,
    ]);
  });
});
