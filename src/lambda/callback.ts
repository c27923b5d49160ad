import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import { type HistoryDetails, historyError, historyPayload } from "./history.ts";
import {
  type CallbackDeadlines,
  type Moment,
  type Operation,
  type Update,
  startOperation,
} from "./operation.ts";
import {
  type OperationRules,
  type OwnMove,
  type Surroundings,
  type Transition,
  invalidAction,
  moved,
  rejected,
} from "./transition.ts";

/** What the outside world says of a callback; payloads as they were sent. */
export type CallbackCompletion =
  | { readonly kind: "succeed"; readonly result?: string | undefined }
  | { readonly kind: "fail"; readonly error?: ErrorObject | undefined };

/** AWS's answer to whoever completes a callback that is over, or that there never was. */
export const callbackIsOver = "The callback is either timed out or already completed";

/**
 * CALLBACK: started by the function, completed by the outside world or given up by the clock.
 *
 * C1. The function can only start it.
 * C2. Both clocks run from START; a heartbeat moves only its own, and only if there is one.
 * C3. Where both deadlines are due, the earlier one names the error.
 */
export const callbackRules: OperationRules = {
  actions: ["START"],
  apply: applyToCallback,
  dueMs: ({ Status, deadlines }) =>
    Status === "STARTED" && deadlines !== undefined ? earlierOf(deadlines) : undefined,
  moveDue: giveUp,
};

function applyToCallback(
  current: Operation | undefined,
  update: Update,
  now: Moment,
  { callbackIdOf }: Surroundings,
): Transition {
  if (update.Action !== "START") return invalidAction;
  if (current !== undefined) return rejected("Cannot start a CALLBACK that already exist.");
  const CallbackId = callbackIdOf(update.Id);
  const { TimeoutSeconds, HeartbeatTimeoutSeconds } = update.CallbackOptions ?? {};
  return moved(
    {
      ...startOperation(update, now),
      CallbackDetails: { CallbackId },
      deadlines: deadlinesFrom(now, TimeoutSeconds, HeartbeatTimeoutSeconds),
    },
    {
      EventType: "CallbackStarted",
      CallbackStartedDetails: {
        CallbackId,
        ...(TimeoutSeconds === undefined ? {} : { Timeout: TimeoutSeconds }),
        ...(HeartbeatTimeoutSeconds === undefined
          ? {}
          : { HeartbeatTimeout: HeartbeatTimeoutSeconds }),
      },
    },
  );
}

/** Zero seconds mean no deadline, like none given. */
function deadlinesFrom(
  now: Moment,
  timeoutSeconds: number | undefined,
  heartbeatSeconds: number | undefined,
): CallbackDeadlines {
  const heartbeatMs = heartbeatSeconds ? heartbeatSeconds * 1000 : undefined;
  return {
    timeoutAtMs: timeoutSeconds ? now.epochMs + timeoutSeconds * 1000 : undefined,
    heartbeatAtMs: heartbeatMs && now.epochMs + heartbeatMs,
    heartbeatMs,
  };
}

function earlierOf({ timeoutAtMs, heartbeatAtMs }: CallbackDeadlines): number | undefined {
  const earlier = Math.min(timeoutAtMs ?? Infinity, heartbeatAtMs ?? Infinity);
  return earlier === Infinity ? undefined : earlier;
}

function giveUp(callback: Operation, date: Date): OwnMove {
  const { timeoutAtMs = Infinity, heartbeatAtMs = Infinity } = callback.deadlines ?? {};
  const Error: ErrorObject =
    heartbeatAtMs < timeoutAtMs
      ? { ErrorType: "Callback.Heartbeat", ErrorMessage: "Callback timed out on heartbeat" }
      : { ErrorType: "Callback.Timeout", ErrorMessage: "Callback timed out" };
  const { ErrorType } = Error;
  return {
    operation: {
      ...callback,
      Status: "TIMED_OUT",
      EndTimestamp: date,
      CallbackDetails: detailsOf(callback, { Error }),
    },
    event: {
      EventType: "CallbackTimedOut",
      CallbackTimedOutDetails: { Error: historyError({ ErrorType }) },
    },
  };
}

/** The outside world completes a callback; it is too late for one that is over. */
export function completeCallback(
  callback: Operation,
  completion: CallbackCompletion,
  now: Moment,
): Transition {
  if (callback.Status !== "STARTED") return rejected(callbackIsOver);
  const EndTimestamp = now.date;
  if (completion.kind === "succeed") {
    const { result: Result } = completion;
    return moved(
      {
        ...callback,
        Status: "SUCCEEDED",
        EndTimestamp,
        CallbackDetails: detailsOf(callback, { Result }),
      },
      succeeded(Result),
    );
  }
  const Error = completion.error ?? {};
  return moved(
    {
      ...callback,
      Status: "FAILED",
      EndTimestamp,
      CallbackDetails: detailsOf(callback, { Error }),
    },
    { EventType: "CallbackFailed", CallbackFailedDetails: { Error: historyError(Error) } },
  );
}

function succeeded(result: string | undefined): HistoryDetails {
  return {
    EventType: "CallbackSucceeded",
    CallbackSucceededDetails: { Result: historyPayload(result) },
  };
}

function detailsOf(
  { CallbackDetails }: Operation,
  end: { readonly Result?: string | undefined; readonly Error?: ErrorObject },
): Operation["CallbackDetails"] {
  return { CallbackId: CallbackDetails?.CallbackId, ...end };
}

/** The callback with its heartbeat deadline moved on; `undefined` where it is over. */
export function beatCallback(callback: Operation, now: Moment): Operation | undefined {
  const { Status, deadlines } = callback;
  if (Status !== "STARTED") return undefined;
  if (deadlines?.heartbeatMs === undefined) return callback;
  const heartbeatAtMs = now.epochMs + deadlines.heartbeatMs;
  return { ...callback, deadlines: { ...deadlines, heartbeatAtMs } };
}
