import {
  type DurableContext,
  JitterStrategy,
  createWaitStrategy,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { historyOf } from "./expect-history.ts";

/** A poll is a step like any other but for its sub-type. */
const started = `StepStarted/WaitForCondition`;
const succeeded = `StepSucceeded/WaitForCondition`;

interface Polls {
  readonly initialState?: number;
  readonly seconds?: number;
  readonly name?: string;
}

async function increment(state: number): Promise<number> {
  return state + 1;
}

const until = (enough: number, seconds: number) => (state: number) =>
  state < enough
    ? ({ shouldContinue: true, delay: { seconds } } as const)
    : ({ shouldContinue: false } as const);

/** Counts up to what it is given. */
const counting = ({ initialState = 0, seconds = 1, name }: Polls = {}) =>
  withDurableExecution((enough: number, context: DurableContext) => {
    const waitStrategy = until(enough, seconds);
    return context.waitForCondition(name, increment, { initialState, waitStrategy });
  });

describe("waiting for a condition", () => {
  test("[6-1] polls until it is met, an invocation a poll", async () => {
    expect(await historyOf(counting(), { input: 3 })).toEqual([
      `ExecutionStarted <= 3`,
      `${started} #1`,
      `${succeeded} #1 => 1 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 2 (attempt 2, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 3 (attempt 3)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 3`,
    ]);
  });

  test("[6-2] does not suspend where it is met at once", async () => {
    const handler = withDurableExecution((enough: number, context: DurableContext) =>
      context.waitForCondition(async (state) => state, {
        initialState: 5,
        waitStrategy: until(enough, 1),
      }),
    );

    expect(await historyOf(handler, { input: 5 })).toEqual([
      `ExecutionStarted <= 5`,
      `${started} #1`,
      `${succeeded} #1 => 5`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 5`,
    ]);
  });

  test("[6-3] has its name on each of its events", async () => {
    expect(await historyOf(counting({ name: "poll-status" }), { input: 2 })).toEqual([
      `ExecutionStarted <= 2`,
      `${started} #1 "poll-status"`,
      `${succeeded} #1 "poll-status" => 1 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1 "poll-status"`,
      `${succeeded} #1 "poll-status" => 2 (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 2`,
    ]);
  });

  test("[6-4] goes on from the state of the poll before", async () => {
    expect(await historyOf(counting({ initialState: 5 }), { input: 8 })).toEqual([
      `ExecutionStarted <= 8`,
      `${started} #1`,
      `${succeeded} #1 => 6 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 7 (attempt 2, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 8 (attempt 3)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 8`,
    ]);
  });

  test("[6-5] polls as often as its strategy says", async () => {
    expect(await historyOf(counting({ seconds: 2 }), { input: 3 })).toEqual([
      `ExecutionStarted <= 3`,
      `${started} #1`,
      `${succeeded} #1 => 1 (attempt 1, next in 2 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 2 (attempt 2, next in 2 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 3 (attempt 3)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 3`,
    ]);
  });

  test("[6-6] fails with the last poll that its strategy allows", async () => {
    const handler = withDurableExecution((_event: number, context: DurableContext) =>
      context.waitForCondition(increment, {
        initialState: 0,
        waitStrategy: createWaitStrategy<number>({
          maxAttempts: 3,
          initialDelay: { seconds: 1 },
          backoffRate: 1,
          jitter: JitterStrategy.NONE,
          shouldContinuePolling: () => true,
        }),
      }),
    );

    expect(await historyOf(handler, { input: 0 })).toEqual([
      `ExecutionStarted <= 0`,
      `${started} #1`,
      `${succeeded} #1 => 1 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 2 (attempt 2, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      expect.stringMatching(/^StepFailed\/WaitForCondition #1 !! .* \(attempt 3\)$/),
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! /),
    ]);
  });

  test("[6-12] gives its last state to whatever follows in the same invocation", async () => {
    const handler = withDurableExecution(async (enough: number, context: DurableContext) => {
      const waitStrategy = until(enough, 1);
      const state = await context.waitForCondition(increment, { initialState: 0, waitStrategy });
      return context.step(async () => state * 10);
    });

    expect(await historyOf(handler, { input: 2 })).toEqual([
      `ExecutionStarted <= 2`,
      `${started} #1`,
      `${succeeded} #1 => 1 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 2 (attempt 2)`,
      `StepStarted #2`,
      `StepSucceeded #2 => 20`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 20`,
    ]);
  });

  test("[6-13] twice begins where the first time ended", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const first = { initialState: 0, waitStrategy: until(2, 1) };
      const initialState = await context.waitForCondition(increment, first);
      return context.waitForCondition(increment, { initialState, waitStrategy: until(4, 1) });
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `${started} #1`,
      `${succeeded} #1 => 1 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #1`,
      `${succeeded} #1 => 2 (attempt 2)`,
      `${started} #2`,
      `${succeeded} #2 => 3 (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `${started} #2`,
      `${succeeded} #2 => 4 (attempt 2)`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 4`,
    ]);
  });
});
