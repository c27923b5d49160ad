import {
  type DurableContext,
  type Duration,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { CallbackReaction } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

const approved: CallbackReaction = { kind: "succeed", result: `"yes"`, afterMs: 1_000 };
const rejected: CallbackReaction = {
  kind: "fail",
  error: { ErrorType: "RejectedError", ErrorMessage: "not approved" },
  afterMs: 1_000,
};

interface Limits {
  readonly timeout?: Duration;
  readonly heartbeatTimeout?: Duration;
}

/** Creates a callback with the name that it is given, and returns its result. */
const waiting = (limits: Limits = {}) =>
  withDurableExecution(async (name: string, context: DurableContext) => {
    const [result] = await context.createCallback(name, limits);
    return result;
  });

describe("a callback", () => {
  test("[4-1] gives the payload that an external system completes it with", async () => {
    expect(await historyOf(waiting(), { input: "cb", callbacks: { cb: approved } })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => "yes"`,
      `InvocationCompleted`,
      // Its default serdes takes the payload for text.
      String.raw`ExecutionSucceeded => "\"yes\""`,
    ]);
  });

  test("[4-2] has a name of the handler's choice", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const [result] = await context.createCallback("approval");
      return result;
    });

    expect(await historyOf(handler, { input: null, callbacks: { approval: approved } })).toEqual([
      `ExecutionStarted <= null`,
      `CallbackStarted #1 "approval"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "approval" => "yes"`,
      `InvocationCompleted`,
      String.raw`ExecutionSucceeded => "\"yes\""`,
    ]);
  });

  test("[4-3] that nobody completes in time times out, and fails the execution", async () => {
    expect(await historyOf(waiting({ timeout: { seconds: 5 } }), { input: "cb" })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" timeout 5 s`,
      `InvocationCompleted`,
      `CallbackTimedOut #1 "cb" !! Callback.Timeout`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! Callback\w*Error/),
    ]);
  });

  test("[4-4] without a heartbeat in time times out", async () => {
    const handler = waiting({ heartbeatTimeout: { seconds: 5 } });

    expect(await historyOf(handler, { input: "cb" })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" heartbeat 5 s`,
      `InvocationCompleted`,
      `CallbackTimedOut #1 "cb" !! Callback.Heartbeat`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! Callback\w*Error/),
    ]);
  });

  test("[4-5] is kept alive by heartbeats, which leave no event", async () => {
    const handler = waiting({ heartbeatTimeout: { seconds: 10 } });
    const callbacks = {
      cb: [
        { kind: "heartbeat", afterMs: 9_000 },
        { ...approved, afterMs: 18_000 },
      ],
    } as const;

    expect(await historyOf(handler, { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb" heartbeat 10 s`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => "yes"`,
      `InvocationCompleted`,
      String.raw`ExecutionSucceeded => "\"yes\""`,
    ]);
  });

  test("[4-6] that an external system fails fails the execution with its message", async () => {
    expect(await historyOf(waiting(), { input: "cb", callbacks: { cb: rejected } })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackFailed #1 "cb" !! RejectedError: not approved`,
      `InvocationCompleted`,
      expect.stringMatching(/^ExecutionFailed !! Callback\w*Error: not approved$/),
    ]);
  });

  test("[4-15] can be read by a serdes of its own", async () => {
    const handler = withDurableExecution(async (name: string, context: DurableContext) => {
      const deserialize = async (data: string | undefined) => {
        const { timestamp, ...rest } = JSON.parse(data ?? "") as { timestamp: string };
        return { ...rest, timestamp: Date.parse(timestamp) / 1_000 };
      };
      const [received] = await context.createCallback(name, { serdes: { deserialize } });
      return { received: await received };
    });
    const result = `{"id":"i1","message":"hello","timestamp":"2026-01-01T00:00:00.000Z"}`;

    const callbacks = { cb: { kind: "succeed", result, afterMs: 1_000 } } as const;
    expect(await historyOf(handler, { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => ${result}`,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"received":{"id":"i1","message":"hello","timestamp":1767225600}}`,
    ]);
  });

  test("[4-16] can be read as a number", async () => {
    const handler = withDurableExecution(async (name: string, context: DurableContext) => {
      const [result] = await context.createCallback(name, {
        serdes: { deserialize: async (data) => Number(data) },
      });
      const count = await result;
      return { count, doubled: 2 * count };
    });

    const callbacks = { cb: { kind: "succeed", result: "42", afterMs: 1_000 } } as const;
    expect(await historyOf(handler, { input: "cb", callbacks })).toEqual([
      `ExecutionStarted <= "cb"`,
      `CallbackStarted #1 "cb"`,
      `InvocationCompleted`,
      `CallbackSucceeded #1 "cb" => 42`,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"count":42,"doubled":84}`,
    ]);
  });
});
