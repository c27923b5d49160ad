/** What trials are spent on. */
export type Phase = "enumeration" | "outages" | "random" | "shrinking";

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
  /** Passes of each fault point and the faults that struck there, over all trials. */
  readonly struckAt: Map<string, Set<string>>;
}
