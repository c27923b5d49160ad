import type { ErrorObject, Operation } from "@aws/durable-execution-sdk-js";

/*
 * What AWS would show of an execution: its history, as GetDurableExecutionHistory returns it, and its
 * operations. Written down again from AWS's documentation and not taken from src/lambda, so that the
 * checker shares neither code nor mistakes with what it judges.
 */

export interface Payload {
  readonly Payload?: string | undefined;
  readonly Truncated?: boolean | undefined;
}

export interface RecordedError {
  readonly Payload?: ErrorObject | undefined;
  readonly Truncated?: boolean | undefined;
}

export interface RetryDetails {
  readonly CurrentAttempt?: number | undefined;
  readonly NextAttemptDelaySeconds?: number | undefined;
}

/** The details of every type of event; an event has those of its own type only. */
export interface EventDetails {
  readonly ExecutionStartedDetails?: {
    readonly Input?: Payload | undefined;
    readonly ExecutionTimeout?: number | undefined;
  };
  readonly ExecutionSucceededDetails?: { readonly Result?: Payload | undefined };
  readonly ExecutionFailedDetails?: { readonly Error?: RecordedError | undefined };
  readonly ExecutionTimedOutDetails?: { readonly Error?: RecordedError | undefined };
  readonly ExecutionStoppedDetails?: { readonly Error?: RecordedError | undefined };
  readonly InvocationCompletedDetails?: {
    readonly StartTimestamp: Date;
    readonly EndTimestamp: Date;
    readonly RequestId: string;
    readonly Error?: RecordedError | undefined;
  };
  readonly StepStartedDetails?: object;
  readonly StepSucceededDetails?: {
    readonly Result?: Payload | undefined;
    readonly RetryDetails?: RetryDetails | undefined;
  };
  readonly StepFailedDetails?: {
    readonly Error?: RecordedError | undefined;
    readonly RetryDetails?: RetryDetails | undefined;
  };
  readonly WaitStartedDetails?: {
    readonly Duration?: number | undefined;
    readonly ScheduledEndTimestamp?: Date | undefined;
  };
  readonly WaitSucceededDetails?: { readonly Duration?: number | undefined };
  readonly WaitCancelledDetails?: { readonly Error?: RecordedError | undefined };
  readonly ContextStartedDetails?: object;
  readonly ContextSucceededDetails?: { readonly Result?: Payload | undefined };
  readonly ContextFailedDetails?: { readonly Error?: RecordedError | undefined };
  readonly CallbackStartedDetails?: {
    readonly CallbackId?: string | undefined;
    readonly Timeout?: number | undefined;
    readonly HeartbeatTimeout?: number | undefined;
  };
  readonly CallbackSucceededDetails?: { readonly Result?: Payload | undefined };
  readonly CallbackFailedDetails?: { readonly Error?: RecordedError | undefined };
  readonly CallbackTimedOutDetails?: { readonly Error?: RecordedError | undefined };
  readonly ChainedInvokeStartedDetails?: {
    readonly FunctionName?: string | undefined;
    readonly TenantId?: string | undefined;
    readonly Input?: Payload | undefined;
    readonly ExecutedVersion?: string | undefined;
    readonly DurableExecutionArn?: string | undefined;
  };
  readonly ChainedInvokeSucceededDetails?: { readonly Result?: Payload | undefined };
  readonly ChainedInvokeFailedDetails?: { readonly Error?: RecordedError | undefined };
  readonly ChainedInvokeTimedOutDetails?: { readonly Error?: RecordedError | undefined };
  readonly ChainedInvokeStoppedDetails?: { readonly Error?: RecordedError | undefined };
}

type Named<Key> = Key extends `${infer Name}Details` ? Name : never;
export type EventType = Named<keyof EventDetails>;

export interface RecordedEvent extends EventDetails {
  readonly EventId: number;
  readonly EventType: EventType;
  readonly EventTimestamp: Date;
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
  readonly SubType?: string | undefined;
  readonly ParentId?: string | undefined;
}

export type RecordedOperation = Operation;

/** An execution as it is judged: ended, or cut off somewhere. */
export interface Recorded {
  readonly history: readonly RecordedEvent[];
  /** The last state of every operation, the execution itself first. */
  readonly operations: readonly RecordedOperation[];
}

/** One thing about a history that no execution on AWS could have left behind. */
export interface Illegality {
  /** The event that could not be; absent when it is about the final operations. */
  readonly event: RecordedEvent | undefined;
  readonly says: string;
}

/** A law that legal histories keep. */
export type Rule = (recorded: Recorded) => Iterable<Illegality>;

export function illegal(event: RecordedEvent | undefined, says: string): Illegality {
  return { event, says };
}

export function timeOf({ EventTimestamp }: RecordedEvent): number {
  return EventTimestamp.getTime();
}
