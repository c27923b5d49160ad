import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { Burst, FaultPoint, Strike } from "../faults/schedule.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { Trier, TryDecider } from "./trier.ts";

/** A schedule that was tried on one input, and the points at which one more fault could follow. */
interface Branch {
  readonly trier: Trier;
  readonly strikes: readonly Strike[];
  readonly open: readonly FaultPoint[];
}

/** The faults that enumeration tries at a point. */
export type FaultsAt = (at: string) => readonly Fault[];

/**
 * Every schedule of up to `maxFaults` single faults, fewest first, each exactly once, on the input of each
 * trier. Points are found by passing them: a retry or an undo that only a fault brings about is struck in its
 * turn. Yields for each trial its result, if it had one of its own. Without a bound on the number of faults it
 * ends where no new situation can be reached.
 */
export function* enumerateSchedules(
  maxFaults: number,
  faultsAt: FaultsAt,
  triers: readonly Trier[],
): Generator<TrialResult | undefined, void, void> {
  let level: Branch[] = [];
  for (const trier of triers) {
    const { result, open } = trier.try([], maxFaults === 0);
    if (result?.cut === undefined) level.push({ trier, strikes: [], open });
    yield result;
  }
  for (let size = 1; size <= maxFaults && level.length > 0; size++) {
    const next: Branch[] = [];
    for (const { trier, strikes } of extendAll(level, faultsAt)) {
      const { result, open } = trier.try(strikes, size === maxFaults);
      // Only the last level needs no further points, and it is by far the largest. A trial that hit a
      // bound passed the same points over and over; a further fault would tell nothing.
      const goesOn = size < maxFaults && result?.cut === undefined && open.length > 0;
      if (goesOn) next.push({ trier, strikes, open });
      yield result;
    }
    level = next;
  }
}

/** One after the other: all extensions of a level at once may not fit into memory. */
function* extendAll(
  level: readonly Branch[],
  faultsAt: FaultsAt,
): Generator<Pick<Branch, "trier" | "strikes">, void, void> {
  for (const { trier, strikes, open } of level) {
    for (const pass of open) {
      const { at, nth, progress, nthAtProgress, faults } = pass;
      const possible = faultsAt(at).filter((fault) => faults.includes(fault));
      for (const fault of trier.worthTrying(strikes, pass, possible)) {
        yield { trier, strikes: [...strikes, { at, nth, progress, nthAtProgress, fault }] };
      }
    }
  }
}

/** Passes that an outage lasts: more than any retry policy of an order saga tries before it gives up. */
const outagePasses = 8;

/** What a second outage is tried with: nothing of a call happens, or all but its reply. */
const plainOutages: ReadonlySet<Fault> = new Set<Fault>(["refuse", "lose-reply"]);

/**
 * Every outage: one fault at one point that is passed when nothing goes wrong, for as long as anyone
 * retries. Finds what only an exhausted retry budget shows. With `maxOutages` of 2 also each pair of services
 * that are down one after the other, where the second is called behind the first.
 */
export function* enumerateOutages(
  maxOutages: number,
  faultsAt: FaultsAt,
  tryDecider: TryDecider,
): Generator<TrialResult, void, void> {
  const clean = tryDecider({ kind: "schedule", schedule: [] });
  if (clean.cut !== undefined || maxOutages === 0) return;
  for (const first of outagesOf(clean.passed, faultsAt)) {
    const result = tryDecider({ kind: "schedule", schedule: [first] });
    yield result;
    if (maxOutages === 1 || result.cut !== undefined || !isPlain(first)) continue;
    const begins = result.passed.findIndex(({ at }) => at === first.at);
    for (const second of outagesOf(result.passed.slice(begins), faultsAt)) {
      if (second.at === first.at || !isPlain(second)) continue;
      yield tryDecider({ kind: "schedule", schedule: [first, second] });
    }
  }
}

function outagesOf(passed: readonly FaultPoint[], faultsAt: FaultsAt): readonly Burst[] {
  return [...new Set(passed.map(({ at }) => at))].flatMap((at) =>
    faultsAt(at).map((fault): Burst => ({ at, from: 1, times: outagePasses, fault })),
  );
}

function isPlain({ at, fault }: Burst): boolean {
  return placeOf(at) === "call" && plainOutages.has(fault);
}
