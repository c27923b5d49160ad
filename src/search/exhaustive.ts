import type { Fault } from "../faults/fault.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { Decider, TrialResult } from "../trial/trial.ts";

/** A schedule that was tried, and the points at which one more fault could follow. */
interface Branch {
  readonly strikes: readonly Strike[];
  readonly open: readonly FaultPoint[];
}

/** What enumeration asks of whoever runs its trials. */
export type TryDecider = (decider: Decider) => TrialResult;

/** The faults that enumeration tries at a point. */
export type FaultsAt = (at: string) => readonly Fault[];

/**
 * Every schedule of up to `maxFaults` single faults, fewest first, each exactly once. Points are
 * found by passing them: a retry or an undo that only a fault brings about is struck in its turn.
 * Yields each result.
 */
export function* enumerateSchedules(
  maxFaults: number,
  faultsAt: FaultsAt,
  tryDecider: TryDecider,
): Generator<TrialResult, void, void> {
  const first = tryDecider({ kind: "schedule", schedule: [] });
  yield first;
  let level: Branch[] = [{ strikes: [], open: after(first, []) }];
  for (let size = 1; size <= maxFaults; size++) {
    const next: Branch[] = [];
    for (const strikes of extendAll(level, faultsAt)) {
      const result = tryDecider({ kind: "adversary", adversary: strikingAt(strikes) });
      // Only the last level needs no further points, and it is by far the largest.
      if (size < maxFaults) next.push({ strikes, open: after(result, strikes) });
      yield result;
    }
    level = next;
  }
}

function extend({ strikes, open }: Branch, faultsAt: FaultsAt): readonly (readonly Strike[])[] {
  return open.flatMap(({ at, nth, progress, nthAtProgress, faults }) =>
    faultsAt(at)
      .filter((fault) => faults.includes(fault))
      .map((fault) => strikes.concat({ at, nth, progress, nthAtProgress, fault })),
  );
}

/** One after the other: all extensions of a level at once may not fit into memory. */
function* extendAll(
  level: readonly Branch[],
  faultsAt: FaultsAt,
): Generator<readonly Strike[], void, void> {
  for (const branch of level) yield* extend(branch, faultsAt);
}

/**
 * The passes behind the last strike: striking earlier ones would repeat another schedule. A trial
 * that hit a bound passed the same points over and over; a further fault would tell nothing.
 */
function after({ passed, cut }: TrialResult, strikes: readonly Strike[]): readonly FaultPoint[] {
  if (cut !== undefined) return [];
  const last = strikes.at(-1);
  const index = passed.findIndex(({ at, nth }) => at === last?.at && nth === last.nth);
  return passed.slice(index + 1);
}

function strikingAt(strikes: readonly Strike[]) {
  return ({ at, nth }: FaultPoint) =>
    strikes.find((strike) => strike.nth === nth && strike.at === at)?.fault;
}

/** Passes that an outage lasts: more than any retry policy of an order saga tries. */
const outagePasses = 8;

/**
 * Every outage: one fault at one point that is passed when nothing goes wrong, for as long as anyone
 * retries. Finds what only an exhausted retry budget shows.
 */
export function* enumerateOutages(
  faultsAt: FaultsAt,
  tryDecider: TryDecider,
): Generator<TrialResult, void, void> {
  const { passed, cut } = tryDecider({ kind: "schedule", schedule: [] });
  if (cut !== undefined) return;
  for (const at of new Set(passed.map((point) => point.at))) {
    for (const fault of faultsAt(at)) {
      const schedule = [{ at, from: 1, times: outagePasses, fault }];
      yield tryDecider({ kind: "schedule", schedule });
    }
  }
}
