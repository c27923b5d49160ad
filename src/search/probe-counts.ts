import type { Fault } from "../faults/fault.ts";

/** What trials are spent on. */
export type Phase = "enumeration" | "outages" | "random" | "swarm" | "shrinking";

/** What was seen of a fault point. */
export interface PointCounts {
  /** The lists of what was possible there; the same few lists serve all points. */
  readonly offered: Set<readonly Fault[]>;
  /** The faults that struck there, and how often each did. */
  readonly struck: Map<Fault, number>;
}

/** What a prober has seen so far. */
export interface ProbeCounts {
  trials: number;
  readonly spent: Record<Phase, number>;
  /** Trials that were run a second time, to see that they are the same. */
  repeated: number;
  /** Faults that struck, over all trials. */
  faults: number;
  /** Trials that a bound cut off while faults were still striking. */
  inconclusive: number;
  /** What has struck in the enumeration, whatever shrinking has tried meanwhile: each fault with its point. */
  readonly enumerated: Set<string>;
  /** Each fault point that was passed, over all trials. */
  readonly points: Map<string, PointCounts>;
}
