import type { ClosedOutcome } from "../kernel/outcome.ts";
import { executionEnded } from "./history.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import {
  type OperationRules,
  type Transition,
  moved,
  payloadConflict,
  rejected,
  withoutClock,
} from "./transition.ts";

/**
 * EXECUTION: the execution itself, which the function may close by a checkpoint; the SDK does so for
 * a result that is too large for the invocation's response.
 *
 * The update's id is the SDK's invention: whatever it is, the execution is meant.
 */
export const executionRules: OperationRules = {
  actions: ["SUCCEED", "FAIL"],
  apply: applyToExecution,
  ...withoutClock,
};

function applyToExecution(current: Operation | undefined, update: Update, now: Moment): Transition {
  const conflict = payloadConflict(update);
  if (conflict !== undefined) return conflict;
  if (current === undefined || (update.Action !== "SUCCEED" && update.Action !== "FAIL")) {
    return rejected("Invalid EXECUTION action.");
  }
  const outcome = outcomeOf(update);
  return moved(closeExecution(current, outcome, now), executionEnded(outcome));
}

/** What a legal EXECUTION update makes of the execution. */
export function outcomeOf({ Action, Payload, Error: error }: Update): ClosedOutcome {
  return Action === "SUCCEED"
    ? { status: "SUCCEEDED", result: Payload }
    : { status: "FAILED", error: error ?? {} };
}

/** The operation that stands for the execution, once that has ended. */
export function closeExecution(
  execution: Operation,
  { status }: ClosedOutcome,
  now: Moment,
): Operation {
  return { ...execution, Status: status, EndTimestamp: now.date };
}
