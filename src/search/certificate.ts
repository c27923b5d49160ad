import type { FaultFamily } from "../faults/fault.ts";
import type { World } from "../trial/world.ts";
import type { Exploration } from "./finding.ts";

/** What an enumeration that broke nothing has shown, as plain data to be kept. */
export interface Certificate {
  readonly world: string;
  readonly inputs: readonly unknown[];
  readonly families: readonly FaultFamily[];
  /** Schedules of up to so many faults were tried; `all` where no further situation could be reached. */
  readonly maxFaults: number | "all";
  /** All of them, of up to so many: fewer than `maxFaults` where faults were left out. */
  readonly completeUpTo: number | "all";
  readonly trials: number;
  /** How many trials ended where an earlier one had been, and how many of those were checked; absent if none may. */
  readonly merged?: {
    readonly trials: number;
    readonly situations: number;
    readonly faultsLeftOut: number;
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
    completeUpTo: orAll(exploration.completeUpTo),
    trials: counts.spent.enumeration,
    ...(merging.kind === "merged"
      ? {
          merged: {
            trials: merging.merged,
            situations: merging.situations,
            faultsLeftOut: merging.leftOut,
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
