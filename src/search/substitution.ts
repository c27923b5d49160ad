import type { Fault } from "../faults/fault.ts";
import { type Burst, type FaultSchedule, scheduleOf } from "../faults/schedule.ts";
import { runGuarded } from "../kernel/watchdog.ts";
import type { TrialResult } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import { type Prober, longestBatchMs } from "./prober.ts";

/** What becomes of a counterexample when all faults of a burst are of another kind. */
export interface Substitution {
  readonly burst: Burst;
  /** Kinds that break the same invariant in its place. */
  readonly breaking: readonly Fault[];
  /** Kinds that do not. */
  readonly passing: readonly Fault[];
}

/** Bursts in whose place others are tried; of a schedule with more nobody reads what each could be. */
const mostBursts = 6;

/**
 * Which kinds of faults break the same in the place of others: what they have in common names the mistake. A burst is
 * changed as a whole, since a refusal among lost replies is often as good as a lost reply.
 */
export function substitutionsOf(
  prober: Prober,
  bucket: Bucket,
  found: TrialResult,
): readonly Substitution[] {
  // Each might take as long as a bound lets it.
  if (found.cut !== undefined) return [];
  const schedule = scheduleOf(found.strikes);
  return schedule.slice(0, mostBursts).flatMap((burst, index) => {
    const kinds = kindsOf(prober, burst, found).filter((fault) => fault !== burst.fault);
    if (kinds.length === 0) return [];
    const breaks = (fault: Fault): boolean => {
      const changed = schedule.with(index, { ...burst, fault });
      return violationIn(runUnder(prober, changed, found), bucket) !== undefined;
    };
    const tried = runGuarded(longestBatchMs(kinds.length), () =>
      kinds.map((fault) => ({ fault, isBreaking: breaks(fault) })),
    );
    if (tried.kind === "timed-out") return [];
    const faultsThat = (isWanted: boolean): readonly Fault[] =>
      tried.value.filter(({ isBreaking }) => isBreaking === isWanted).map(({ fault }) => fault);
    return [{ burst, breaking: faultsThat(true), passing: faultsThat(false) }];
  });
}

/** The faults of this search that are possible at the first pass of a burst: others may not come to more. */
function kindsOf(prober: Prober, { at, from }: Burst, { passed }: TrialResult): readonly Fault[] {
  const possible = passed.find((pass) => pass.at === at && pass.nth === from)?.faults ?? [];
  return prober.faultsAt(at).filter((fault) => possible.includes(fault));
}

function runUnder(
  prober: Prober,
  schedule: FaultSchedule,
  { input, seed }: TrialResult,
): TrialResult {
  return prober.runAside({ input, seed, decider: { kind: "schedule", schedule } });
}
