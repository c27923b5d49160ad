import {
  type DurableContext,
  type Serdes,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

const started = `StepStarted/WaitForCondition`;
const succeeded = `StepSucceeded/WaitForCondition`;

const nextPoll = { shouldContinue: true, delay: { seconds: 1 } } as const;
const lastPoll = { shouldContinue: false } as const;

describe("a check", () => {
  const throwing = async (): Promise<number> => {
    throw new RangeError("no");
  };
  const config = { initialState: 0, waitStrategy: () => nextPoll };

  test("[6-7] that throws is not tried again, and fails the execution", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCondition(throwing, config),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `StepFailed/WaitForCondition #1 !! RangeError: no`,
      `InvocationCompleted`,
      `ExecutionFailed !! StepError: no`,
    ]);
  });

  test("[6-8] that throws can be caught", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      try {
        return await context.waitForCondition(throwing, config);
      } catch {
        return "recovered";
      }
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `StepFailed/WaitForCondition #1 !! RangeError: no`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "recovered"`,
    ]);
  });
});

describe("the state of a condition", () => {
  test("[6-9] can be an object", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCondition(
        async ({ attempts }) => ({
          status: attempts === 1 ? "DONE" : "PENDING",
          attempts: attempts + 1,
        }),
        {
          initialState: { status: "PENDING", attempts: 0 },
          waitStrategy: ({ status }) => (status === "DONE" ? lastPoll : nextPoll),
        },
      ),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `${succeeded} #1 => {"status":"PENDING","attempts":1} (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => {"status":"DONE","attempts":2} (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"status":"DONE","attempts":2}`,
    ]);
  });

  test("[6-10] can be null", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCondition<string | null>(async () => null, {
        initialState: "anything",
        waitStrategy: () => lastPoll,
      }),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `${succeeded} #1 => null`,
      `InvocationCompleted`,
      `ExecutionSucceeded => null`,
    ]);
  });

  test("[6-11] is stored, and read again, by its own serdes", async () => {
    const serdes: Serdes<string> = {
      serialize: async (state) => `<${state}>`,
      deserialize: async (data) => data?.slice(1, -1),
    };
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCondition(async (state) => `${state}x`, {
        initialState: "",
        waitStrategy: ({ length }) => (length < 2 ? nextPoll : lastPoll),
        serdes,
      }),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `${succeeded} #1 => <x> (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => <xx> (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "xx"`,
    ]);
  });
});
