import type { FaultFamily } from "../../faults/fault.ts";
import type { Shard } from "../../campaign/plan.ts";
import type { Seed } from "../../trial/trial.ts";

/** What `fuzz` is told. */
export interface FuzzOptions {
  readonly minutes?: number;
  readonly trials?: number;
  readonly untilIdle?: number;
  readonly workers: number;
  readonly shard: Shard;
  /** Drawn, or taken from the store, unless told. */
  readonly seed?: Seed;
  readonly families: readonly FaultFamily[];
  readonly store: string;
  readonly save: string;
  readonly json?: string;
  readonly junit?: string;
  readonly fresh: boolean;
  readonly plain: boolean;
  /** Seconds. */
  readonly hangAfter: number;
  /** Megabytes. */
  readonly memory: number;
}

/** How long a campaign takes that nobody has told when to end. */
export const usualMinutes = 10;
