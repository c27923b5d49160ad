import type { OperationStatus } from "@aws/durable-execution-sdk-js";
import { closesExecution, endsOperation, eventKinds, retryDelaySeconds } from "./event-kinds.ts";
import { type RecordedEvent, timeOf } from "./recorded.ts";

/** Fields of an operation by their path, and the values that its events leave in them. */
type ExpectedState = Readonly<Record<string, unknown>>;

/** The states that an operation may be in after its events: more than one where none tells of the last. */
export function expectedStates(
  events: readonly [RecordedEvent, ...RecordedEvent[]],
  history: readonly RecordedEvent[],
): readonly ExpectedState[] {
  const [first] = events;
  const last = events.at(-1) ?? first;
  const { type } = eventKinds[first.EventType];
  const common = {
    Id: first.Id,
    Type: type,
    Name: first.Name,
    SubType: first.SubType,
    ParentId: first.ParentId,
    StartTimestamp: first.EventTimestamp,
    EndTimestamp: endsOperation(last) ? last.EventTimestamp : undefined,
    ...ownDetails(first),
  };
  const delaySeconds = retryDelaySeconds(last);
  if (delaySeconds === undefined) {
    return [{ ...common, Status: statusAfter(last), ...outcomeOf(events) }];
  }
  const outcome = outcomeOf(events);
  return waitingStates(last, delaySeconds, history).map((state) =>
    Object.assign({}, common, outcome, state),
  );
}

/** That a step becomes READY is not in the history, only when it must have become so. */
function waitingStates(
  last: RecordedEvent,
  delaySeconds: number,
  history: readonly RecordedEvent[],
): readonly ExpectedState[] {
  const dueMs = timeOf(last) + delaySeconds * 1000;
  const pending = {
    Status: "PENDING",
    "StepDetails.NextAttemptTimestamp": new Date(dueMs),
  };
  const ready = { Status: "READY", "StepDetails.NextAttemptTimestamp": undefined };
  // The clock stops with the execution; of one that is cut off, nobody knows how late it is.
  const closing = history.find(closesExecution);
  const latest = closing ?? history.at(-1) ?? last;
  if (timeOf(latest) > dueMs) return [ready];
  return closing !== undefined && timeOf(closing) < dueMs ? [pending] : [pending, ready];
}

/** What the first event says of the operation, for good. */
function ownDetails(started: RecordedEvent): ExpectedState {
  const { WaitStartedDetails, CallbackStartedDetails } = started;
  if (WaitStartedDetails !== undefined) {
    return { "WaitDetails.ScheduledEndTimestamp": WaitStartedDetails.ScheduledEndTimestamp };
  }
  if (CallbackStartedDetails === undefined) return {};
  return { "CallbackDetails.CallbackId": CallbackStartedDetails.CallbackId };
}

/** Where the outcome of each type of operation is kept. */
const detailsOf: Readonly<Record<string, string>> = {
  STEP: "StepDetails",
  CONTEXT: "ContextDetails",
  CALLBACK: "CallbackDetails",
  CHAINED_INVOKE: "ChainedInvokeDetails",
};

function outcomeOf(events: readonly [RecordedEvent, ...RecordedEvent[]]): ExpectedState {
  const last = events.at(-1) ?? events[0];
  const { type = "" } = eventKinds[last.EventType];
  const details = detailsOf[type];
  if (details === undefined) return {};
  const attempts = events.filter(({ EventType }) => eventKinds[EventType].move === "attempt");
  // An attempt that has not ended does not count; AWS says 0 of none, or nothing at all.
  const counted = type === "STEP" && attempts.length > 0;
  const attempt = counted ? { "StepDetails.Attempt": attempts.length } : {};
  // A step that runs may still have the outcome of the attempt before it: AWS's sources disagree.
  if (last.EventType === "StepStarted") return attempt;
  const { Result, Error: error } = lastDetails(last);
  return {
    ...attempt,
    [`${details}.Result`]: Result?.Payload,
    // The history of a time-out has the type of the error only, the operation all of it.
    ...(last.EventType.endsWith("TimedOut")
      ? { [`${details}.Error.ErrorType`]: error?.Payload?.ErrorType }
      : { [`${details}.Error`]: error?.Payload }),
  };
}

interface Outcome {
  readonly Result?: { readonly Payload?: string | undefined } | undefined;
  readonly Error?:
    | { readonly Payload?: { readonly ErrorType?: string | undefined } | undefined }
    | undefined;
}

function lastDetails(event: RecordedEvent): Outcome {
  const details: unknown = Reflect.get(event, `${event.EventType}Details`);
  return typeof details === "object" && details !== null ? details : {};
}

const statusByEnding: Readonly<Record<string, OperationStatus>> = {
  Started: "STARTED",
  Succeeded: "SUCCEEDED",
  Failed: "FAILED",
  TimedOut: "TIMED_OUT",
  Stopped: "STOPPED",
  Cancelled: "CANCELLED",
};

function statusAfter({ EventType }: RecordedEvent): OperationStatus | undefined {
  const ending = Object.keys(statusByEnding).find((word) => EventType.endsWith(word));
  return ending === undefined ? undefined : statusByEnding[ending];
}
