import { describeFault } from "../faults/describe.ts";
import { placeOf } from "../faults/place.ts";
import type { Burst, FaultSchedule } from "../faults/schedule.ts";
import { ordinal } from "./counts.ts";

/** A burst in words: `payment.charge, calls 1 to 5: takes effect, but the reply is lost`. */
export function renderBurst({ at, from, times, fault }: Burst): string {
  return `${at}, ${renderPasses(at, from, times)}: ${describeFault(at, fault)}`;
}

/** A schedule on one line, as short as it can be told. */
export function renderSchedule(schedule: FaultSchedule): string {
  if (schedule.length === 0) return "no fault at all";
  return schedule
    .map(({ at, from, times, fault }) => `${fault} at ${at}, ${renderPasses(at, from, times)}`)
    .join("; then ");
}

/** Some passes of a point in a row: `5th call`, `calls 1 to 5`, `1st time`. */
export function renderPasses(at: string, from: number, times: number): string {
  // Only calls can lose a reply; every other point is passed, not called.
  const noun = placeOf(at) === "call" ? "call" : "time";
  return times === 1 ? `${ordinal(from)} ${noun}` : `${noun}s ${from} to ${from + times - 1}`;
}
