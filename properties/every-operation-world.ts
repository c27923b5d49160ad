import {
  type DurableContext,
  StepSemantics,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { z } from "zod";
import { type ServiceFactory, type World, defineWorld } from "../src/index.ts";

/** Answers whatever it is asked, and is asked under the name of the operation that asks. */
interface Desk {
  ask(what: string): Promise<string>;
}

/** A durable function with every type of operation, named after what it does. */
const everyOperation = (desk: Desk) =>
  withDurableExecution(async (_input: object, context: DurableContext) => [
    await context.step("charge", () => desk.ask("charge")),
    await context.step("ship", () => desk.ask("ship"), {
      semantics: StepSemantics.AtMostOncePerRetry,
    }),
    await context.waitForCondition(
      "restock",
      // The SDK does not try a check again that throws.
      async (polls) =>
        desk.ask("restock").then(
          () => polls + 1,
          () => polls,
        ),
      {
        initialState: 0,
        waitStrategy: (polls) =>
          polls < 2 ? { shouldContinue: true, delay: { seconds: 5 } } : { shouldContinue: false },
      },
    ),
    await context.wait("rest", { seconds: 60 }).then(() => "rested"),
    await context.runInChildContext("child", async (child) =>
      child.step("child-step", () => desk.ask("child-step")),
    ),
    (
      await context.map("map", [1, 2], async (item, _value, index) =>
        item.step(`map-step-${index}`, () => desk.ask(`map-step-${index}`)),
      )
    ).getResults(),
    (
      await context.parallel("parallel", [
        async (branch) => branch.wait("parallel-wait-0", { seconds: 30 }).then(() => 0),
        async (branch) => branch.wait("parallel-wait-1", { seconds: 30 }).then(() => 1),
      ])
    ).getResults(),
    await context.createCallback("signal").then(([signal]) => signal),
    await context.waitForCallback("approval", async () => {
      await desk.ask("approval-submit");
    }),
    await context.invoke("bill", "billing:1", { orderId: "o1" }),
    await context.invoke("tax", "taxes", { orderId: "o1" }),
    (
      await context.runInChildContext("large", async (child) => {
        const letter = await child.step("large-step", () => desk.ask("large-step"));
        // More than 256 kB, in two bytes each: V8 takes half as long to write so many characters.
        return letter.padEnd(132_000, "é");
      })
    ).length,
  ]);

/** What a durable function that another one invokes does. */
const billing = (desk: Desk) =>
  withDurableExecution(async (_input: unknown, context: DurableContext) => {
    const told = await context.step("bill-step", () => desk.ask("bill-step"));
    await context.wait("bill-wait", { seconds: 5 });
    return told;
  });

const deskFactory: ServiceFactory<Desk, undefined> = (_name, boundary) => {
  const ask = async (what: string): Promise<string> => {
    const did = `did ${what}`;
    return boundary.call(`desk.${what}`, {}, () => ({ kind: "done", value: did, what: did }));
  };
  return { client: { ask }, ledger: undefined };
};

/** Everything that a fault can strike, in one execution: every operation, and pages of state. */
export const everyOperationWorld: World<object> = defineWorld({
  name: "every-operation",
  handler: ({ desk }) => everyOperation(desk),
  input: fc.constant({}),
  inputSchema: z.object({}),
  examples: [{ name: "nothing", input: {} }],
  services: { desk: deskFactory },
  functions: ({ desk }) => ({
    billing: { durable: billing(desk) },
    taxes: { plain: async () => 19 },
  }),
  callbacks: {
    signal: { kind: "succeed", result: "signalled", afterMs: 10_000 },
    approval: { kind: "succeed", result: "approved", afterMs: 20_000 },
  },
  invariants: [],
  lambda: { firstPageSize: 4 },
});
