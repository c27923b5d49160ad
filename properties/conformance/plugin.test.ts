import {
  type DurableContext,
  type DurableInstrumentationPlugin,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

const soon = { seconds: 1 };

describe("what the service tells of operations, as a plugin of the SDK sees it", () => {
  test("[10-9] and [10-19] a wait that has ended meanwhile is among what is new", async () => {
    const seen: unknown[] = [];
    const plugin: DurableInstrumentationPlugin = {
      onInvocationStart: async (info) => {
        const { isFirstInvocation, executionInput, executionStartTimestamp } = info;
        seen.push({
          isFirstInvocation,
          executionInput,
          began: executionStartTimestamp instanceof Date,
          waits: Object.values(info.updatedOperations)
            .filter(({ type }) => type === "WAIT")
            .map(({ status }) => status),
        });
      },
    };
    const handler = withDurableExecution(
      async (text: string, context: DurableContext) => {
        await context.wait({ seconds: 2 });
        return `done-${text}`;
      },
      { plugins: [plugin] },
    );

    expect(await historyOf(handler, { input: "x" })).toEqual([
      `ExecutionStarted <= "x"`,
      `WaitStarted #1 2 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 2 s`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "done-x"`,
    ]);
    expect(seen).toEqual([
      { isFirstInvocation: true, executionInput: "x", began: true, waits: [] },
      { isFirstInvocation: false, executionInput: "x", began: true, waits: ["SUCCEEDED"] },
    ]);
  });

  test("[10-13] an operation starts again on replay only if it has not ended", async () => {
    const starts: unknown[] = [];
    const plugin: DurableInstrumentationPlugin = {
      onOperationStart: async ({ name, isReplay }) => {
        starts.push(`${name} ${isReplay ? "again" : "first"}`);
      },
    };
    let attempts = 0;
    const handler = withDurableExecution(
      async (_event: null, context: DurableContext) => {
        await context.step("a", async () => "done");
        return context.step(
          "b",
          async () => {
            attempts += 1;
            if (attempts === 1) throw new Error("not yet");
            return "Operation succeeded";
          },
          { retryStrategy: () => ({ shouldRetry: true, delay: soon }) },
        );
      },
      { plugins: [plugin] },
    );

    expect((await simulate(handler, { input: null })).status).toBe("SUCCEEDED");
    expect(starts.filter((start) => start !== "b again")).toEqual(["a first", "b first"]);
    expect(starts).toContain("b again");
  });

  test("[10-18] a wait that goes on is seen again, and one that has ended is not", async () => {
    const starts: unknown[] = [];
    const plugin: DurableInstrumentationPlugin = {
      onOperationStart: async ({ type, name, isReplay }) => {
        if (type === "WAIT") starts.push(`${name} ${isReplay ? "again" : "first"}`);
      },
    };
    const branch = (name: string, seconds: number) => async (context: DurableContext) => {
      await context.wait(name, { seconds });
      return name;
    };
    const handler = withDurableExecution(
      async (_event: null, context: DurableContext) => {
        const branches = [branch("short", 2), branch("long", 8)];
        return (await context.parallel<string>("waits", branches)).getResults();
      },
      { plugins: [plugin] },
    );

    const run = await simulate(handler, { input: null });
    expect({ result: run.result, invocations: run.invocations }).toEqual({
      result: ["short", "long"],
      invocations: 3,
    });
    expect(starts).toContain("long again");
    expect(starts).not.toContain("short again");
  });

  test("[10-20] and [10-22] a step that has ended is told with its result and attempt", async () => {
    const seen: unknown[] = [];
    const plugin: DurableInstrumentationPlugin = {
      onOperationEnd: async ({ name, status, result, attempt, endTimestamp }) => {
        seen.push({ name, status, result, attempt, ended: endTimestamp instanceof Date });
      },
      onOperationChange: async ({ updatedOperations, operations }) => {
        for (const { id, name, status, result, attempt, endTimestamp } of Object.values(
          updatedOperations,
        )) {
          if (status !== "SUCCEEDED") continue;
          expect(operations).toHaveProperty(id);
          seen.push({ name, status, result, attempt, ended: endTimestamp instanceof Date });
        }
      },
    };
    const handler = withDurableExecution(
      (_event: null, context: DurableContext) => context.step("greet", async () => "task-a"),
      { plugins: [plugin] },
    );

    const run = await simulate(handler, { input: null });
    expect(run.result).toBe("task-a");
    const ended = {
      name: "greet",
      status: "SUCCEEDED",
      result: `"task-a"`,
      attempt: 1,
      ended: true,
    };
    expect(seen).toEqual([ended, ended]);
  });
});

describe("another operation than the one that is stored", () => {
  test("[11-1] fails the execution without running", async () => {
    let isReplay = false;
    let runs = 0;
    const plugin: DurableInstrumentationPlugin = {
      onInvocationStart: async ({ isFirstInvocation }) => {
        isReplay = !isFirstInvocation;
      },
    };
    const handler = withDurableExecution(
      async (_event: null, context: DurableContext) => {
        if (!isReplay) return context.wait("identity-slot", soon);
        return context.step("identity-slot", async () => {
          runs += 1;
        });
      },
      { plugins: [plugin] },
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `WaitStarted #1 "identity-slot" 1 s`,
      `InvocationCompleted`,
      `WaitSucceeded #1 "identity-slot" 1 s`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! NonDeterm\w+: .*Expected.*WAIT.*got.*STEP/i),
    ]);
    expect(runs).toBe(0);
  });
});
