import { recorded } from "../faults/adversary.ts";
import { assert } from "../kernel/errors.ts";
import { type TrialResult, traceHash } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import { decisiveMoment } from "./decisive.ts";
import { freeFields } from "./generality.ts";
import type { Divergence, Finding, Necessity } from "./finding.ts";
import type { Prober } from "./prober.ts";
import { substitutionsOf } from "./substitution.ts";
import { brokenIn, compareRuns } from "./write-down.ts";

/** The parts of a finding that confirming one establishes. */
export type Counterexample = Pick<
  Finding,
  | "violation"
  | "scenario"
  | "result"
  | "traceHash"
  | "necessity"
  | "substitutions"
  | "decisive"
  | "free"
>;

/** Either the counterexample, or the proof that the code under test is not deterministic. */
export type Confirmation =
  | { readonly kind: "confirmed"; readonly counterexample: Counterexample }
  | { readonly kind: "diverged"; readonly divergence: Divergence };

/**
 * Writes a violating trial down as a scenario, runs that twice, and compares both runs with the
 * trial; then leaves out each fault in its turn, and, to explain it, puts others in its place, gives each field of
 * the input other values, and goes on at random from its passes.
 */
export function confirm(
  prober: Prober,
  bucket: Bucket,
  found: TrialResult,
  explain: boolean,
): Confirmation {
  const scenario = brokenIn(prober.world, bucket, found);
  const { input, faults: schedule, seed } = scenario;
  const decider = { kind: "schedule", schedule } as const;
  // An endless loop was met in a batch and again alone: a third wait would tell nothing.
  const repeats = found.cut?.kind === "endless-loop" ? 0 : 2;
  const divergence = prober.aside(repeats, (run) => {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const differing = compareRuns(prober.world, found, run({ input, seed, decider }));
      if (differing !== undefined) return differing;
    }
    return undefined;
  });
  if (divergence !== undefined) return { kind: "diverged", divergence };
  const broken = violationIn(found, bucket);
  assert(broken !== undefined, "a candidate fell out of its own bucket");
  const { violation } = broken;
  const necessity = explainNecessity(prober, found);
  const free = explain ? freeFields(prober, bucket, found) : [];
  const hash = traceHash(found);
  return {
    kind: "confirmed",
    counterexample: {
      violation,
      scenario,
      result: found,
      traceHash: hash,
      necessity,
      substitutions: explain ? substitutionsOf(prober, bucket, found) : [],
      decisive: explain
        ? decisiveMoment(prober, bucket, found)
        : { kind: "none", why: "not asked" },
      free,
    },
  };
}

function explainNecessity(prober: Prober, { strikes, input, seed }: TrialResult): Necessity[] {
  return prober.aside(strikes.length, (run) =>
    strikes.map((strike) => {
      const adversary = recorded(strikes.filter((other) => other !== strike));
      const decider = { kind: "adversary", adversary } as const;
      return { strike, without: run({ input, seed, decider }) };
    }),
  );
}
