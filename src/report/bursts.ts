import { describeFault } from "../faults/describe.ts";
import { placeOf } from "../faults/place.ts";
import type { Burst, FaultSchedule } from "../faults/schedule.ts";
import { ordinal, renderCount } from "./counts.ts";
import { hang } from "./page.ts";
import { cut } from "./value.ts";

/** Nobody reads more of them. */
const burstsShown = 20;

/** A burst in words: `payment.charge, calls 1 to 5: takes effect, but the reply is lost`. */
export function renderBurst({ at, from, times, fault }: Burst): string {
  return `${cut(at)}, ${renderPasses(at, from, times)}: ${describeFault(at, fault)}`;
}

/** The bursts of a scenario, one after the other. */
export function renderBursts(schedule: FaultSchedule): readonly string[] {
  const label = "    fault   ";
  const more = schedule.length - burstsShown;
  return [
    ...schedule.slice(0, burstsShown).map((burst) => hang(label, renderBurst(burst))),
    ...(more > 0 ? [hang(label, `and ${renderCount(more)} more`)] : []),
  ];
}

/** A schedule on one line, as short as it can be told. */
export function renderSchedule(schedule: FaultSchedule): string {
  if (schedule.length === 0) return "no fault at all";
  const more = schedule.length - burstsShown;
  const shown = schedule
    .slice(0, burstsShown)
    .map(
      ({ at, from, times, fault }) => `${fault} at ${cut(at)}, ${renderPasses(at, from, times)}`,
    );
  return [...shown, ...(more > 0 ? [`${renderCount(more)} more`] : [])].join("; then ");
}

/** Some passes of a point in a row: `5th call`, `calls 1 to 5`, `1st time`. */
export function renderPasses(at: string, from: number, times: number): string {
  // Only calls can lose a reply; every other point is passed, not called.
  const noun = placeOf(at) === "call" ? "call" : "time";
  return times === 1 ? `${ordinal(from)} ${noun}` : `${noun}s ${from} to ${from + times - 1}`;
}
