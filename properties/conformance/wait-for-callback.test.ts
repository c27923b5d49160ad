import {
  type DurableContext,
  JitterStrategy,
  type Duration,
  createRetryStrategy,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { CallbackReaction, CallbackScript } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

const approved: CallbackReaction = { kind: "succeed", result: `"yes"`, afterMs: 1_000 };
const rejected: CallbackReaction = {
  kind: "fail",
  error: { ErrorType: "RejectedError", ErrorMessage: "not approved" },
  afterMs: 1_000,
};

async function submit(): Promise<void> {}

interface Limits {
  readonly timeout?: Duration;
  readonly heartbeatTimeout?: Duration;
}

const waiting = (config?: Limits) =>
  withDurableExecution((name: string, context: DurableContext) =>
    context.waitForCallback(name, submit, config),
  );

/** The first invocation: the callback is created, then handed to whoever will complete it. */
const submitted = (name: string, terms = "") => [
  `ContextStarted/WaitForCallback #1${name}`,
  `CallbackStarted #2 in #1${terms}`,
  `StepStarted #3 in #1`,
  `StepSucceeded #3 in #1 => nothing`,
  `InvocationCompleted`,
];

const completed = (payload: string, name = ` "cb"`) => [
  `CallbackSucceeded #2 in #1 => ${payload}`,
  expect.stringMatching(new RegExp(`^ContextSucceeded/WaitForCallback #1${name} => `)),
  `InvocationCompleted`,
];

const anyContextFailure = expect.stringMatching(/^ContextFailed\/WaitForCallback #1 "cb" !! \w+/);
const anyFailure = expect.stringMatching(/^ExecutionFailed !! \w+/);

describe("waiting for a callback", () => {
  const input = "cb";
  const callbacks: CallbackScript = { "*": approved };
  const yes = String.raw`ExecutionSucceeded => "\"yes\""`;

  test("[7-1] is a context with the callback, and the step that hands it out", async () => {
    expect(await historyOf(waiting(), { input, callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`),
      ...completed(`"yes"`),
      yes,
    ]);
  });

  test("[7-2] has a name of the handler's choice, also for who completes it", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCallback("approval", submit),
    );

    expect(await historyOf(handler, { input: null, callbacks: { approval: approved } })).toEqual([
      `ExecutionStarted <= null`,
      ...submitted(` "approval"`),
      ...completed(`"yes"`, ` "approval"`),
      yes,
    ]);
  });

  test("[7-3] needs no name", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.waitForCallback(submit),
    );

    expect(await historyOf(handler, { input: null, callbacks })).toEqual([
      `ExecutionStarted <= null`,
      ...submitted(""),
      ...completed(`"yes"`, ""),
      yes,
    ]);
  });

  test("[7-4] fails with the callback", async () => {
    expect(await historyOf(waiting(), { input, callbacks: { "*": rejected } })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`),
      `CallbackFailed #2 in #1 !! RejectedError: not approved`,
      anyContextFailure,
      `InvocationCompleted`,
      anyFailure,
    ]);
  });

  test("[7-5] fails where nobody completes the callback in time", async () => {
    expect(await historyOf(waiting({ timeout: { seconds: 3 } }), { input })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`, ` timeout 3 s`),
      `CallbackTimedOut #2 in #1 !! Callback.Timeout`,
      anyContextFailure,
      `InvocationCompleted`,
      anyFailure,
    ]);
  });

  test.each([
    {
      id: "[7-6]",
      what: "fails",
      config: {},
      script: { "*": rejected },
      terms: "",
      end: `CallbackFailed #2 in #1 !! RejectedError: not approved`,
    },
    {
      id: "[7-14]",
      what: "times out",
      config: { timeout: { seconds: 3 } },
      script: {},
      terms: ` timeout 3 s`,
      end: `CallbackTimedOut #2 in #1 !! Callback.Timeout`,
    },
  ])("$id can be caught where it $what", async ({ config, script, terms, end }) => {
    const handler = withDurableExecution(async (name: string, context: DurableContext) => {
      try {
        return await context.waitForCallback(name, submit, config);
      } catch {
        return "recovered";
      }
    });

    expect(await historyOf(handler, { input, callbacks: script })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`, terms),
      end,
      anyContextFailure,
      `InvocationCompleted`,
      `ExecutionSucceeded => "recovered"`,
    ]);
  });

  test("[7-7] fails where the callback cannot be handed out", async () => {
    const handler = withDurableExecution((name: string, context: DurableContext) =>
      context.waitForCallback(
        name,
        async () => {
          throw new Error("no");
        },
        {
          retryStrategy: createRetryStrategy({
            maxAttempts: 2,
            initialDelay: { seconds: 1 },
            jitter: JitterStrategy.NONE,
          }),
        },
      ),
    );

    expect(await historyOf(handler, { input })).toEqual([
      `ExecutionStarted <= "cb"`,
      `ContextStarted/WaitForCallback #1 "cb"`,
      `CallbackStarted #2 in #1`,
      `StepStarted #3 in #1`,
      `StepFailed #3 in #1 !! Error: no (attempt 1, next in 1 s)`,
      `InvocationCompleted`,
      `StepStarted #3 in #1`,
      `StepFailed #3 in #1 !! Error: no (attempt 2)`,
      anyContextFailure,
      `InvocationCompleted`,
      anyFailure,
    ]);
  });

  test("[7-11] gives what a serdes of its own reads in the raw payload", async () => {
    const handler = withDurableExecution(async (name: string, context: DurableContext) => {
      const { status } = await context.waitForCallback<{ status: string }>(name, submit, {
        serdes: { deserialize: async (data) => JSON.parse(data ?? "") as { status: string } },
      });
      return status;
    });
    // With a space, which shows whether somebody has decoded it and encoded it again.
    const result = `{"status": "approved"}`;

    const script: CallbackScript = { "*": { kind: "succeed", result, afterMs: 1_000 } };
    expect(await historyOf(handler, { input, callbacks: script })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`),
      ...completed(result),
      `ExecutionSucceeded => "approved"`,
    ]);
  });

  test("[7-12] fails where no heartbeat comes in time", async () => {
    expect(await historyOf(waiting({ heartbeatTimeout: { seconds: 5 } }), { input })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`, ` heartbeat 5 s`),
      `CallbackTimedOut #2 in #1 !! Callback.Heartbeat`,
      anyContextFailure,
      `InvocationCompleted`,
      anyFailure,
    ]);
  });

  test("[7-13] lasts as long as heartbeats come", async () => {
    const script: CallbackScript = {
      "*": [
        { kind: "heartbeat", afterMs: 9_000 },
        { ...approved, afterMs: 18_000 },
      ],
    };
    const handler = waiting({ heartbeatTimeout: { seconds: 10 } });

    expect(await historyOf(handler, { input, callbacks: script })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`, ` heartbeat 10 s`),
      ...completed(`"yes"`),
      yes,
    ]);
  });

  test("[7-15] succeeds without a payload", async () => {
    expect(await historyOf(waiting(), { input, callbacks: { "*": { kind: "succeed" } } })).toEqual([
      `ExecutionStarted <= "cb"`,
      ...submitted(` "cb"`),
      ...completed("nothing"),
      expect.stringMatching(/^ExecutionSucceeded => (?:null|nothing)$/),
    ]);
  });
});
