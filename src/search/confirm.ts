import { recorded } from "../faults/adversary.ts";
import { scheduleOf } from "../faults/schedule.ts";
import { assert } from "../kernel/errors.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { runTrialGuarded } from "../trial/run-trial.ts";
import { type Scenario, expectationOf } from "../trial/scenario.ts";
import { type TrialResult, traceHash } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import type { Divergence, Finding, Necessity } from "./finding.ts";
import type { Prober } from "./prober.ts";

/** The parts of a finding that confirming one establishes. */
type Counterexample = Pick<
  Finding,
  "violation" | "scenario" | "result" | "traceHash" | "necessity"
>;

/** Either the counterexample, or the proof that the code under test is not deterministic. */
export type Confirmation =
  | { readonly kind: "confirmed"; readonly counterexample: Counterexample }
  | { readonly kind: "diverged"; readonly divergence: Divergence };

/**
 * Writes a violating trial down as a scenario, runs that twice, and compares both runs with the
 * trial; then leaves out each fault in its turn.
 */
export function confirm(prober: Prober, bucket: Bucket, found: TrialResult): Confirmation {
  const scenario = scenarioOf(prober.world.name, bucket, found);
  const { input, faults: schedule, seed } = scenario;
  const decider = { kind: "schedule", schedule } as const;
  // An endless loop was met in a batch and again alone: a third wait would tell nothing.
  const repeats = found.cut?.kind === "endless-loop" ? 0 : 2;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const run = runTrialGuarded(prober.world, { input, seed, decider });
    if (traceHash(run) === traceHash(found)) continue;
    return { kind: "diverged", divergence: divergenceOf(scenario, found, run) };
  }
  const broken = violationIn(found, bucket);
  assert(broken !== undefined, "a candidate fell out of its own bucket");
  const { violation } = broken;
  const necessity = explainNecessity(prober, found);
  const hash = traceHash(found);
  return {
    kind: "confirmed",
    counterexample: { violation, scenario, result: found, traceHash: hash, necessity },
  };
}

function explainNecessity(prober: Prober, { strikes, input, seed }: TrialResult): Necessity[] {
  return strikes.map((strike) => {
    const adversary = recorded(strikes.filter((other) => other !== strike));
    const decider = { kind: "adversary", adversary } as const;
    return { strike, without: runTrialGuarded(prober.world, { input, seed, decider }) };
  });
}

function scenarioOf(world: string, { invariant }: Bucket, found: TrialResult): Scenario {
  const { input, seed, strikes } = found;
  const faults = scheduleOf(strikes);
  const causes = faults.map(({ at, fault, times }) => `${fault} at ${at}${times > 1 ? ` x${times}` : ""}`);
  return {
    version: 1,
    name: [invariant, "is broken by", causes.length === 0 ? "no fault at all" : causes.join(", then ")].join(" "),
    world,
    input,
    faults,
    seed,
    expect: expectationOf(found),
  };
}

function divergenceOf(scenario: Scenario, one: TrialResult, other: TrialResult): Divergence {
  const differs = (event: TraceEvent | undefined, index: number) =>
    JSON.stringify(event) !== JSON.stringify(other.trace[index]);
  const found = one.trace.findIndex(differs);
  const index = found === -1 ? one.trace.length : found;
  return { scenario, index, first: one.trace[index], second: other.trace[index] };
}
