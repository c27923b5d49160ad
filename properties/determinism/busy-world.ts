import {
  type DurableContext,
  StepSemantics,
  createRetryStrategy,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { z } from "zod";
import { type Functions, type ServiceFactory, type World, defineWorld } from "../../src/index.ts";

interface Desk {
  readonly ask: (what: string) => Promise<number>;
}

interface Order {
  readonly items: readonly number[];
}

const desk: ServiceFactory<Desk, undefined> = (name, boundary) => ({
  ledger: undefined,
  client: {
    ask: (what) =>
      boundary.call(`${name}.ask`, { what }, () => ({ kind: "done", value: 1, what: "heard" })),
  },
});

/** A world whose handler uses every operation that there is, several of them at once. */
export const busyWorld: World<Order> = defineWorld({
  name: "busy",
  services: { desk },
  handler: ({ desk: { ask } }) =>
    withDurableExecution(async ({ items }: Order, context: DurableContext) => {
      await context.step("careful", () => ask("careful"), {
        semantics: StepSemantics.AtMostOncePerRetry,
        retryStrategy: createRetryStrategy({ maxAttempts: 8 }),
      });
      await context.parallel("branches", [
        (branch) => branch.wait("pause", { seconds: 2 }),
        (branch) => branch.step("left", () => ask("left")),
        (branch) => branch.step("right", () => ask("right")),
        (branch) => awaitTheWorld(branch, ask),
      ]);
      await context.map("items", [...items], (child, item) =>
        child.step(`item ${item}`, () => ask(`item ${item}`)),
      );
      const polls = await context.waitForCondition("polled", async (state: number) => state + 1, {
        initialState: 0,
        waitStrategy: (state) =>
          state < 3 ? { shouldContinue: true, delay: { seconds: 1 } } : { shouldContinue: false },
      });
      const billed = await context.invoke("billing", "billing:1", { polls });
      const taxed = await context.invoke("tax", "tax", { polls });
      const large = await context.runInChildContext("large", async (child) => {
        const part = await child.step("part", async () => "x".repeat(1_000));
        return part.repeat(300);
      });
      return { billed, taxed, size: large.length };
    }),
  functions: ({ desk: { ask } }): Functions => ({
    "billing:1": {
      durable: withDurableExecution(async (bill: unknown, context: DurableContext) => {
        await context.step("bill", () => ask("bill"));
        await context.wait("settle", { seconds: 1 });
        return bill;
      }),
    },
    tax: { plain: () => ask("tax") },
  }),
  callbacks: {
    "*": [
      { kind: "heartbeat", afterMs: 500 },
      { kind: "succeed", result: `"yes"` },
    ],
  },
  input: fc.record({ items: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 4 }) }),
  inputSchema: z.object({ items: z.array(z.number()) }),
  examples: [{ name: "two items", input: { items: [1, 2] } }],
  invariants: [],
});

/** Waits for what others say: a callback of its own, and one that it tells somebody of. */
async function awaitTheWorld(context: DurableContext, ask: Desk["ask"]): Promise<string> {
  const [promise, id] = await context.createCallback("approval", {
    timeout: { minutes: 5 },
    heartbeatTimeout: { minutes: 1 },
  });
  await context.step("send id", () => ask(id));
  await context.waitForCallback("review", async (reviewId) => void (await ask(reviewId)), {
    timeout: { minutes: 5 },
  });
  return promise;
}
