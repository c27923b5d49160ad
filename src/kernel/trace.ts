import type { Outcome, WireError } from "./outcome.ts";

/** Position of an event in a trace, from 0; how a witness points at what happened. */
export type TraceIndex = number;

/** How an invocation left the service's hands; all but the first three make the service retry. */
export type InvocationEnd =
  | "succeeded"
  | "failed"
  | "pending"
  /** The handler's promise rejected. */
  | "threw"
  /** The sandbox died: a crash fault, an uncaught exception, an unhandled rejection. */
  | "crashed"
  /** The function's time limit passed. */
  | "timed-out";

/** What the caller of a service saw. */
export type CallAnswer =
  | { readonly kind: "value"; readonly value: unknown }
  /** A business refusal, such as a declined card: the service decided, and said so. */
  | {
      readonly kind: "refusal";
      readonly error: { readonly name: string; readonly message: string };
    }
  /** A transport failure: the caller cannot know whether the effect happened. */
  | {
      readonly kind: "failure";
      readonly error: { readonly name: string; readonly message: string };
      /** Where the other side has said when to come again. */
      readonly retryAfterMs?: number;
    };

/** One thing that happened in a trial. Times are virtual ms since the start of the execution. */
export type TraceEvent = { readonly atMs: number } & (
  | { readonly kind: "execution.started"; readonly input: unknown }
  | {
      readonly kind: "execution.ended";
      readonly outcome: Outcome;
      /** Its label, where it is not the execution under test. */
      readonly execution?: string;
    }
  /** `invocation` counts from 1. */
  | {
      readonly kind: "invocation.started";
      readonly invocation: number;
      /** Given where it is not the function under test, but one that this invokes. */
      readonly function?: string;
      /** The label of its execution, where that was started beside the one under test. */
      readonly execution?: string;
    }
  | {
      readonly kind: "invocation.ended";
      readonly invocation: number;
      readonly end: InvocationEnd;
      readonly error: WireError | undefined;
    }
  | { readonly kind: "checkpoint.applied"; readonly invocation: number; readonly at: string }
  | {
      readonly kind: "checkpoint.rejected";
      readonly invocation: number;
      readonly at: string;
      /** Absent when no answer came at all. */
      readonly httpStatus: number | undefined;
      readonly message: string;
    }
  /** The service moved an operation; `attempt` counts finished attempts of a step. */
  | {
      readonly kind: "operation.moved";
      readonly id: string;
      readonly name: string | undefined;
      readonly type: string;
      readonly status: string;
      readonly attempt: number | undefined;
      readonly error: WireError | undefined;
    }
  /** Code under test called a service. `call` counts from 1; `name` reads `payment.charge`. */
  | {
      readonly kind: "call.requested";
      readonly call: number;
      readonly invocation: number;
      readonly name: string;
      readonly args: Readonly<Record<string, unknown>>;
    }
  /** The effect of a call happened at the service: once, later, twice or never for one call. */
  | {
      readonly kind: "call.applied";
      readonly call: number;
      readonly name: string;
      readonly what: string;
    }
  /** What the caller saw; missing when its sandbox died first. */
  | {
      readonly kind: "call.answered";
      readonly call: number;
      readonly invocation: number;
      readonly name: string;
      readonly answer: CallAnswer;
    }
  | {
      readonly kind: "fault.struck";
      readonly at: string;
      readonly nth: number;
      readonly fault: string;
    }
  /** The outside world completed a callback, or sent a sign of life; `answer` is the service's. */
  | {
      readonly kind: "callback.sent";
      readonly name: string;
      readonly what: "succeed" | "fail" | "heartbeat";
      readonly answer: string;
    }
  | {
      readonly kind: "log.written";
      readonly invocation: number;
      readonly level: string;
      readonly text: string;
    }
);

/** The events of one trial, in order; the index of an event is its identity. */
export class Trace {
  readonly events: TraceEvent[] = [];

  /** Index that the next recorded event will have; how a ledger entry refers to its event. */
  get nextIndex(): TraceIndex {
    return this.events.length;
  }

  record(event: TraceEvent): void {
    this.events.push(event);
  }
}
