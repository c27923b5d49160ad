import type { FoundRecord } from "../campaign/campaign-report.ts";
import { faultNames, findingId, identityOf } from "../campaign/finding-id.ts";
import type { Sighting } from "../campaign/sighting.ts";
import type { Divergence } from "../search/finding.ts";
import { renderSchedule } from "./bursts.ts";
import { hintFor } from "./hints.ts";
import { renderNecessity } from "./necessity.ts";
import { renderTraceEvent } from "./trace.ts";

/** The statement that a finding of kind `not-deterministic` breaks. */
const sameTwice = "same-plan-same-trial";

/** What was seen, in the words in which a campaign keeps it. */
export function recordOf(sighting: Sighting): FoundRecord {
  if (sighting.kind === "diverged") return recordOfDivergence(sighting.divergence, sighting.trial);
  const { finding, id } = sighting;
  const { bucket, result, scenario, necessity, violation, free } = finding;
  const { firstTrial, firstFaults, tries } = finding;
  return {
    ...identityOf(scenario.world, bucket, result),
    id,
    message: violation.message,
    firstTrial,
    firstFaults,
    tries,
    scenario,
    needed:
      necessity.length === 0
        ? []
        : scenario.faults.map((burst) => ({
            fault: renderSchedule([burst]),
            without: renderNecessity(burst, necessity),
          })),
    free,
    hint: hintFor(result, violation),
  };
}

function recordOfDivergence(
  { scenario, index, first, second }: Divergence,
  firstTrial: number,
): FoundRecord {
  const identity = {
    world: scenario.world,
    kind: "not-deterministic",
    invariant: sameTwice,
    tier: "saga",
    faults: faultNames(scenario.faults),
    ending: "RUNNING",
  } as const;
  const tell = (event: typeof first) =>
    event === undefined ? "the run is over" : renderTraceEvent(event).trim();
  return {
    ...identity,
    id: findingId(identity),
    message: `one plan gave two different runs; event ${index} is once ${tell(first)}, once ${tell(second)}`,
    firstTrial,
    firstFaults: scenario.faults.reduce((sum, { times }) => sum + times, 0),
    tries: 0,
    scenario,
    needed: [],
    free: [],
    hint: "The code under test depends on something outside the trial: a module's variable, a cache, or a clock or randomness that was taken hold of before durable-chaos was loaded.",
  };
}
