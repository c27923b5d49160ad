import fc from "fast-check";
import { type Fault, faultsOf, usualFamilies } from "../faults/fault.ts";
import type { Burst, FaultSchedule } from "../faults/schedule.ts";

/** How large generated schedules may be. */
export interface ScheduleLimits {
  readonly maxBursts: number;
  /** Last pass of a point at which a burst may begin. */
  readonly maxFrom: number;
  readonly maxTimes: number;
}

/** Large enough to exhaust a step's retries at two places. */
const defaultLimits: ScheduleLimits = { maxBursts: 4, maxFrom: 4, maxTimes: 7 };

/**
 * Schedules of bursts at the given points. A burst, unlike single faults, exhausts a retry budget
 * in one piece. Shrinks towards fewer bursts, then milder, earlier and shorter ones.
 */
export function scheduleArbitrary(
  points: readonly string[],
  { maxBursts, maxFrom, maxTimes }: ScheduleLimits = defaultLimits,
  faultsAt: (at: string) => readonly Fault[] = faultsOf(usualFamilies),
): fc.Arbitrary<FaultSchedule> {
  const open = points.filter((at) => faultsAt(at).length > 0);
  if (open.length === 0) return fc.constant([]);
  const burst: fc.Arbitrary<Burst> = fc.constantFrom(...open).chain((at) =>
    fc.record({
      at: fc.constant(at),
      // The lists of faults begin with the mildest, which is where `constantFrom` shrinks to.
      fault: fc.constantFrom(...faultsAt(at)),
      from: fc.integer({ min: 1, max: maxFrom }),
      times: fc.integer({ min: 1, max: maxTimes }),
    }),
  );
  return fc.array(burst, { maxLength: maxBursts, size: "max" });
}
