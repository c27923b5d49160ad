/* Handlers of other shapes than the order saga: `node shapes.ts <shape>`, one run after the other. */
import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { simulateNow } from "../../src/index.ts";
import { answerLaps } from "./contestant.ts";
import { stepsInARow } from "./steps.ts";

const [shape = ""] = process.argv.slice(2);
const now = performance.now.bind(performance);
const handler = handlerOf(shape);
// A thousand steps that each take a checkpoint or two are more events than an order has.
const bounds = { maxEvents: 1_000_000 };

answerLaps(
  async (count) =>
    new Promise((resolve) => {
      setImmediate(() => {
        let invocations = 0;
        const start = now();
        for (let run = 0; run < count; run++) {
          const result = simulateNow(handler, { bounds });
          if (result.status !== "SUCCEEDED") throw new Error(`${shape} ended ${result.status}`);
          invocations += result.invocations;
        }
        resolve({ elapsedMs: now() - start, runs: count, invocations });
      });
    }),
);

function handlerOf(name: string): DurableLambdaHandler {
  const [kind, size] = name.split(" ");
  if (kind === "steps") return stepsInARow(Number(size));
  const numbers = Array.from({ length: Number(size) }, (_, index) => index);
  return withDurableExecution(async (_input: unknown, context: DurableContext) => {
    switch (kind) {
      case "map":
        return context.map("items", numbers, (child, item) => child.step("work", async () => item));
      case "parallel":
        return context.parallel(
          "branches",
          numbers.map((item) => async (child: DurableContext) => {
            await child.wait("pause", { seconds: 1 });
            return child.step("work", async () => item);
          }),
        );
      case "wait":
        return context.wait("rest", { days: Number(size) });
      default:
        throw new Error(`there is no shape ${name}`);
    }
  });
}
