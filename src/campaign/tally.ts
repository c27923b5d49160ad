import { z } from "zod";
import { faultsAt } from "../faults/fault.ts";
import type { FaultFamily } from "../faults/fault.ts";
import type { Prober } from "../search/prober.ts";

/** What the trials of a stint, or of many, come to. Plain JSON, and the sum of two is one. */
export interface Tally {
  readonly trials: number;
  readonly shrinkingTrials: number;
  readonly faults: number;
  readonly inconclusive: number;
  readonly repeated: number;
  /** Trials that broke an invariant. */
  readonly broken: number;
  /** By fault point and fault: how often that struck; 0 where it could have. */
  readonly coverage: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** `sometimes` checks that none of these trials reached. */
  readonly unseen: readonly string[];
  /** By the id of a finding: the trials that fell into it. */
  readonly hits: Readonly<Record<string, number>>;
  /** Trials in which the code under test kept the processor, as the worker itself saw. */
  readonly hangs: number;
}

const count = z.int().min(0);

/** How a tally is kept in a store. */
export const tallySchema: z.ZodType<Tally> = z.strictObject({
  trials: count,
  shrinkingTrials: count,
  faults: count,
  inconclusive: count,
  repeated: count,
  broken: count,
  coverage: z.record(z.string(), z.record(z.string(), count)),
  unseen: z.array(z.string()),
  hits: z.record(z.string(), count),
  hangs: count,
});

/** Of no trials at all. */
export function emptyTally(unseen: readonly string[]): Tally {
  return {
    trials: 0,
    shrinkingTrials: 0,
    faults: 0,
    inconclusive: 0,
    repeated: 0,
    broken: 0,
    coverage: {},
    unseen,
    hits: {},
    hangs: 0,
  };
}

/** What a prober has counted in a stint; hits are counted by whoever knows the ids. */
export function tallyOf(
  { counts, odds, unseen }: Prober,
  families: readonly FaultFamily[],
  { hits, hangs }: Pick<Tally, "hits" | "hangs">,
): Tally {
  const coverage: Record<string, Record<string, number>> = {};
  for (const [at, { offered, struck }] of counts.points) {
    const possible = new Set(Array.from(offered).flat());
    const ways = faultsAt(at, families).filter((fault) => possible.has(fault));
    // An incident may strike with what nobody has asked for.
    const all = new Set([...ways, ...struck.keys()]);
    coverage[at] = Object.fromEntries(Array.from(all, (fault) => [fault, struck.get(fault) ?? 0]));
  }
  const { inconclusive, repeated, faults } = counts;
  return {
    trials: counts.spent.swarm,
    shrinkingTrials: counts.spent.shrinking,
    faults,
    inconclusive,
    repeated,
    broken: odds.broken,
    coverage,
    unseen,
    hits,
    hangs,
  };
}

/** What both come to. */
export function sumOf(one: Tally, other: Tally): Tally {
  return {
    trials: one.trials + other.trials,
    shrinkingTrials: one.shrinkingTrials + other.shrinkingTrials,
    faults: one.faults + other.faults,
    inconclusive: one.inconclusive + other.inconclusive,
    repeated: one.repeated + other.repeated,
    broken: one.broken + other.broken,
    coverage: sumOfCoverage(one.coverage, other.coverage),
    unseen: one.unseen.filter((name) => other.unseen.includes(name)),
    hits: sumOfCounts(one.hits, other.hits),
    hangs: one.hangs + other.hangs,
  };
}

function sumOfCoverage(one: Tally["coverage"], other: Tally["coverage"]): Tally["coverage"] {
  const sum: Record<string, Readonly<Record<string, number>>> = { ...one };
  for (const [at, strikes] of Object.entries(other)) {
    sum[at] = sumOfCounts(sum[at] ?? {}, strikes);
  }
  return sum;
}

function sumOfCounts(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...one };
  for (const [name, times] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + times;
  return sum;
}
