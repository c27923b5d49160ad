import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { Fault } from "../faults/fault.ts";
import type { Burst } from "../faults/schedule.ts";
import "../kernel/sandbox/install.ts";

/** A durable function of its context and its input. */
export function durable(
  run: (context: DurableContext, input: unknown) => Promise<unknown>,
): DurableLambdaHandler {
  return withDurableExecution(async (input: unknown, context: DurableContext) =>
    run(context, input),
  );
}

/** Virtual time, which a sandbox spends awake. */
export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
    setTimeout(resolve, ms);
  });
}

/** The sandbox's next turn. */
export async function immediate(): Promise<void> {
  await new Promise((resolve) => {
    // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
    setImmediate(resolve);
  });
}

/** Virtual ms since the start, by the clock of the code under test. */
export function elapsedMs(): number {
  // oxlint-disable-next-line no-restricted-globals -- code under test: its clock is the simulated one
  return Date.now() - 1_700_000_000_000;
}

/** Which invocation of the simulation runs this code, from 1. */
export function invocationOf({ lambdaContext }: DurableContext): number {
  return Number(lambdaContext.awsRequestId.slice(-12));
}

/** One fault at one pass of a point. */
export function once(at: string, fault: Fault, from = 1): Burst {
  return { at, from, times: 1, fault };
}
