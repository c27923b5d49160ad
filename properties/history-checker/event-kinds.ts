import type { OperationType } from "@aws/durable-execution-sdk-js";
import type { EventType, RecordedEvent } from "./recorded.ts";

/** What an event tells, whatever type of operation it is about. */
interface EventKind {
  /** Absent for the end of an invocation, which belongs to no operation. */
  readonly type: OperationType | undefined;
  readonly move: "start" | "attempt" | "end";
  /**
   * Who can bring it about: the function, by a checkpoint or by what it returns, or the service, by
   * its clock or because somebody else called it.
   */
  readonly by: "function" | "service";
}

export const eventKinds: Readonly<Record<EventType, EventKind>> = {
  ExecutionStarted: { type: "EXECUTION", move: "start", by: "service" },
  ExecutionSucceeded: { type: "EXECUTION", move: "end", by: "function" },
  ExecutionFailed: { type: "EXECUTION", move: "end", by: "function" },
  ExecutionTimedOut: { type: "EXECUTION", move: "end", by: "service" },
  ExecutionStopped: { type: "EXECUTION", move: "end", by: "service" },
  InvocationCompleted: { type: undefined, move: "end", by: "service" },
  StepStarted: { type: "STEP", move: "start", by: "function" },
  // An attempt may be the last one: only its RetryDetails tell.
  StepSucceeded: { type: "STEP", move: "attempt", by: "function" },
  StepFailed: { type: "STEP", move: "attempt", by: "function" },
  WaitStarted: { type: "WAIT", move: "start", by: "function" },
  WaitSucceeded: { type: "WAIT", move: "end", by: "service" },
  WaitCancelled: { type: "WAIT", move: "end", by: "function" },
  ContextStarted: { type: "CONTEXT", move: "start", by: "function" },
  ContextSucceeded: { type: "CONTEXT", move: "end", by: "function" },
  ContextFailed: { type: "CONTEXT", move: "end", by: "function" },
  CallbackStarted: { type: "CALLBACK", move: "start", by: "function" },
  CallbackSucceeded: { type: "CALLBACK", move: "end", by: "service" },
  CallbackFailed: { type: "CALLBACK", move: "end", by: "service" },
  CallbackTimedOut: { type: "CALLBACK", move: "end", by: "service" },
  ChainedInvokeStarted: { type: "CHAINED_INVOKE", move: "start", by: "function" },
  ChainedInvokeSucceeded: { type: "CHAINED_INVOKE", move: "end", by: "service" },
  ChainedInvokeFailed: { type: "CHAINED_INVOKE", move: "end", by: "service" },
  ChainedInvokeTimedOut: { type: "CHAINED_INVOKE", move: "end", by: "service" },
  ChainedInvokeStopped: { type: "CHAINED_INVOKE", move: "end", by: "service" },
};

/** Whether an event closes the execution. */
export function closesExecution({ EventType }: RecordedEvent): boolean {
  const { type, move } = eventKinds[EventType];
  return type === "EXECUTION" && move === "end";
}

/** Whether an event is a move of an operation that the function asked for in a checkpoint. */
export function isCheckpointed({ EventType }: RecordedEvent): boolean {
  const { type, by } = eventKinds[EventType];
  return type !== undefined && type !== "EXECUTION" && by === "function";
}

/** Whether an event is a change that the service made by itself, which wakes the execution. */
export function isWakeUp({ EventType }: RecordedEvent): boolean {
  const { type, by } = eventKinds[EventType];
  return type !== undefined && type !== "EXECUTION" && by === "service";
}

/** Whether an event ends its operation for good. */
export function endsOperation(event: RecordedEvent): boolean {
  return eventKinds[event.EventType].move === "attempt"
    ? retryDelaySeconds(event) === undefined
    : eventKinds[event.EventType].move === "end";
}

/** Seconds until a step's next attempt, when the event asks for one. */
export function retryDelaySeconds(event: RecordedEvent): number | undefined {
  const details = event.StepSucceededDetails ?? event.StepFailedDetails;
  return details?.RetryDetails?.NextAttemptDelaySeconds;
}

/** The events of each operation but the execution itself, in order. */
export function eventsByOperation(
  history: readonly RecordedEvent[],
): ReadonlyMap<string, readonly [RecordedEvent, ...RecordedEvent[]]> {
  const byId = new Map<string, [RecordedEvent, ...RecordedEvent[]]>();
  for (const event of history) {
    const { type } = eventKinds[event.EventType];
    if (event.Id === undefined || type === undefined || type === "EXECUTION") continue;
    const events = byId.get(event.Id);
    if (events === undefined) byId.set(event.Id, [event]);
    else events.push(event);
  }
  return byId;
}

/** The operations of one type, each by its events. */
export function* operationsOf(
  type: OperationType,
  history: readonly RecordedEvent[],
): Generator<readonly [RecordedEvent, ...RecordedEvent[]]> {
  for (const events of eventsByOperation(history).values()) {
    if (eventKinds[events[0].EventType].type === type) yield events;
  }
}
