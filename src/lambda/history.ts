import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import type { Operation } from "./operation.ts";

/** A payload as GetDurableExecutionHistory shows it. */
export interface HistoryPayload {
  readonly Payload: string | undefined;
  readonly Truncated: false;
}

/** An error as GetDurableExecutionHistory shows it. */
export interface HistoryError {
  readonly Payload: ErrorObject | undefined;
  readonly Truncated: false;
}

/** `CurrentAttempt` is the attempt that just ended, from 1. */
export interface RetryDetails {
  readonly CurrentAttempt: number;
  readonly NextAttemptDelaySeconds?: number;
}

/** What an event tells beyond its operation, keyed as AWS keys it. */
export type HistoryDetails =
  | {
      readonly EventType: "ExecutionStarted";
      readonly ExecutionStartedDetails: {
        readonly Input: HistoryPayload;
        readonly ExecutionTimeout: number;
      };
    }
  | {
      readonly EventType: "ExecutionSucceeded";
      readonly ExecutionSucceededDetails: { readonly Result: HistoryPayload };
    }
  | {
      readonly EventType: "ExecutionFailed";
      readonly ExecutionFailedDetails: { readonly Error: HistoryError };
    }
  | { readonly EventType: "ExecutionTimedOut"; readonly ExecutionTimedOutDetails: object }
  | {
      readonly EventType: "InvocationCompleted";
      readonly InvocationCompletedDetails: {
        readonly StartTimestamp: Date;
        readonly EndTimestamp: Date;
        readonly RequestId: string;
        readonly Error?: HistoryError;
      };
    }
  | { readonly EventType: "StepStarted"; readonly StepStartedDetails: object }
  | {
      readonly EventType: "StepSucceeded";
      readonly StepSucceededDetails: {
        readonly Result: HistoryPayload;
        readonly RetryDetails: RetryDetails;
      };
    }
  | {
      readonly EventType: "StepFailed";
      readonly StepFailedDetails: {
        readonly Error: HistoryError;
        readonly RetryDetails: RetryDetails;
      };
    }
  | {
      readonly EventType: "WaitStarted";
      readonly WaitStartedDetails: {
        readonly Duration: number;
        readonly ScheduledEndTimestamp: Date;
      };
    }
  | {
      readonly EventType: "WaitSucceeded";
      readonly WaitSucceededDetails: { readonly Duration: number };
    }
  | { readonly EventType: "WaitCancelled"; readonly WaitCancelledDetails: object }
  | { readonly EventType: "ContextStarted"; readonly ContextStartedDetails: object }
  | {
      readonly EventType: "ContextSucceeded";
      readonly ContextSucceededDetails: { readonly Result: HistoryPayload };
    }
  | {
      readonly EventType: "ContextFailed";
      readonly ContextFailedDetails: { readonly Error: HistoryError };
    };

/** One line of an execution's history, in the shape of AWS's GetDurableExecutionHistory. */
export type HistoryEvent = HistoryDetails & {
  /** 1, 2, 3, ... in the order of recording. */
  readonly EventId: number;
  readonly EventTimestamp: Date;
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
  readonly SubType?: string | undefined;
  readonly ParentId?: string | undefined;
};

export function historyPayload(payload: string | undefined): HistoryPayload {
  return { Payload: payload, Truncated: false };
}

export function historyError(error: ErrorObject | undefined): HistoryError {
  return { Payload: error, Truncated: false };
}

/** The events of one execution, numbered as they are written. */
export class History {
  readonly events: HistoryEvent[] = [];

  /** `operation` is left out for events of an invocation, which belong to no operation. */
  write(details: HistoryDetails, date: Date, operation?: Operation): void {
    const EventId = this.events.length + 1;
    if (operation === undefined) {
      this.events.push({ ...details, EventId, EventTimestamp: date });
      return;
    }
    const { Id, Name, SubType, ParentId } = operation;
    this.events.push({ ...details, EventId, EventTimestamp: date, Id, Name, SubType, ParentId });
  }
}
