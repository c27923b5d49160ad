import {
  type DurableContext,
  type Serdes,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/index.ts";
import { historyOf } from "./expect-history.ts";

describe("a step", () => {
  test("[1-1] that succeeds at once is recorded as started and succeeded", async () => {
    const handler = withDurableExecution((name: string, context: DurableContext) =>
      context.step(async () => `Hello, ${name}!`),
    );

    expect(await historyOf(handler, { input: "World" })).toEqual([
      `ExecutionStarted <= "World"`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Hello, World!"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Hello, World!"`,
    ]);
  });

  test("[1-2] has its name on each of its events", async () => {
    const handler = withDurableExecution((name: string, context: DurableContext) =>
      context.step("custom_step_name", async () => `Hello, ${name}!`),
    );

    expect(await historyOf(handler, { input: "World" })).toEqual([
      `ExecutionStarted <= "World"`,
      `StepStarted #1 "custom_step_name"`,
      `StepSucceeded #1 "custom_step_name" => "Hello, World!"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Hello, World!"`,
    ]);
  });

  test("[1-3] can use the result of the step before it", async () => {
    const handler = withDurableExecution(async (_event: null, context: DurableContext) => {
      const first = await context.step(async () => "first");
      return context.step(async () => `${first}_second`);
    });

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepSucceeded #1 => "first"`,
      `StepStarted #2`,
      `StepSucceeded #2 => "first_second"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "first_second"`,
    ]);
  });

  test("[1-4] can return an object of objects and lists", async () => {
    const handler = withDurableExecution(
      ({ name, tags }: { name: string; tags: string[] }, context: DurableContext) =>
        context.step(async () => ({ user: { name, tags }, count: tags.length })),
    );
    const result = `{"user":{"name":"Alice","tags":["admin","active"]},"count":2}`;

    expect(
      await historyOf(handler, { input: { name: "Alice", tags: ["admin", "active"] } }),
    ).toEqual([
      `ExecutionStarted <= {"name":"Alice","tags":["admin","active"]}`,
      `StepStarted #1`,
      `StepSucceeded #1 => ${result}`,
      `InvocationCompleted`,
      `ExecutionSucceeded => ${result}`,
    ]);
  });

  test.each([
    { what: "null", value: null, payload: "null" },
    { what: "undefined", value: undefined, payload: "nothing" },
  ])("[1-5] can return $what", async ({ value, payload }) => {
    const handler = withDurableExecution((_event: null, context: DurableContext) =>
      context.step(async () => value),
    );

    expect(await historyOf(handler, { input: null })).toEqual([
      `ExecutionStarted <= null`,
      `StepStarted #1`,
      `StepSucceeded #1 => ${payload}`,
      `InvocationCompleted`,
      `ExecutionSucceeded => ${payload}`,
    ]);
    const run = await simulate(handler, { input: null });
    expect(run.result ?? null).toBeNull();
  });

  test("[1-6] is stored, and seen by the handler, as its own serdes makes it", async () => {
    const serdes: Serdes<string> = {
      serialize: async (value) => JSON.stringify(value?.toUpperCase()),
      deserialize: async (data) => (data === undefined ? undefined : String(JSON.parse(data))),
    };
    const handler = withDurableExecution((text: string, context: DurableContext) =>
      context.step(async () => text, { serdes }),
    );

    expect(await historyOf(handler, { input: "hello world" })).toEqual([
      `ExecutionStarted <= "hello world"`,
      `StepStarted #1`,
      `StepSucceeded #1 => "HELLO WORLD"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "HELLO WORLD"`,
    ]);
  });

  test("[1-7] can log through its own logger, which leaves no event", async () => {
    const said: unknown[] = [];
    const log = (...message: unknown[]): void => {
      said.push(...message);
    };
    const customLogger = { log, error: log, warn: log, info: log, debug: log };
    const handler = withDurableExecution((name: string, context: DurableContext) => {
      context.configureLogger({ customLogger });
      return context.step(async ({ logger }) => {
        logger.info(`greeting ${name}`);
        logger.info(`greeted ${name}`);
        return `Hello, ${name}!`;
      });
    });

    expect(await historyOf(handler, { input: "World" })).toEqual([
      `ExecutionStarted <= "World"`,
      `StepStarted #1`,
      `StepSucceeded #1 => "Hello, World!"`,
      `InvocationCompleted`,
      `ExecutionSucceeded => "Hello, World!"`,
    ]);
    expect(said).toEqual(["greeting World", "greeted World"]);
  });
});
