import type { RandomStream } from "../kernel/random.ts";
import type { Fault } from "./fault.ts";
import type { Burst, FaultPoint, FaultSchedule, Strike } from "./schedule.ts";

/**
 * Whoever decides at a fault point: a schedule, a recording, dice. `undefined` lets it pass. `atMs` is virtual
 * time since the start.
 */
export type Adversary = (point: FaultPoint, atMs: number) => Fault | undefined;

/** Never strikes. */
const noFaults: Adversary = () => undefined;

/** Strikes as a schedule says. */
export function scheduled(schedule: FaultSchedule): Adversary {
  if (schedule.length === 0) return noFaults;
  const burstsAt = new Map<string, Burst[]>();
  for (const burst of schedule) {
    const bursts = burstsAt.get(burst.at);
    if (bursts === undefined) burstsAt.set(burst.at, [burst]);
    else bursts.push(burst);
  }
  return ({ at, nth }) =>
    burstsAt.get(at)?.find(({ from, times }) => nth >= from && nth < from + times)?.fault;
}

/**
 * Strikes the same progress of the execution again. Unlike a count of passes, progress does not
 * shift when an earlier crash is left out, so parts of a recording can be tried on their own.
 */
export function recorded(strikes: readonly Strike[]): Adversary {
  const faults = new Map(strikes.map((strike) => [progressKey(strike), strike.fault]));
  return (point) => faults.get(progressKey(point));
}

/** Calls fail before they have an effect, each with the probability given for its service. */
export function dice(
  refusalRates: Readonly<Record<string, number>>,
  random: RandomStream,
): Adversary {
  return ({ at, faults }) => {
    const rate = refusalRates[at.slice(0, at.indexOf("."))];
    if (rate === undefined || !faults.includes("refuse")) return undefined;
    return random.chance(rate) ? "refuse" : undefined;
  };
}

/** What a strike keeps when others are left out: its point, the progress, and the pass at that progress. */
function progressKey({ at, progress, nthAtProgress }: Omit<FaultPoint, "faults">): string {
  return `${at}@${progress}.${nthAtProgress}`;
}
