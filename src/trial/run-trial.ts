import { UsageError } from "../kernel/errors.ts";
import {
  type Quiescing,
  drainWorks,
  driveHopping,
  driveNow,
  inMacrotask,
} from "../kernel/drain.ts";
import { closeGate, enterRealm, openGate } from "../kernel/sandbox/gate.ts";
import "../kernel/sandbox/install.ts";
import { runGuarded } from "../kernel/watchdog.ts";
import type { FaultSchedule } from "../faults/schedule.ts";
import { type Seed, Trial, type TrialPlan, type TrialResult } from "./trial.ts";
import type { World } from "./world.ts";

/** Real ms that the code under test may keep the processor before a trial counts as endless. */
export const endlessLoopMs = 2_000;

/** Runs one trial in one synchronous call; only where draining works, and unguarded. */
export function runTrialNow<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): TrialResult<Input, Ledgers> {
  const trial = new Trial(world, plan);
  enterRealm(trial.realm, () => driveNow(trial.run()));
  return refuseUnsimulated(trial.result());
}

/** Like `runTrialNow`, but an endless loop in the code under test becomes a verdict. */
export function runTrialGuarded<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): TrialResult<Input, Ledgers> {
  const trial = new Trial(world, plan);
  const guarded = runGuarded(endlessLoopMs, () =>
    enterRealm(trial.realm, () => driveNow(trial.run())),
  );
  if (guarded.kind === "finished") return refuseUnsimulated(trial.result());
  return trial.result({ kind: "endless-loop", limitMs: endlessLoopMs });
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
  const result = await inMacrotask(() => (drainWorks() ? runTrialGuarded(world, plan) : undefined));
  return result ?? runTrialHopping(world, plan);
}

/**
 * The driver for a Node without `process._tickCallback`. The host's own code runs in between, and
 * nothing guards against endless loops.
 */
export async function runTrialHopping<Input, Ledgers>(
  world: World<Input, Ledgers>,
  plan: TrialPlan<Input>,
): Promise<TrialResult<Input, Ledgers>> {
  const trial = new Trial(world, plan);
  await driveHopping(withGateOpen(trial));
  return refuseUnsimulated(trial.result());
}

function* withGateOpen<Input, Ledgers>(trial: Trial<Input, Ledgers>): Quiescing<void> {
  openGate(trial.realm);
  try {
    yield* trial.run();
  } finally {
    closeGate();
  }
}

/** What cannot be simulated is nothing that a verdict could be about. */
function refuseUnsimulated<Result extends TrialResult>(result: Result): Result {
  const { cut } = result;
  if (cut?.kind === "unsupported") {
    throw new UsageError(
      `the code under test uses ${cut.operationType} operations, which durable-chaos does not ` +
        `simulate yet; it knows steps, retries, waits and child contexts`,
    );
  }
  if (cut?.kind === "broken-service") {
    throw new UsageError(
      `the fake service behind ${cut.call} threw ${JSON.stringify(String(cut.error))}; ` +
        `a service says { kind: "done", ... } or { kind: "refused", error }. Was it called with what it takes?`,
      { cause: cut.error },
    );
  }
  if (cut?.kind !== "real-io") return result;
  throw new UsageError(
    `the code under test started real I/O (${cut.resource}), which cannot be replayed; ` +
      `give it a fake service instead. It started here:\n${cut.stack}`,
  );
}
