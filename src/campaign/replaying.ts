import { bucketsOf } from "../search/bucket.ts";
import type { Prober } from "../search/prober.ts";
import { missedOf } from "../trial/replay.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { Verdict } from "../trial/verdict.ts";
import { findingId, identityOf } from "./finding-id.ts";
import { type Sighting, sight } from "./sighting.ts";

/** A scenario file that a campaign replays before it explores: committed, or left by an earlier search. */
export interface ReplayTask {
  readonly kind: "regression" | "corpus";
  readonly file: string;
  readonly scenario: Scenario;
}

/** What a scenario file does today. */
export interface ReplayOutcome {
  /** Of the findings that it falls into as it is. */
  readonly ids: readonly string[];
  /** `dead` if the process died of it. */
  readonly verdict: Verdict | "dead";
  /** Whether a fault in it has nothing to strike any more. */
  readonly isStale: boolean;
}

/** Runs a scenario file again. What breaks and is not committed as broken is shrunk and told of. */
export function replayFile(
  prober: Prober,
  { kind, scenario }: ReplayTask,
  isShrunk: boolean,
): { readonly outcome: ReplayOutcome; readonly sightings: readonly Sighting[] } {
  const { input, seed, faults: schedule, world } = scenario;
  const result = prober.runAlone({ input, seed, decider: { kind: "schedule", schedule } });
  const buckets = bucketsOf(result);
  const outcome = {
    ids: buckets.map((bucket) => findingId(identityOf(world, bucket, result))),
    verdict: result.verdict,
    isStale: missedOf(schedule, result).length > 0,
  };
  if (kind === "regression" && expectsViolation(scenario)) return { outcome, sightings: [] };
  const first = { trial: 0, faults: result.strikes.length };
  const sightings = buckets.flatMap((bucket) => {
    const effort = { isShrunk, isConfirmed: () => false };
    return sight(prober, { bucket, result, first }, effort).sighting ?? [];
  });
  return { outcome, sightings };
}

/** Whether a scenario is kept because something breaks in it. */
export function expectsViolation({ expect }: Scenario): boolean {
  return expect.verdict === "violated" || expect.verdict === "stuck";
}
