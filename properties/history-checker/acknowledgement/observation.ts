import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { SeenOperation } from "./seen-operation.ts";

/** Something that passed between the service and the sandboxes of one execution, as seen from a sandbox. */
export type Observation =
  /** An invocation began, with the first page of the execution's state, or all of it. */
  | {
      readonly kind: "invoked";
      /** Counts the invocations whose code ran, from 1. */
      readonly invocation: number;
      readonly token: string;
      readonly operations: readonly SeenOperation[];
      readonly hasMore: boolean;
    }
  /** It read a further page of the state. */
  | {
      readonly kind: "read";
      readonly invocation: number;
      readonly operations: readonly SeenOperation[];
      readonly hasMore: boolean;
    }
  /** It sent a checkpoint; what is missing after that is the service's answer. */
  | {
      readonly kind: "sent";
      readonly invocation: number;
      readonly call: number;
      readonly token: string;
      readonly updates: readonly OperationUpdate[];
    }
  /** The service's answer reached it: from here on, the updates are there for good. */
  | {
      readonly kind: "acknowledged";
      readonly invocation: number;
      readonly call: number;
      /** Absent when there is nothing to checkpoint any more. */
      readonly token: string | undefined;
      readonly operations: readonly SeenOperation[];
    };

export type Sent = Extract<Observation, { kind: "sent" }>;

/** Something that the service promised, and did not keep. */
export interface BrokenPromise {
  readonly invocation: number;
  readonly says: string;
}
