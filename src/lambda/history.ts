import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import { unreachable } from "../kernel/errors.ts";
import type { ClosedOutcome, WireError } from "../kernel/outcome.ts";
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
      readonly EventType: "ExecutionStopped";
      readonly ExecutionStoppedDetails: { readonly Error: HistoryError };
    }
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
    }
  | {
      readonly EventType: "CallbackStarted";
      /** Seconds. */
      readonly CallbackStartedDetails: {
        readonly CallbackId: string;
        readonly Timeout?: number;
        readonly HeartbeatTimeout?: number;
      };
    }
  | {
      readonly EventType: "CallbackSucceeded";
      readonly CallbackSucceededDetails: { readonly Result: HistoryPayload };
    }
  | {
      readonly EventType: "CallbackFailed";
      readonly CallbackFailedDetails: { readonly Error: HistoryError };
    }
  | {
      readonly EventType: "CallbackTimedOut";
      readonly CallbackTimedOutDetails: { readonly Error: HistoryError };
    }
  | {
      readonly EventType: "ChainedInvokeStarted";
      readonly ChainedInvokeStartedDetails: {
        readonly FunctionName: string;
        readonly TenantId?: string;
        readonly Input: HistoryPayload;
        readonly ExecutedVersion: string;
        /** Empty where no durable execution comes of it. */
        readonly DurableExecutionArn: string;
      };
    }
  | {
      readonly EventType: "ChainedInvokeSucceeded";
      readonly ChainedInvokeSucceededDetails: { readonly Result: HistoryPayload };
    }
  | {
      readonly EventType: "ChainedInvokeFailed";
      readonly ChainedInvokeFailedDetails: { readonly Error: HistoryError };
    }
  | {
      readonly EventType: "ChainedInvokeTimedOut";
      readonly ChainedInvokeTimedOutDetails: { readonly Error: HistoryError };
    }
  | {
      readonly EventType: "ChainedInvokeStopped";
      readonly ChainedInvokeStoppedDetails: { readonly Error: HistoryError };
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

/** The event that opens an execution. */
export function executionStarted(input: string, timeoutMs: number): HistoryDetails {
  return {
    EventType: "ExecutionStarted",
    ExecutionStartedDetails: { Input: historyPayload(input), ExecutionTimeout: timeoutMs / 1000 },
  };
}

/** An invocation that has ended; `error` is absent when it ended in good order. */
export interface EndedInvocation {
  readonly requestId: string;
  readonly startedAt: Date;
  readonly error: WireError | undefined;
}

/** The event that closes an execution. */
export function executionEnded(outcome: ClosedOutcome): HistoryDetails {
  switch (outcome.status) {
    case "SUCCEEDED":
      return {
        EventType: "ExecutionSucceeded",
        ExecutionSucceededDetails: { Result: historyPayload(outcome.result) },
      };
    case "FAILED":
      return {
        EventType: "ExecutionFailed",
        ExecutionFailedDetails: { Error: historyError(outcome.error) },
      };
    case "TIMED_OUT":
      return { EventType: "ExecutionTimedOut", ExecutionTimedOutDetails: {} };
    case "STOPPED":
      return {
        EventType: "ExecutionStopped",
        ExecutionStoppedDetails: { Error: historyError(outcome.error) },
      };
    default:
      return unreachable(outcome);
  }
}

/** The events of one execution, numbered as they are written. */
export class History {
  readonly events: HistoryEvent[] = [];

  endInvocation({ requestId, startedAt, error }: EndedInvocation, endedAt: Date): void {
    const span = { StartTimestamp: startedAt, EndTimestamp: endedAt, RequestId: requestId };
    const InvocationCompletedDetails =
      error === undefined ? span : { ...span, Error: historyError(error) };
    this.write({ EventType: "InvocationCompleted", InvocationCompletedDetails }, endedAt);
  }

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
