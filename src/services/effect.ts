import type { TraceIndex } from "../kernel/trace.ts";

/** What a service does with a request. */
export type Reply<Value> =
  /** `what` is one clause for people, such as `charged ch_1, 50.00`. */
  | { readonly kind: "done"; readonly value: Value; readonly what: string }
  /** A business refusal: nothing changed, and the caller is told why. */
  | { readonly kind: "refused"; readonly error: Error };

/** What goes wrong inside of a service while it serves a request; it has to know how. */
export type Mishap =
  /** Answers 500, as it would for a failure of its own, and has no effect. */
  | "internal-error"
  /** A failed request is put right behind the scenes: takes effect, and nobody is told. */
  | "settle"
  /** Answers that all is well, and in small print that it is not. */
  | "disapprove"
  /** Does less than it was asked, and says so in small print. */
  | "fall-short"
  /** Answers a read from a replica that is behind. */
  | "stale-read"
  /** Accepts what it will not be able to do. */
  | "fail-later"
  /** Accepts what it will never come to. */
  | "never-settle";

/** When a request is served, in virtual ms since the start, and what goes wrong then. */
export interface Circumstances {
  readonly atMs: number;
  readonly mishap: Mishap | undefined;
}

/**
 * One operation of a fake service: changes its ledger and says what the caller should be told.
 * `event` is the index that ledger entries refer to.
 */
export type Effect<Args, Value> = (
  args: Args,
  event: TraceIndex,
  circumstances: Circumstances,
) => Reply<Value>;
