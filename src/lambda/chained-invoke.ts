import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import { historyError, historyPayload } from "./history.ts";
import { type Moment, type Operation, type Update, startOperation } from "./operation.ts";
import {
  type OperationRules,
  type Surroundings,
  type Transition,
  invalidAction,
  moved,
  rejected,
  withoutClock,
} from "./transition.ts";

/** What became of an invoked function. */
export type InvokeOutcome =
  | { readonly status: "SUCCEEDED"; readonly result: string | undefined }
  | { readonly status: "FAILED" | "TIMED_OUT" | "STOPPED"; readonly error: ErrorObject };

/**
 * CHAINED_INVOKE: started by the function, ended by the function that it invokes.
 *
 * I1. The function can only start it; a repeated START after a crash never comes, because the
 *     replay finds it STARTED, so that the target is started once.
 * I2. A target that does not exist, or needs a version, fails the operation and not the checkpoint.
 */
export const chainedInvokeRules: OperationRules = {
  actions: ["START"],
  apply: applyToInvoke,
  ...withoutClock,
};

function applyToInvoke(
  current: Operation | undefined,
  update: Update,
  now: Moment,
  { targetOf }: Surroundings,
): Transition {
  if (update.Action !== "START") return invalidAction;
  if (current !== undefined) return rejected("Cannot start a CHAINED_INVOKE that already exist.");
  const { FunctionName, TenantId } = update.ChainedInvokeOptions ?? {};
  if (FunctionName === undefined) {
    return rejected("Update for CHAINED_INVOKE operation requires ChainedInvokeOptions.");
  }
  const target = targetOf(FunctionName, update.Id);
  if (target.kind === "refused") return rejected(target.message);
  return moved(
    { ...startOperation(update, now), ChainedInvokeDetails: {} },
    {
      EventType: "ChainedInvokeStarted",
      ChainedInvokeStartedDetails: {
        FunctionName,
        ...(TenantId === undefined ? {} : { TenantId }),
        Input: historyPayload(update.Payload),
        ExecutedVersion: target.version,
        DurableExecutionArn: target.arn,
      },
    },
  );
}

/** The invoked function has ended, one way or another. */
export function finishInvoke(invoke: Operation, outcome: InvokeOutcome, now: Moment): Transition {
  if (invoke.Status !== "STARTED") return rejected("The CHAINED_INVOKE has already ended.");
  const ended = { ...invoke, Status: outcome.status, EndTimestamp: now.date };
  if (outcome.status === "SUCCEEDED") {
    const { result: Result } = outcome;
    return moved(
      { ...ended, ChainedInvokeDetails: { Result } },
      {
        EventType: "ChainedInvokeSucceeded",
        ChainedInvokeSucceededDetails: { Result: historyPayload(Result) },
      },
    );
  }
  const operation = { ...ended, ChainedInvokeDetails: { Error: outcome.error } };
  const details = { Error: historyError(outcome.error) };
  switch (outcome.status) {
    case "FAILED":
      return moved(operation, {
        EventType: "ChainedInvokeFailed",
        ChainedInvokeFailedDetails: details,
      });
    case "TIMED_OUT":
      return moved(operation, {
        EventType: "ChainedInvokeTimedOut",
        ChainedInvokeTimedOutDetails: details,
      });
    case "STOPPED":
      return moved(operation, {
        EventType: "ChainedInvokeStopped",
        ChainedInvokeStoppedDetails: details,
      });
  }
}
