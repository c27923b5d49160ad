import fc from "fast-check";
import { faultsAt } from "../faults/fault.ts";
import type { FaultSchedule } from "../faults/schedule.ts";
import { UsageError } from "../kernel/errors.ts";
import { runTrial } from "../trial/run-trial.ts";
import { type Seed, type TrialResult, traceHash } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { scheduleArbitrary } from "./burst-arbitrary.ts";
import type { Divergence } from "./finding.ts";
import { compareRuns } from "./write-down.ts";

/** What some trials were, each run twice in one process; or why they could not be run. */
export type Sameness =
  | {
      readonly kind: "ran";
      /** Of the first runs, in order. */
      readonly results: readonly TrialResult[];
      readonly hashes: readonly string[];
      /** The first trial whose second run was another one. */
      readonly divergence: Divergence | undefined;
    }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Runs trials of a world under faults of all families: once, then all again in reverse order, so that what outlives a
 * trial meets others than before. The same number of trials is the same ones everywhere.
 */
export async function runTwice(world: World, trials: number): Promise<Sameness> {
  try {
    return await ran(world, trials);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: "refused", why: error.message };
  }
}

async function ran(world: World, trials: number): Promise<Sameness> {
  const plans: Plan[] = world.examples.map(({ input }) => ({ input, schedule: [], seed: 1 }));
  const results: TrialResult[] = [];
  // The very first trial of the process is among them: nothing has outlived any before it.
  for (const plan of plans) results.push(await runTrial(world, plan));
  const points = [...new Set(results.flatMap(({ passed }) => passed.map(({ at }) => at)))];
  for (let seed = 0; seed < trials; seed++) {
    const plan = sampledPlan(world, points, seed);
    plans.push(plan);
    results.push(await runTrial(world, plan));
  }
  let divergence: Divergence | undefined;
  for (const [index, plan] of [...plans.entries()].toReversed()) {
    const first = results[index];
    const again = await runTrial(world, plan);
    if (first !== undefined) divergence = compareRuns(world, first, again) ?? divergence;
  }
  return { kind: "ran", results, hashes: results.map((result) => traceHash(result)), divergence };
}

interface Plan {
  readonly input: unknown;
  readonly schedule: FaultSchedule;
  readonly seed: Seed;
}

function sampledPlan(world: World, points: readonly string[], seed: number): Plan {
  const [input] = fc.sample(world.input, { seed, numRuns: 1 });
  const schedules = scheduleArbitrary(points, undefined, (at) => faultsAt(at));
  const [schedule = []] = fc.sample<FaultSchedule>(schedules, { seed, numRuns: 1 });
  return { input, schedule, seed };
}
