import type { FaultFamily } from "../faults/fault.ts";
import type { World } from "../trial/world.ts";
import type { Exploration } from "./finding.ts";

/** What an enumeration that broke nothing has shown, as plain data to be kept. */
export interface Certificate {
  readonly world: string;
  readonly inputs: readonly unknown[];
  readonly families: readonly FaultFamily[];
  /** All schedules of up to so many faults were tried; `all` where no further situation could be reached. */
  readonly maxFaults: number | "all";
  readonly trials: number;
  /** What became of schedules that lead to where an earlier one had been; absent if none may be merged. */
  readonly merged?: {
    /** Trials that ended there. */
    readonly trials: number;
    /** Schedules whose trials did not even begin, as it was foreseen. */
    readonly foreseen: number;
    readonly situations: number;
    /** How many of all these were checked with further faults; those behind a single fault all were, without. */
    readonly audits: number;
    readonly notCompared: Readonly<Record<string, number>>;
  };
  readonly outages: number;
  readonly faultPoints: number;
  readonly invariants: readonly string[];
}

/** The certificate of an exploration, if it was complete and broke nothing. */
export function certificateOf(exploration: Exploration, world: World): Certificate | undefined {
  const { findings, stopped, divergences, counts, families, maxFaults, merging } = exploration;
  const isComplete = findings.length === 0 && stopped === undefined && divergences.length === 0;
  if (!isComplete || counts.trials <= counts.inconclusive * 2) return undefined;
  return {
    world: world.name,
    inputs: world.examples.map(({ input }) => input),
    families,
    maxFaults: orAll(maxFaults),
    trials: counts.spent.enumeration,
    ...(merging.kind === "merged"
      ? {
          merged: {
            trials: merging.merged,
            foreseen: merging.foreseen,
            situations: merging.situations,
            audits: merging.audits,
            notCompared: Object.fromEntries(merging.obstacles),
          },
        }
      : {}),
    outages: counts.spent.outages,
    faultPoints: counts.points.size,
    invariants: world.invariantNames,
  };
}

function orAll(faults: number): number | "all" {
  return faults === Infinity ? "all" : faults;
}
