import type {
  CallbackDetails,
  ChainedInvokeDetails,
  ContextDetails,
  ErrorObject,
  ExecutionDetails,
  OperationStatus,
  OperationType,
  OperationUpdate,
} from "@aws/durable-execution-sdk-js";

/**
 * An operation as the service stores and sends it, in AWS's shape. Never changed in place: the SDK
 * keeps what it was sent, so each move makes a new value.
 */
export interface Operation {
  readonly Id: string;
  readonly ParentId?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type: OperationType;
  readonly SubType?: string | undefined;
  readonly StartTimestamp: Date;
  readonly EndTimestamp?: Date | undefined;
  readonly Status: OperationStatus;
  readonly ExecutionDetails?: ExecutionDetails | undefined;
  readonly ContextDetails?: ContextDetails | undefined;
  readonly StepDetails?: StepDetails | undefined;
  readonly WaitDetails?: WaitDetails | undefined;
  readonly CallbackDetails?: CallbackDetails | undefined;
  readonly ChainedInvokeDetails?: ChainedInvokeDetails | undefined;
  /** Kept by the service, and not part of what it sends; only a callback has one. */
  readonly deadlines?: CallbackDeadlines | undefined;
}

/** `Attempt` counts finished attempts: absent before the first one has ended. */
export interface StepDetails {
  readonly Attempt?: number | undefined;
  readonly NextAttemptTimestamp?: Date | undefined;
  readonly Result?: string | undefined;
  readonly Error?: ErrorObject | undefined;
}

/** When the service itself ends the wait. */
export interface WaitDetails {
  readonly ScheduledEndTimestamp: Date;
}

/** When a callback that nobody completes is given up; virtual epoch ms, and a span in ms. */
export interface CallbackDeadlines {
  readonly timeoutAtMs: number | undefined;
  readonly heartbeatAtMs: number | undefined;
  /** By how much a heartbeat moves `heartbeatAtMs` on. */
  readonly heartbeatMs: number | undefined;
}

/** An update whose identity has been checked: the service knows which operation is meant. */
export interface Update extends OperationUpdate {
  readonly Id: string;
  readonly Type: OperationType;
  readonly Action: NonNullable<OperationUpdate["Action"]>;
}

/** The moment of a change: virtual epoch ms, and the one `Date` that all its records share. */
export interface Moment {
  readonly epochMs: number;
  readonly date: Date;
  readonly dateAt: (epochMs: number) => Date;
}

const terminalStatuses: ReadonlySet<OperationStatus> = new Set<OperationStatus>([
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "TIMED_OUT",
  "STOPPED",
]);

/** Whether an operation has ended for good. */
export function isTerminal(operation: Operation): boolean {
  return terminalStatuses.has(operation.Status);
}

/** Whether an operation waits for something that will wake its execution. */
export function isWaiting({ Type, Status }: Operation): boolean {
  if (Type === "STEP") return Status === "PENDING";
  const isAwaited = Type === "WAIT" || Type === "CALLBACK" || Type === "CHAINED_INVOKE";
  return isAwaited && Status === "STARTED";
}

/** An operation as AWS sends it, without what the service keeps for itself. */
export function onWire(operation: Operation): Operation {
  if (operation.deadlines === undefined) return operation;
  const { deadlines: _, ...sent } = operation;
  return sent;
}

/** How far an operation has come: its finished attempts, and one for having ended. */
export function progressOf(operation: Operation | undefined): number {
  if (operation === undefined) return 0;
  return (operation.StepDetails?.Attempt ?? 0) + (isTerminal(operation) ? 1 : 0);
}

/** A new operation with the identity that its first update gives it. */
export function startOperation(update: Update, now: Moment): Operation {
  return {
    Id: update.Id,
    ParentId: update.ParentId,
    Name: update.Name,
    Type: update.Type,
    SubType: update.SubType,
    StartTimestamp: now.date,
    Status: "STARTED",
  };
}
