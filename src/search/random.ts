import fc from "fast-check";
import type { FaultSchedule } from "../faults/schedule.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import type { Seed, TrialResult } from "../trial/trial.ts";
import { type Bucket, bucketsOf, violationIn } from "./bucket.ts";
import { scheduleArbitrary } from "./burst-arbitrary.ts";
import { type DepthLaw, depthLawOf } from "./depth.ts";
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

/** A trial that fell into a new bucket, as far as fast-check could shrink it. */
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

/**
 * Tries generated orders: under generated schedules of bursts, where fast-check shrinks what it hits, and for half
 * of the trials under faults that the law of depth draws. Yields nothing behind each batch, so that one can stop.
 */
export function* searchRandomly(
  search: RandomSearch,
): Generator<Hit | EndlessLoop | undefined, void, void> {
  const { prober, seed, trials, points } = search;
  if (points.length === 0) return;
  const seeds = new RandomSource(seed).stream("random-search");
  const draws: fc.Arbitrary<Draw> = fc.record({
    input: prober.world.input,
    schedule: scheduleArbitrary(points, undefined, prober.faultsAt),
    seed: fc.nat(),
  });
  let law: DepthLaw | undefined;
  let left = trials;
  while (left > 0) {
    const isDue = (law?.trials ?? 0) < (trials - left) / 2;
    if (isDue) law ??= prober.odds.depth = depthLawOf(prober);
    const turn = isDue ? law : undefined;
    const parameters = { seed: seeds.uint32() | 0, numRuns: Math.min(batchSize, left) };
    prober.phase = "random";
    const batch = prober.guarded(batchSize + shrinkTrials, () =>
      turn === undefined
        ? runBatch(search, draws, parameters)
        : runBatchByDepth(search, turn, parameters),
    );
    if (batch.kind === "endless-loop") {
      yield batch;
      return;
    }
    left -= batch.value.runs;
    yield* batch.value.hits;
    yield undefined;
  }
}

/** How many trials fast-check draws, or the law, and from which seed. */
interface BatchParameters {
  readonly seed: number;
  readonly numRuns: number;
}

interface Batch {
  readonly runs: number;
  readonly hits: readonly Hit[];
}

function runBatchByDepth(
  { prober, isNew }: RandomSearch,
  law: DepthLaw,
  { seed, numRuns }: BatchParameters,
): Batch {
  const seeds = new RandomSource(seed).stream("depth");
  const decider = { kind: "chance", draw: (random: RandomStream) => law.draw(random) } as const;
  const hits: Hit[] = [];
  law.trials += numRuns;
  for (const input of fc.sample(prober.world.input, { seed, numRuns })) {
    const result = prober.run({ input, seed: seeds.uint32(), decider });
    if (!bucketsOf(result).some((bucket) => isNew(bucket, result))) continue;
    const first = { trial: prober.counts.trials, faults: result.strikes.length };
    hits.push({ kind: "hit", result, first });
  }
  return { runs: numRuns, hits };
}

function runBatch(
  { prober, isNew }: RandomSearch,
  draws: fc.Arbitrary<Draw>,
  parameters: BatchParameters,
): Batch {
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
    return { runs, hits: [] };
  }
  return { runs, hits: [{ kind: "hit", result: run(shrunk), first }] };
}
