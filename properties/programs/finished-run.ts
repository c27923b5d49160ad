import type { ErrorObject, Operation } from "@aws/durable-execution-sdk-js";

/** What one run of a durable function left behind, on whichever service it ran. */
export interface FinishedRun {
  readonly status: string;
  readonly result: unknown;
  readonly error: ErrorObject | undefined;
  /** As on the wire, without the execution itself. */
  readonly operations: readonly Operation[];
  readonly history: readonly RecordedEvent[];
  readonly invocations: number;
  /** When the durable functions ended that it invoked, if the service tells: epoch ms. */
  readonly invokedEndsMs: readonly number[];
  /** When somebody outside did something to a callback, if the service tells: epoch ms. */
  readonly reactionsMs: readonly number[];
  /** How often each body ran. */
  readonly bodyRuns: ReadonlyMap<string, number>;
}

/** What is read of an event of GetDurableExecutionHistory, whatever its type. */
export interface RecordedEvent {
  readonly EventType?: string | undefined;
  readonly EventTimestamp?: Date | undefined;
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
  readonly CallbackStartedDetails?:
    | { readonly Timeout?: number | undefined; readonly HeartbeatTimeout?: number | undefined }
    | undefined;
  readonly StepFailedDetails?: RetriedDetails | undefined;
  readonly StepSucceededDetails?: RetriedDetails | undefined;
}

interface RetriedDetails {
  readonly RetryDetails?: { readonly NextAttemptDelaySeconds?: number | undefined } | undefined;
}
