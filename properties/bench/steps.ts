import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";

/** One step after the other, each with a checkpoint of its own. */
export function stepsInARow(count: number): DurableLambdaHandler {
  return withDurableExecution(async (_input: unknown, context: DurableContext) => {
    for (let step = 0; step < count; step++) await context.step("work", async () => step);
  });
}
