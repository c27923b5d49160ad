import type { Strike } from "../faults/schedule.ts";

/** Up to so many faults, every merge is checked: there are few of them, and all others build on them. */
export const comparedFaults = 1;

/** A trial that was the first in a situation, and how many passes it took there. */
export interface Sighting {
  readonly strikes: readonly Strike[];
  readonly passes: number;
}

/** A trial that ended in a situation in which another one had been. */
export interface Merge {
  readonly one: Sighting;
  readonly other: Sighting;
}

/** All that is known of the situations of one input; plain data, so that it can be kept for another day. */
export interface MergerState {
  readonly known: Map<string, Sighting>;
  /** Why situations could not be compared, and how often. */
  readonly obstacles: Map<string, number>;
  /** How the trials of few faults ended, of those that have come to their ends. */
  readonly endings: Map<readonly Strike[], string>;
  /** Merges of few faults whose trials have not been compared to their ends yet. */
  readonly uncompared: Merge[];
  /** Merges to be checked when all schedules of as many faults have been tried, by that number and the last fault. */
  readonly nominees: Map<string, Merge[]>;
  /** Schedules whose rest is known from another one, whether a trial of theirs has begun or not. */
  merges: number;
  /** Those whose trials did not even begin, as the situation to which they lead was foreseen. */
  foreseen: number;
  /** Whether what was foreseen has come true so far; nothing is foreseen any more where it has not. */
  foresees: boolean;
  audits: number;
  /** Why equal situations need not have equal futures here, once that is known. */
  objection: string | undefined;
}

/** Nothing is known yet. */
export function newMergerState(): MergerState {
  return {
    known: new Map(),
    obstacles: new Map(),
    endings: new Map(),
    uncompared: [],
    nominees: new Map(),
    merges: 0,
    foreseen: 0,
    foresees: true,
    audits: 0,
    objection: undefined,
  };
}
