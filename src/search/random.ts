import fc from "fast-check";
import type { FaultSchedule } from "../faults/schedule.ts";
import { RandomSource } from "../kernel/random.ts";
import type { Seed, TrialResult } from "../trial/trial.ts";
import { type Bucket, bucketsOf, violationIn } from "./bucket.ts";
import { scheduleArbitrary } from "./burst-arbitrary.ts";
import type { EndlessLoop, Prober } from "./prober.ts";

/** What random search draws: an order, a schedule, and a seed for the handler's own randomness. */
interface Draw {
  readonly input: unknown;
  readonly schedule: FaultSchedule;
  readonly seed: number;
}

/** The trial that first fell into a bucket, by its number from 1, and the faults that struck in it. */
export interface FirstSight {
  readonly trial: number;
  readonly faults: number;
}

/** The first trial that fell into a new bucket, as far as fast-check could shrink it. */
export interface Hit {
  readonly kind: "hit";
  readonly result: TrialResult;
  readonly first: FirstSight;
}

/** What a random search is given. */
export interface RandomSearch {
  readonly prober: Prober;
  readonly seed: Seed;
  readonly trials: number;
  /** Names of the fault points at which bursts may begin. */
  readonly points: readonly string[];
  /** Whether a trial is worth shrinking for this bucket. */
  readonly isNew: (bucket: Bucket, result: TrialResult) => boolean;
}

/** Trials that fast-check's shrinking is given time for. */
const shrinkTrials = 500;

/** Trials between two guards: short enough to find an endless loop soon. */
const batchSize = 100;

/** Tries generated orders under generated schedules; yields each hit, shrunk by fast-check. */
export function* searchRandomly(search: RandomSearch): Generator<Hit | EndlessLoop, void, void> {
  const { prober, seed, trials, points } = search;
  if (points.length === 0) return;
  const seeds = new RandomSource(seed).stream("random-search");
  const draws: fc.Arbitrary<Draw> = fc.record({
    input: prober.world.input,
    schedule: scheduleArbitrary(points, undefined, prober.faultsAt),
    seed: fc.nat(),
  });
  let left = trials;
  while (left > 0) {
    const numRuns = Math.min(batchSize, left);
    const batchSeed = seeds.uint32() | 0;
    prober.phase = "random";
    const batch = prober.guarded(batchSize + shrinkTrials, () =>
      runBatch(search, draws, { seed: batchSeed, numRuns }),
    );
    if (batch.kind === "endless-loop") {
      yield batch;
      return;
    }
    left -= batch.value.runs;
    if (batch.value.hit !== undefined) yield batch.value.hit;
  }
}

function runBatch(
  { prober, isNew }: RandomSearch,
  draws: fc.Arbitrary<Draw>,
  parameters: { readonly seed: number; readonly numRuns: number },
): { readonly runs: number; readonly hit: Hit | undefined } {
  let target: Bucket | undefined;
  let first: FirstSight | undefined;
  const run = ({ input, schedule, seed }: Draw) =>
    prober.run({ input, seed, decider: { kind: "schedule", schedule } });
  const details = fc.check(
    fc.property(draws, (draw) => {
      const result = run(draw);
      // While fast-check shrinks, only the bucket that failed first counts: no slipping to another.
      if (target === undefined) {
        target = bucketsOf(result).find((bucket) => isNew(bucket, result));
        first = { trial: prober.counts.trials, faults: result.strikes.length };
        if (target !== undefined) prober.phase = "shrinking";
      }
      return target === undefined || violationIn(result, target) === undefined;
    }),
    parameters,
  );
  const [shrunk] = details.counterexample ?? [];
  const { numRuns: runs } = details;
  if (target === undefined || first === undefined || shrunk === undefined) {
    return { runs, hit: undefined };
  }
  return { runs, hit: { kind: "hit", result: run(shrunk), first } };
}
