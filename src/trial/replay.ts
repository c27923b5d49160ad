import type { Burst, FaultSchedule } from "../faults/schedule.ts";
import { runTrial } from "./run-trial.ts";
import type { Scenario } from "./scenario.ts";
import type { TrialResult } from "./trial.ts";
import type { World } from "./world.ts";

/** A planned fault that did not strike as often as planned: the handler has moved on. */
export interface Missed {
  /** Position in the scenario's `faults`, from 0. */
  readonly index: number;
  readonly burst: Burst;
  /** How many of its passes were struck. */
  readonly struck: number;
  /** How often its point was passed at all. */
  readonly passes: number;
}

/** What a scenario does today. */
export interface Replay {
  readonly result: TrialResult;
  /** Empty unless the scenario is stale. */
  readonly missed: readonly Missed[];
}

/** Runs a scenario again. */
export async function replay(world: World, scenario: Scenario): Promise<Replay> {
  const { input, faults: schedule, seed } = scenario;
  const result = await runTrial(world, { input, schedule, seed });
  return { result, missed: missedOf(schedule, result) };
}

/** The planned faults that did not strike as often as planned. */
export function missedOf(
  schedule: FaultSchedule,
  result: Pick<TrialResult, "cut" | "strikes" | "passed">,
): readonly Missed[] {
  return schedule.flatMap((burst, index): Missed[] => {
    // A bound that comes before a planned fault says nothing about the plan.
    if (result.cut !== undefined) return [];
    const struck = result.strikes.filter((strike) => isPartOf(strike, burst)).length;
    if (struck === burst.times) return [];
    const passes = result.passed.filter(({ at }) => at === burst.at).length;
    return [{ index, burst, struck, passes }];
  });
}

function isPartOf(
  strike: { readonly at: string; readonly nth: number; readonly fault: string },
  { at, from, times, fault }: Burst,
): boolean {
  const isInRange = strike.nth >= from && strike.nth < from + times;
  return strike.at === at && strike.fault === fault && isInRange;
}
