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
  withoutClock,
} from "./transition.ts";

/** CONTEXT: a child context; only the function moves it. */
export const contextRules: OperationRules = {
  actions: ["START", "SUCCEED", "FAIL"],
  apply: applyToContext,
  ...withoutClock,
};

function applyToContext(
  current: Operation | undefined,
  update: Update,
  now: Moment,
  { closeContextWithoutStart }: Surroundings,
): Transition {
  const conflict = payloadConflict(update);
  if (conflict !== undefined) return conflict;
  switch (update.Action) {
    case "START":
      if (current !== undefined) return rejected("Cannot start a CONTEXT that already exist.");
      return moved(
        { ...startOperation(update, now), ContextDetails: {} },
        { EventType: "ContextStarted", ContextStartedDetails: {} },
      );
    case "SUCCEED":
    case "FAIL":
      if (current === undefined && closeContextWithoutStart) {
        return closeContext(startOperation(update, now), update, now);
      }
      if (current?.Status !== "STARTED") {
        return rejected("Invalid current CONTEXT state to close.");
      }
      return closeContext(current, update, now);
    default:
      return invalidAction;
  }
}

function closeContext(current: Operation, update: Update, now: Moment): Transition {
  const ReplayChildren = update.ContextOptions?.ReplayChildren ?? false;
  const closed = { ...current, EndTimestamp: now.date };
  if (update.Action === "SUCCEED") {
    return moved(
      {
        ...closed,
        Status: "SUCCEEDED",
        ContextDetails: { ReplayChildren, Result: update.Payload },
      },
      {
        EventType: "ContextSucceeded",
        ContextSucceededDetails: { Result: historyPayload(update.Payload) },
      },
    );
  }
  return moved(
    { ...closed, Status: "FAILED", ContextDetails: { ReplayChildren, Error: update.Error } },
    { EventType: "ContextFailed", ContextFailedDetails: { Error: historyError(update.Error) } },
  );
}
