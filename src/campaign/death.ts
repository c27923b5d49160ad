import { type Strike, scheduleOf } from "../faults/schedule.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import type { Seed } from "../trial/trial.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { FoundRecord } from "./campaign-report.ts";
import { faultNames, findingId } from "./finding-id.ts";

/** What code under test must not do to the process that it runs in; a finding of kind `crash` breaks it. */
const leavesProcessAlive = "leaves-process-alive";

/** A trial of which a worker process has died, as far as it is known. */
export interface Death {
  readonly kind: "hang" | "crash";
  /** How the process ended: `SIGABRT`, `exit code 7`, or how long it stood still. */
  readonly how: string;
  readonly world: string;
  readonly input: unknown;
  readonly seed: Seed;
  readonly strikes: readonly Strike[];
  readonly firstTrial: number;
  /** That had struck when it was first seen. */
  readonly firstFaults: number;
}

/** A death as a finding. Its faults are those that had struck until then. */
export function recordOfDeath(death: Death): FoundRecord {
  const { kind, world, strikes, firstTrial, firstFaults } = death;
  const identity = {
    world,
    kind,
    invariant: kind === "hang" ? endsAfterFaultsStop : leavesProcessAlive,
    tier: "saga",
    faults: faultNames(strikes),
    ending: "RUNNING",
  } as const;
  return {
    ...identity,
    id: findingId(identity),
    message: messageOf(death),
    firstTrial,
    firstFaults,
    tries: 0,
    scenario: scenarioOfDeath(death),
    needed: [],
    free: [],
    hint: hints[kind],
  };
}

const hints = {
  hang: "The code under test stands still in a place where nothing but the end of its process can stop it, such as a call that blocks. Replaying the scenario stands still as well.",
  crash:
    "The code under test ends the process it runs in, such as by process.abort or in a native module. Replaying the scenario ends that process as well.",
} as const;

function messageOf({ kind, how }: Death): string {
  return kind === "hang"
    ? `the process of the code under test stood still for ${how}`
    : `the process of the code under test died: ${how}`;
}

function scenarioOfDeath({ kind, world, input, seed, strikes }: Death): Scenario {
  const names = faultNames(strikes);
  const cause = names.length === 0 ? "no fault at all" : names.join(", then ");
  return {
    version: 1,
    name: `the process ${kind === "hang" ? "stands still" : "dies"} under ${cause}`,
    world,
    input,
    faults: scheduleOf(strikes),
    seed,
    // Nothing is left that could tell a verdict of a crash.
    expect:
      kind === "hang"
        ? { verdict: "stuck", invariants: [endsAfterFaultsStop] }
        : { verdict: "inconclusive" },
  };
}
