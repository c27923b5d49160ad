import { type Moment, type Operation, type Update, startOperation } from "./operation.ts";
import {
  type OperationRules,
  type Transition,
  invalidAction,
  moved,
  rejected,
} from "./transition.ts";

/** WAIT: started by the function, ended by the service's clock. */
export const waitRules: OperationRules = {
  actions: ["START", "CANCEL"],
  apply: applyToWait,
  dueMs: ({ Status, WaitDetails }) =>
    Status === "STARTED" ? WaitDetails?.ScheduledEndTimestamp.getTime() : undefined,
  moveDue: (wait, date) => ({
    operation: { ...wait, Status: "SUCCEEDED", EndTimestamp: date },
    event: {
      EventType: "WaitSucceeded",
      WaitSucceededDetails: { Duration: secondsOf(wait) },
    },
  }),
};

function applyToWait(current: Operation | undefined, update: Update, now: Moment): Transition {
  switch (update.Action) {
    case "START":
      return startWait(current, update, now);
    case "CANCEL":
      if (current?.Status !== "STARTED") {
        return rejected("Cannot cancel a WAIT that does not exist or has already completed.");
      }
      return moved(
        { ...current, Status: "CANCELLED", EndTimestamp: now.date },
        { EventType: "WaitCancelled", WaitCancelledDetails: {} },
      );
    default:
      return invalidAction;
  }
}

function startWait(current: Operation | undefined, update: Update, now: Moment): Transition {
  if (current !== undefined) return rejected("Cannot start a WAIT that already exist.");
  const seconds = update.WaitOptions?.WaitSeconds;
  if (seconds === undefined) return rejected("Update for WAIT operation requires WaitOptions.");
  const ScheduledEndTimestamp = now.dateAt(now.epochMs + seconds * 1000);
  return moved(
    { ...startOperation(update, now), WaitDetails: { ScheduledEndTimestamp } },
    {
      EventType: "WaitStarted",
      WaitStartedDetails: { Duration: seconds, ScheduledEndTimestamp },
    },
  );
}

function secondsOf({ StartTimestamp, WaitDetails }: Operation): number {
  const endMs = WaitDetails?.ScheduledEndTimestamp.getTime() ?? StartTimestamp.getTime();
  return (endMs - StartTimestamp.getTime()) / 1000;
}
