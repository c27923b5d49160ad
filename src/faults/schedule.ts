import type { Fault } from "./fault.ts";

/** A fault that strikes a point several passes in a row: `times` passes, beginning with the `from`th. */
export interface Burst {
  /** Name of the fault point, such as `payment.charge` or `checkpoint SUCCEED charge-payment`. */
  readonly at: string;
  /** The first pass of the point that is struck, from 1. */
  readonly from: number;
  readonly times: number;
  readonly fault: Fault;
}

/** Which faults strike where. Sparse, plain data; where two bursts claim one pass, the earlier in the list strikes. */
export type FaultSchedule = readonly Burst[];

/** One pass of a fault point: a place where the environment may misbehave. */
export interface FaultPoint {
  readonly at: string;
  /** The nth pass of this point in the trial, from 1. */
  readonly nth: number;
  /** How far the execution had come: finished attempts plus finished operations. */
  readonly progress: number;
  /** The nth pass of this point at that progress, from 1. */
  readonly nthAtProgress: number;
  /** What could go wrong at this pass. */
  readonly faults: readonly Fault[];
}

/** A fault that struck: what an adversary decided, written down. */
export interface Strike extends Omit<FaultPoint, "faults"> {
  readonly fault: Fault;
}

/**
 * Writes strikes as a schedule, in the order in which they struck: consecutive passes of one point
 * with one fault become a burst.
 */
export function scheduleOf(strikes: readonly Strike[]): FaultSchedule {
  const bursts: Burst[] = [];
  for (const { at, nth, fault } of strikes) {
    const growing = bursts.findIndex(
      (burst) => burst.at === at && burst.fault === fault && burst.from + burst.times === nth,
    );
    const burst = bursts[growing];
    if (burst === undefined) bursts.push({ at, from: nth, times: 1, fault });
    else bursts[growing] = { ...burst, times: burst.times + 1 };
  }
  return bursts;
}

/** How many single faults a schedule plans. */
export function countFaults(schedule: FaultSchedule): number {
  return schedule.reduce((sum, burst) => sum + burst.times, 0);
}
