import { faultFamilies } from "../faults/fault.ts";
import { drainWorks, inMacrotask } from "../kernel/drain.ts";
import { UsageError, assert } from "../kernel/errors.ts";
import { confirm } from "../search/confirm.ts";
import type { Divergence } from "../search/finding.ts";
import { Prober } from "../search/prober.ts";
import { shrinkGuarded } from "../search/shrink.ts";
import { runTrialGuarded } from "../trial/run-trial.ts";
import { type Scenario, renderScenario } from "../trial/scenario.ts";
import { tierOf } from "../trial/tier.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import type { ReplayedEntry } from "./corpus-entry.ts";

/** What became of the attempt to make a scenario smaller. */
export type Minimized =
  | {
      readonly kind: "smaller";
      readonly text: string;
      readonly faults: { readonly before: number; readonly after: number };
      readonly tries: number;
    }
  | { readonly kind: "smallest"; readonly tries: number }
  /** Each try would take seconds. */
  | { readonly kind: "endless-loop" }
  | { readonly kind: "diverged"; readonly divergence: Divergence };

/** Shrinks a scenario further, as long as it breaks the same invariant; it must break one now. */
export async function minimize(entry: ReplayedEntry): Promise<Minimized> {
  return inMacrotask(() => {
    if (!drainWorks()) {
      throw new UsageError(`Node ${process.version} cannot search; use Node 22, 24 or 26`);
    }
    return minimizeNow(entry);
  });
}

function minimizeNow({ world, scenario, invariant, replayed }: ReplayedEntry): Minimized {
  assert(invariant !== undefined, "a scenario that breaks nothing was to be made smaller");
  const { faults: schedule, seed } = scenario;
  const input = knownInput(world, scenario.input);
  const decider = { kind: "schedule", schedule } as const;
  if (replayed.result.cut?.kind === "endless-loop") return { kind: "endless-loop" };
  const found = runTrialGuarded(world, { input, seed, decider });
  const bucket = { invariant, tier: tierOf(found) };
  const prober = new Prober(world, faultFamilies);
  const { result, tries } = shrinkGuarded(prober, bucket, found);
  if (result === found) return { kind: "smallest", tries };
  const confirmed = confirm(prober, bucket, result, false);
  if (confirmed.kind === "diverged") return confirmed;
  const text = renderScenario(withSchema(confirmed.counterexample.scenario, scenario));
  return { kind: "smaller", text, faults: { before: count(found), after: count(result) }, tries };
}

/** Shrinking prefers the world's own examples, which it knows by identity. */
function knownInput(world: World, input: unknown): unknown {
  const text = JSON.stringify(input);
  return world.examples.find((example) => JSON.stringify(example.input) === text)?.input ?? input;
}

function withSchema(smaller: Scenario, { $schema }: Scenario): Scenario {
  return $schema === undefined ? smaller : { $schema, ...smaller };
}

function count({ strikes }: TrialResult): number {
  return strikes.length;
}
