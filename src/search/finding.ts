import type { FaultFamily } from "../faults/fault.ts";
import type { Strike } from "../faults/schedule.ts";
import type { Violation } from "../invariants/invariant.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { Bucket } from "./bucket.ts";
import type { Decisive } from "./decisive.ts";
import type { MergingReport } from "./merging.ts";
import type { Odds } from "./odds.ts";
import type { ProbeCounts } from "./probe-counts.ts";
import type { Substitution } from "./substitution.ts";

/** What becomes of a counterexample when one of its faults is left out. */
export interface Necessity {
  readonly strike: Strike;
  /** The trial without it; not in the bucket any more, or the fault would have been left out. */
  readonly without: TrialResult;
}

/** Other ways in which an invariant breaks: by other faults, or with another end. */
export interface OtherWays {
  readonly told: readonly {
    readonly scenario: Scenario;
    /** How the execution ended. */
    readonly status: TrialResult["outcome"]["status"];
    /** Trials that broke it so, of those that ran to their end. */
    readonly trials: number;
  }[];
  /** Trials that broke it in ways that nobody has looked at. */
  readonly unknown: number;
}

/** A violation, as small as search could make it. */
export interface Finding {
  readonly bucket: Bucket;
  readonly violation: Violation;
  /** Replays the smallest trial; this is what is saved. */
  readonly scenario: Scenario;
  readonly result: TrialResult;
  readonly traceHash: string;
  /** One entry for each fault of the scenario, in order. */
  readonly necessity: readonly Necessity[];
  /** One entry for each burst of the scenario in whose place others were tried, in order. */
  readonly substitutions: readonly Substitution[];
  readonly decisive: Decisive;
  /** Fields of the input whose value makes no difference, as far as other values were tried. */
  readonly free: readonly string[];
  /** Whether all schedules of fewer faults were tried on its input, and none of them broke it. */
  readonly isProvenSmallest: boolean;
  readonly ways: OtherWays;
  /** Number of the trial that first fell into the bucket, from 1, and its faults. */
  readonly firstTrial: number;
  readonly firstFaults: number;
  /** Trials that shrinking took. */
  readonly tries: number;
}

/** The same plan gave two different trials: the code under test reads something uncontrolled. */
export interface Divergence {
  readonly scenario: Scenario;
  /** Position of the first event that differs; an event is missing where one trace is shorter. */
  readonly index: number;
  readonly first: TraceEvent | undefined;
  readonly second: TraceEvent | undefined;
}

/**
 * Why a search ended early: the code under test kept the processor, did not end even without
 * faults, or was not the same twice; the enumeration used up its budget; one violation was enough; or somebody
 * wanted it to stop.
 */
export type Stop =
  | "endless-loop"
  | "never-ends"
  | "not-deterministic"
  | "budget"
  | "found"
  | "interrupted";

/** What exploring a world brought to light. */
export interface Exploration {
  readonly world: string;
  readonly seed: string | number;
  /** `Infinity` where there was no bound. */
  readonly maxFaults: number;
  readonly families: readonly FaultFamily[];
  /** What the world wants to have seen, and this search has not: it was too tame. */
  readonly unseen: readonly string[];
  readonly counts: ProbeCounts;
  /** What the enumeration has saved by merging equal situations. */
  readonly merging: MergingReport;
  /** What the random trials say of others like them. */
  readonly odds: Pick<Odds, "trials" | "brokenAtMost" | "newBehaviour" | "depth">;
  /** Why not everything was tried that was asked for. */
  readonly stopped: Stop | undefined;
  /** One for each broken invariant, the saga's own before the platform's. */
  readonly findings: readonly Finding[];
  readonly divergences: readonly Divergence[];
  /** Where it was interrupted: what has been done, so that the same search can go on another day. */
  readonly kept: Uint8Array | undefined;
  /** Whether it went on where an earlier one had been interrupted. */
  readonly isTakenUp: boolean;
}
