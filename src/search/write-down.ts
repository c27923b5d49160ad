import { scheduleOf } from "../faults/schedule.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { type Scenario, expectationOf } from "../trial/scenario.ts";
import { type TrialResult, traceHash } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import type { Bucket } from "./bucket.ts";
import type { Divergence } from "./finding.ts";

/** A trial as a scenario; its name is `what`, and the faults that struck. */
function scenarioOf(world: World, trial: TrialResult, what: string): Scenario {
  const { input, seed, strikes } = trial;
  const faults = scheduleOf(strikes);
  const causes = faults.map(
    ({ at, fault, times }) => `${fault} at ${at}${times > 1 ? ` x${times}` : ""}`,
  );
  const cause = causes.length === 0 ? "no fault at all" : causes.join(", then ");
  return {
    version: 1,
    name: `${what} ${cause}`,
    world: world.name,
    input,
    faults,
    seed,
    expect: expectationOf(trial),
  };
}

/** A trial that falls into a bucket, as a scenario. */
export function brokenIn(world: World, { invariant }: Bucket, trial: TrialResult): Scenario {
  return scenarioOf(world, trial, `${invariant} is broken by`);
}

/** The first difference between two runs of one plan, or `undefined` when they are the same. */
export function compareRuns(
  world: World,
  one: TrialResult,
  other: TrialResult,
): Divergence | undefined {
  if (traceHash(one) === traceHash(other)) return undefined;
  const scenario = scenarioOf(world, one, "two runs differ under");
  const differs = (event: TraceEvent | undefined, index: number) =>
    JSON.stringify(event) !== JSON.stringify(other.trace[index]);
  const found = one.trace.findIndex(differs);
  const index = found === -1 ? one.trace.length : found;
  return { scenario, index, first: one.trace[index], second: other.trace[index] };
}
