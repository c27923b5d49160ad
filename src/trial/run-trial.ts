import type { FaultSchedule } from "../faults/schedule.ts";
import { refuseUnsimulated, run, runGuardedNow, runHopping, runNow } from "./drive.ts";
import { type Seed, Trial, type TrialPlan, type TrialResult } from "./trial.ts";
import type { World } from "./world.ts";

/** Runs one trial in one synchronous call; only where draining works, and unguarded. */
export function runTrialNow<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): TrialResult<Input, Ledgers> {
  const trial = new Trial(world, plan);
  runNow(trial);
  return simulated(trial.result());
}

/** A trial with an onlooker: the result, or what there was of it when the onlooker had seen enough. */
export type Probe =
  | { readonly kind: "finished"; readonly result: TrialResult }
  | ({ readonly kind: "halted" } & Pick<TrialResult, "strikes" | "passed">);

/** Like `runTrialNow`, for a trial that somebody looks on. */
export function probeTrialNow(world: World, plan: TrialPlan): Probe {
  const trial = new Trial(world, plan);
  runNow(trial);
  return trial.isHalted
    ? { kind: "halted", ...trial.passage }
    : { kind: "finished", result: simulated(trial.result()) };
}

/** Like `runTrialNow`, but an endless loop in the code under test becomes a verdict. */
export function runTrialGuarded<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): TrialResult<Input, Ledgers> {
  const trial = new Trial(world, plan);
  return simulated(trial.result(runGuardedNow(trial)));
}

/**
 * Runs one trial of a world: its trace, ledgers and verdict.
 *
 * @example
 * const { verdict, ledgers } = await runTrial(orderWorld, { input, schedule: [], seed: 1 });
 */
export async function runTrial<Input, Ledgers>(
  world: World<Input, Ledgers>,
  {
    input,
    schedule,
    seed,
  }: { readonly input: Input; readonly schedule: FaultSchedule; readonly seed: Seed },
): Promise<TrialResult<Input, Ledgers>> {
  return runPlan(world, { input, seed, decider: { kind: "schedule", schedule } });
}

/** Runs one trial, whoever decides in it, with the faster driver if it works on this Node. */
export async function runPlan<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): Promise<TrialResult<Input, Ledgers>> {
  const trial = new Trial(world, plan);
  return simulated(trial.result(await run(trial)));
}

/** Runs one trial with the slower driver, whatever this Node can do. */
export async function runTrialHopping<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): Promise<TrialResult<Input, Ledgers>> {
  const trial = new Trial(world, plan);
  await runHopping(trial);
  return simulated(trial.result());
}

function simulated<Result extends TrialResult>(result: Result): Result {
  refuseUnsimulated(result.cut);
  return result;
}
