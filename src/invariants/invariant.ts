import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";

/** One execution of a trial: what it was given, and how it ended. */
export interface FinishedExecution {
  /** None for the execution under test. */
  readonly label: string | undefined;
  readonly input: unknown;
  readonly outcome: Outcome;
}

/** All that a judge may look at: what was asked, how it ended, what really happened. */
export interface FinishedTrial<Input, Ledgers> {
  readonly input: Input;
  readonly outcome: Outcome;
  /** All that the world started, the execution under test first. */
  readonly executions: readonly FinishedExecution[];
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
  /**
   * What of a trace so far it makes a difference by, besides ledgers and endings: counts, times (under names that
   * end in `Ms`), what was asked for, whether it is broken already. Trials count as the same only where this is
   * equal too. Where an invariant of a world tells nothing at all, its trials differ by all that was requested and
   * refused; one that needs more than that, and does not tell, may miss what search merges.
   */
  readonly remembers?: (trace: readonly TraceEvent[], ledgers: Ledgers) => unknown;
}

/** For an invariant that judges ledgers and endings alone. */
export const remembersNothing = (): undefined => undefined;
