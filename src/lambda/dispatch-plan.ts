import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import type { ClosedOutcome } from "../kernel/outcome.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { ExecutionLabel } from "./execution-label.ts";
import type { Operation, Update } from "./operation.ts";
import type { Surroundings } from "./transition.ts";

/** An execution that is to be run: which code, on what, and who is told. */
export interface DispatchPlan extends ExecutionLabel {
  readonly arn: string;
  readonly id: string;
  /** Counts executions from 1. */
  readonly number: number;
  /** The same, of those that are open. */
  readonly rank: () => number;
  readonly functionName: string;
  readonly version: string;
  readonly handler: DurableLambdaHandler;
  /** JSON. */
  readonly input: string;
  /** Whom the function works for, if whoever invoked it has said so. */
  readonly tenantId: string | undefined;
  readonly executionTimeoutMs: number;
  readonly surroundings: Surroundings;
  readonly onMove: (
    dispatcher: Dispatcher,
    operation: Operation,
    update: Update | undefined,
  ) => void;
  readonly onClosed: (outcome: ClosedOutcome) => void;
}

/** What tells that an execution is to be invoked, for the first time or again. */
export function nameOfInvoke({ rank }: DispatchPlan, isRetry: boolean): string {
  return `${isRetry ? "retry" : "invoke"} ${rank()}`;
}
