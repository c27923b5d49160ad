import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { SimulatedRun, TraceEvent } from "../src/index.ts";

/** What the SDK makes of a refused checkpoint that it takes for final. */
export const unrecoverable = "CheckpointUnrecoverableExecutionError";

/** A durable function of its context alone. */
export function durable(run: (context: DurableContext) => Promise<unknown>): DurableLambdaHandler {
  return withDurableExecution(async (_input: unknown, context: DurableContext) => run(context));
}

/** Virtual time, which a sandbox spends awake. */
export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Which invocation of the simulation runs this code, from 1. */
export function invocationOf({ lambdaContext }: DurableContext): number {
  return Number(lambdaContext.awsRequestId.slice(-12));
}

/**
 * What the service saw of a run, a line each, with the virtual ms:
 *
 *     20 refused START rest: 400 Invalid checkpoint token
 *     20 invocation 1 failed: CheckpointUnrecoverableExecutionError
 */
export function storyOf({ trace }: SimulatedRun): string[] {
  return trace.map(lineOf).filter((line) => line !== undefined);
}

/** Events of the history, with the names of their operations: `StepStarted charge`. */
export function eventsOf({ history }: SimulatedRun): string[] {
  return history.map(({ EventType, Name }) =>
    Name === undefined ? EventType : `${EventType} ${Name}`,
  );
}

function lineOf(event: TraceEvent): string | undefined {
  const { atMs } = event;
  switch (event.kind) {
    case "invocation.started":
      return `${atMs} invocation ${event.invocation}`;
    case "invocation.ended":
      return `${atMs} invocation ${event.invocation} ${event.end}${aboutError(event.error?.ErrorType)}`;
    case "checkpoint.applied":
      return `${atMs} applied ${event.at.replace("checkpoint ", "")}`;
    case "checkpoint.rejected": {
      const what = event.at.replace("checkpoint ", "");
      return `${atMs} refused ${what}: ${event.httpStatus ?? "no answer"} ${event.message}`;
    }
    default:
      return undefined;
  }
}

function aboutError(errorType: string | undefined): string {
  return errorType === undefined ? "" : `: ${errorType}`;
}
