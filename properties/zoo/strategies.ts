import fc from "fast-check";
import {
  type ExploreOptions,
  type FaultSchedule,
  type TrialResult,
  type World,
  explore,
  faultFamilies,
  runTrial,
  scheduleArbitrary,
  usualFamilies,
} from "../../src/index.ts";
import type { Mutant } from "./mutant.ts";

/** The first violation that a way of searching came upon, if it did. */
export type Kill =
  | {
      readonly kind: "killed";
      readonly trials: number;
      readonly ms: number;
      readonly broken: string;
    }
  | { readonly kind: "survived"; readonly trials: number };

/** A way of looking for mistakes; its name heads a column. */
export interface Strategy {
  readonly name: string;
  readonly hunt: (world: World, mutant: Mutant) => Promise<Kill>;
}

const nothing: Partial<ExploreOptions> = {
  maxFaults: 0,
  maxOutages: 0,
  randomTrials: 0,
  stopAtFirst: true,
  explain: false,
};

/** Trials that each way is given; waiting for a tenth of it is what people have patience for with mocks. */
const patience = 20_000;

/** What this library does, and what people do without it. */
export const strategies: readonly Strategy[] = [
  { name: "mocks that fail once or always", hunt: huntWithMocks },
  { name: "fast-check, errors only", hunt: huntWithErrors },
  ...[1, 2, 3].map((maxFaults): Strategy => ({
    name: `all schedules ≤ ${maxFaults}`,
    hunt: (world, { families = usualFamilies }) =>
      huntBy(world, { ...nothing, families, maxFaults, budgetTrials: patience }),
  })),
  {
    name: "outages",
    hunt: (world, { families = usualFamilies }) =>
      huntBy(world, { ...nothing, families, maxOutages: 2, budgetTrials: patience }),
  },
  {
    name: "swarm",
    hunt: (world) => huntBy(world, { ...nothing, families: faultFamilies, swarmTrials: patience }),
  },
];

async function huntBy(world: World, options: Partial<ExploreOptions>): Promise<Kill> {
  const startMs = performance.now();
  const { findings, counts } = await explore(world, options);
  const finding = findings.find(({ bucket }) => bucket.tier === "saga");
  return finding === undefined
    ? { kind: "survived", trials: counts.trials }
    : {
        kind: "killed",
        trials: finding.firstTrial,
        ms: performance.now() - startMs,
        broken: finding.bucket.invariant,
      };
}

/** As tests on a local runner are written: each example, and each call of it failing once, or always. */
async function huntWithMocks(world: World): Promise<Kill> {
  const trials: { readonly input: unknown; readonly schedule: FaultSchedule }[] = [];
  for (const { input } of world.examples) {
    trials.push({ input, schedule: [] });
    for (const at of await callsOf(world, input)) {
      for (const times of [1, 100]) {
        trials.push({ input, schedule: [{ at, from: 1, times, fault: "refuse" }] });
      }
    }
  }
  return tryAll(world, trials);
}

/** A property test with generated orders, and mocks that throw at random before they have done anything. */
async function huntWithErrors(world: World): Promise<Kill> {
  const inputs = world.examples.map(({ input }) => input);
  const calls = await Promise.all(inputs.map((input) => callsOf(world, input)));
  const schedule = scheduleArbitrary([...new Set(calls.flat())], undefined, () => ["refuse"]);
  const draws = fc.record({ input: world.input, schedule });
  return tryAll(world, fc.sample(draws, { seed: 1, numRuns: patience / 10 }));
}

async function callsOf(world: World, input: unknown): Promise<readonly string[]> {
  const { passed } = await runTrial(world, { input, schedule: [], seed: 1 });
  return [...new Set(passed.map(({ at }) => at))].filter((at) => /^[\w > -]+\.[\w-]+$/.test(at));
}

async function tryAll(
  world: World,
  trials: readonly { readonly input: unknown; readonly schedule: FaultSchedule }[],
): Promise<Kill> {
  const startMs = performance.now();
  for (const [index, { input, schedule }] of trials.entries()) {
    const result: TrialResult = await runTrial(world, { input, schedule, seed: index + 1 });
    const [broken] = result.violations;
    if (broken === undefined) continue;
    const ms = performance.now() - startMs;
    return { kind: "killed", trials: index + 1, ms, broken: broken.invariant };
  }
  return { kind: "survived", trials: trials.length };
}
