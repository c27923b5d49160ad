import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";

/** All that a judge may look at: what was asked, how it ended, what really happened. */
export interface FinishedTrial<Input, Ledgers> {
  readonly input: Input;
  readonly outcome: Outcome;
  /** What happened at each service, by the service's name in the world. */
  readonly ledgers: Ledgers;
  readonly trace: readonly TraceEvent[];
}

/** The proof that an invariant fails: what happened, and the events that show it. */
export interface Violation {
  readonly message: string;
  readonly witnesses: readonly TraceIndex[];
}

/** A statement about every trial; a pure function that shares no code with what it judges. */
export interface Invariant<Input = unknown, Ledgers = unknown> {
  /** The truth it states, in kebab-case; never changes. */
  readonly name: string;
  readonly check: (trial: FinishedTrial<Input, Ledgers>) => Violation | undefined;
}
