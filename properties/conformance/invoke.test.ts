import {
  type DurableContext,
  type InvokeConfig,
  type Serdes,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import type { Functions } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

const durableEcho: Functions = {
  echo: { durable: withDurableExecution(async (event: unknown) => event) },
};
const plainEcho: Functions = { echo: { plain: (event) => event } };

const durableBroken: Functions = {
  broken: {
    durable: withDurableExecution(async () => {
      throw new RangeError("no");
    }),
  },
};
const plainBroken: Functions = {
  broken: {
    plain: () => {
      throw new RangeError("no");
    },
  },
};

/** With an alias, which AWS asks for where the target is durable; named, or text is no payload. */
const echoing = (config?: InvokeConfig<unknown, unknown>) =>
  withDurableExecution((event: unknown, context: DurableContext) =>
    context.invoke("call", "echo:live", event, config),
  );

const upperCase: Serdes<unknown> = {
  serialize: async (value) => JSON.stringify(value).toUpperCase(),
  deserialize: async (data) => data?.toUpperCase(),
};

describe.each([
  { kind: "a durable function", echo: durableEcho, broken: durableBroken },
  { kind: "an ordinary function", echo: plainEcho, broken: plainBroken },
])("an invoke of $kind", ({ echo: functions, broken }) => {
  const values: readonly { id: string; what: string; input: unknown; payload: string }[] = [
    { id: "[5-1]", what: "text", input: "x", payload: `"x"` },
    {
      id: "[5-3]",
      what: "an object",
      input: { nested: { key: "value", items: [1, 2, 3] }, source: "test" },
      payload: `{"nested":{"key":"value","items":[1,2,3]},"source":"test"}`,
    },
    { id: "[5-4]", what: "null", input: null, payload: `null` },
  ];

  test.each(values)("$id suspends the caller, and gives back $what", async ({ input, payload }) => {
    expect(await historyOf(echoing(), { input, functions })).toEqual([
      `ExecutionStarted <= ${payload}`,
      `ChainedInvokeStarted #1 "call" echo:live <= ${payload}`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => ${payload}`,
      `InvocationCompleted`,
      `ExecutionSucceeded => ${payload}`,
    ]);
  });

  test("[5-2] has its name on each of its events", async () => {
    const handler = withDurableExecution(
      ({ name, payload }: { name: string; payload: string }, context: DurableContext) =>
        context.invoke(name, "echo:live", payload),
    );

    expect(await historyOf(handler, { input: { name: "call", payload: "x" }, functions })).toEqual([
      `ExecutionStarted <= {"name":"call","payload":"x"}`,
      `ChainedInvokeStarted #1 "call" echo:live <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[5-5] that fails fails the execution", async () => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.invoke("broken:live"),
    );

    expect(await historyOf(handler, { input: null, functions: broken })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 broken:live <= nothing`,
      `InvocationCompleted`,
      `ChainedInvokeFailed #1 !! RangeError: no`,
      `InvocationCompleted`,
      `ExecutionFailed !! InvokeError: no`,
    ]);
  });

  test("[5-6] that fails can be caught", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      try {
        return await context.invoke("broken:live");
      } catch {
        return "fallback";
      }
    });

    expect(await historyOf(handler, { input: null, functions: broken })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 broken:live <= nothing`,
      `InvocationCompleted`,
      `ChainedInvokeFailed #1 !! RangeError: no`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "fallback"`,
    ]);
  });

  test("[5-7] carries a payload of nearly a megabyte", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const returned = await context.invoke<string, string>(
        "call",
        "echo:live",
        "x".repeat(1_000_000),
      );
      return returned.length;
    });

    expect(await historyOf(handler, { input: null, functions })).toEqual([
      `ExecutionStarted <= null`,
      `ChainedInvokeStarted #1 "call" echo:live <= 1000002 characters`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => 1000002 characters`,
      `InvocationCompleted`,
      `ExecutionSucceeded => 1000000`,
    ]);
  });

  test("[5-8] names the tenant that it is for", async () => {
    const handler = withDurableExecution(
      ({ tenantId, payload }: { tenantId: string; payload: string }, context: DurableContext) =>
        context.invoke("call", "echo:live", payload, { tenantId }),
    );

    const input = { tenantId: "t1", payload: "x" };
    expect(await historyOf(handler, { input, functions })).toEqual([
      `ExecutionStarted <= {"tenantId":"t1","payload":"x"}`,
      `ChainedInvokeStarted #1 "call" echo:live for t1 <= "x"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "x"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "x"`,
    ]);
  });

  test("[5-15] sends what the serdes of its payload makes of it", async () => {
    const handler = echoing({ payloadSerdes: upperCase });

    expect(await historyOf(handler, { input: { data: "hello" }, functions })).toEqual([
      `ExecutionStarted <= {"data":"hello"}`,
      `ChainedInvokeStarted #1 "call" echo:live <= {"DATA":"HELLO"}`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => {"DATA":"HELLO"}`,
      `InvocationCompleted`,
      `ExecutionSucceeded => {"DATA":"HELLO"}`,
    ]);
  });

  test("[5-16] gives what the serdes of its result makes of the raw payload", async () => {
    const handler = echoing({ resultSerdes: upperCase });

    expect(await historyOf(handler, { input: "hello", functions })).toEqual([
      `ExecutionStarted <= "hello"`,
      `ChainedInvokeStarted #1 "call" echo:live <= "hello"`,
      `InvocationCompleted`,
      `ChainedInvokeSucceeded #1 "call" => "hello"`,
      `InvocationCompleted`,
      String.raw`ExecutionSucceeded => "\"HELLO\""`,
    ]);
  });
});
