import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { type Run, type RunOptions, runFunction } from "./durable-function.test-support.ts";
import type { Functions, TargetFunction } from "./functions.ts";
import type { Operation } from "./operation.ts";

/** Runs a function that invokes another one, and tells what it comes to. */
export async function invoke(
  name: string,
  functions: Functions,
  options: RunOptions = {},
): Promise<Run> {
  return runFunction(
    async (context) =>
      context.invoke("call", name, { amount: 7 }).catch((error: unknown) => String(error)),
    { functions, ...options },
  );
}

/** A durable function that others can invoke. */
export function durable(
  code: (context: DurableContext, input: unknown) => Promise<unknown>,
): TargetFunction {
  return { durable: withDurableExecution(async (input: unknown, context) => code(context, input)) };
}

/** The operation that stands for the call. */
export function invokeOf({ operations }: Run): Operation | undefined {
  return operations.find(({ Type }) => Type === "CHAINED_INVOKE");
}

/** Which function was invoked when, as `110 billing`; the one under test is called `function`. */
export function startsOf({ trace }: Run): string[] {
  return trace.flatMap((event) =>
    event.kind === "invocation.started" ? `${event.atMs} ${event.function ?? "function"}` : [],
  );
}
