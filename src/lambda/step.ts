import { historyError, historyPayload } from "./history.ts";
import { type Moment, type Operation, type Update, startOperation } from "./operation.ts";
import {
  type OperationRules,
  type Surroundings,
  type Transition,
  invalidAction,
  moved,
  payloadConflict,
  rejected,
} from "./transition.ts";

/**
 * STEP, for `step` and `waitForCondition`.
 *
 * S1. `Attempt` counts finished attempts, so START leaves it alone and every other action adds one.
 * S2. A STARTED step cannot be started again: an interrupted at-least-once body sends no START.
 * S3. A step that waits for its next attempt becomes READY by the service's clock, without an event.
 */
export const stepRules: OperationRules = {
  actions: ["START", "SUCCEED", "FAIL", "RETRY"],
  apply: applyToStep,
  dueMs: ({ Status, StepDetails }) =>
    Status === "PENDING" ? StepDetails?.NextAttemptTimestamp?.getTime() : undefined,
  moveDue: (step) => ({
    operation: {
      ...step,
      Status: "READY",
      StepDetails: { ...step.StepDetails, NextAttemptTimestamp: undefined },
    },
    event: undefined,
  }),
};

function applyToStep(
  current: Operation | undefined,
  update: Update,
  now: Moment,
  { keepStepResultOnStart }: Surroundings,
): Transition {
  const conflict = payloadConflict(update);
  if (conflict !== undefined) return conflict;
  if (update.Action !== "RETRY" && update.StepOptions !== undefined) {
    return rejected("Invalid StepOptions for the given action.");
  }
  const isOpen =
    current === undefined || current.Status === "STARTED" || current.Status === "READY";
  switch (update.Action) {
    case "START":
      if (current === undefined) return startNewStep(update, now);
      return restartStep(current, keepStepResultOnStart);
    case "SUCCEED":
    case "FAIL":
      if (!isOpen) return rejected("Invalid current STEP state to close.");
      return closeStep(current, update, now);
    case "RETRY":
      if (!isOpen) return rejected("Invalid current STEP state to re-attempt.");
      return retryStep(current, update, now);
    default:
      return invalidAction;
  }
}

function startNewStep(update: Update, now: Moment): Transition {
  const step = { ...startOperation(update, now), StepDetails: {} };
  return moved(step, { EventType: "StepStarted", StepStartedDetails: {} });
}

function restartStep(current: Operation, keepResult: boolean): Transition {
  if (current.Status !== "READY") return rejected("Invalid current STEP state to start.");
  const { Attempt, Result } = current.StepDetails ?? {};
  const StepDetails = keepResult ? { Attempt, Result } : { Attempt };
  const step: Operation = { ...current, Status: "STARTED", StepDetails };
  return moved(step, { EventType: "StepStarted", StepStartedDetails: {} });
}

function closeStep(current: Operation | undefined, update: Update, now: Moment): Transition {
  const Attempt = attemptAfter(current);
  const RetryDetails = { CurrentAttempt: Attempt };
  const before = current ?? startOperation(update, now);
  if (update.Action === "SUCCEED") {
    return moved(
      {
        ...before,
        Status: "SUCCEEDED",
        EndTimestamp: now.date,
        StepDetails: { Attempt, Result: update.Payload },
      },
      {
        EventType: "StepSucceeded",
        StepSucceededDetails: { Result: historyPayload(update.Payload), RetryDetails },
      },
    );
  }
  return moved(
    {
      ...before,
      Status: "FAILED",
      EndTimestamp: now.date,
      StepDetails: { Attempt, Error: update.Error },
    },
    {
      EventType: "StepFailed",
      StepFailedDetails: { Error: historyError(update.Error), RetryDetails },
    },
  );
}

function retryStep(current: Operation | undefined, update: Update, now: Moment): Transition {
  const delaySeconds = update.StepOptions?.NextAttemptDelaySeconds;
  if (delaySeconds === undefined) return rejected("Invalid StepOptions for the given action.");
  if (update.Error !== undefined && update.Payload !== undefined) {
    return rejected("Cannot provide both error and payload to RETRY a STEP.");
  }
  const Attempt = attemptAfter(current);
  const RetryDetails = { CurrentAttempt: Attempt, NextAttemptDelaySeconds: delaySeconds };
  const operation: Operation = {
    ...(current ?? startOperation(update, now)),
    Status: "PENDING",
    StepDetails: {
      Attempt,
      Result: update.Payload,
      Error: update.Error,
      NextAttemptTimestamp: now.dateAt(now.epochMs + delaySeconds * 1000),
    },
  };
  if (update.Error === undefined) {
    return moved(operation, {
      EventType: "StepSucceeded",
      StepSucceededDetails: { Result: historyPayload(update.Payload), RetryDetails },
    });
  }
  return moved(operation, {
    EventType: "StepFailed",
    StepFailedDetails: { Error: historyError(update.Error), RetryDetails },
  });
}

function attemptAfter(current: Operation | undefined): number {
  return (current?.StepDetails?.Attempt ?? 0) + 1;
}
