import fc from "fast-check";
import { type FaultFamily, usualFamilies } from "../faults/fault.ts";
import { drainWorks, inMacrotask } from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import type { Decider, Seed, TrialResult } from "../trial/trial.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import type { World } from "../trial/world.ts";
import { type Bucket, bucketKey, bucketsOf } from "./bucket.ts";
import { confirm } from "./confirm.ts";
import { type TryDecider, enumerateOutages, enumerateSchedules } from "./exhaustive.ts";
import type { Divergence, Exploration, Finding, Stop } from "./finding.ts";
import type { Phase } from "./probe-counts.ts";
import { type EndlessLoop, Prober } from "./prober.ts";
import { type FirstSight, searchRandomly } from "./random.ts";
import { type Shrunk, shrink } from "./shrink.ts";
import { isSimpler, plainSeed } from "./simplicity.ts";
import { swarm } from "./swarm.ts";

/** How far a search goes. The same options give the same exploration. */
export interface ExploreOptions {
  readonly seed: Seed;
  /** All schedules of up to this many faults are enumerated, for each of the world's examples. */
  readonly maxFaults: number;
  /** The kinds of trouble that are tried; `usualFamilies` unless told otherwise. */
  readonly families: readonly FaultFamily[];
  /** Trials of random search behind the enumeration. */
  readonly randomTrials: number;
  /** Trials behind that in which each has a mixture of trouble of its own; none unless asked for. */
  readonly swarmTrials: number;
  /** Most trials that the enumeration may take; it tells when it was not enough. */
  readonly budgetTrials: number;
}

/** What `explore` does unless told otherwise: a few seconds. */
export const defaultExploreOptions: ExploreOptions = {
  seed: 1,
  maxFaults: 2,
  families: usualFamilies,
  randomTrials: 5_000,
  swarmTrials: 0,
  budgetTrials: 250_000,
};

/** Trials between two guards: few enough to find an endless loop soon. */
const batchSize = 100;

/** Trials that shrinking is given time for; it rarely takes a quarter of them. */
const shrinkTrials = 500;

/** The smallest trial of a bucket so far. */
interface Candidate {
  readonly bucket: Bucket;
  readonly result: TrialResult;
  readonly first: FirstSight;
  readonly tries: number;
}

/**
 * Searches a world for violations: by enumeration, then at random. Each is run twice, shrunk, and
 * written down as a scenario.
 *
 * @example
 * const { findings } = await explore(orderWorld, { maxFaults: 1 });
 */
export async function explore<Input, Ledgers>(
  world: World<Input, Ledgers>,
  options: Partial<ExploreOptions> = {},
): Promise<Exploration> {
  const settings = { ...defaultExploreOptions, ...options };
  return inMacrotask(() => {
    if (!drainWorks()) {
      throw new UsageError(
        `Node ${process.version} cannot drain its microtasks in one call, which searching needs; ` +
          `use Node 22, 24 or 26. Single trials, as in replay, work here too`,
      );
    }
    return new Explorer(world, settings).run();
  });
}

class Explorer {
  readonly #prober: Prober;
  readonly #options: ExploreOptions;
  readonly #candidates = new Map<string, Candidate>();
  readonly #divergences: Divergence[] = [];
  #stopped: Stop | undefined;

  constructor(world: World, options: ExploreOptions) {
    this.#prober = new Prober(world, options.families);
    this.#options = options;
  }

  /** Whether every further trial might keep the processor, or could not be replayed. */
  get #isOver(): boolean {
    // What is not the same twice cannot be searched.
    if (this.#prober.divergence !== undefined) this.#stopped = "not-deterministic";
    return this.#stopped !== undefined && this.#stopped !== "budget";
  }

  run(): Exploration {
    const { counts, world } = this.#prober;
    const { seed, maxFaults, families } = this.#options;
    const { faultsAt } = this.#prober;
    this.#enumerate("enumeration", (tryDecider) =>
      enumerateSchedules(maxFaults, faultsAt, tryDecider),
    );
    this.#enumerate("outages", (tryDecider) => enumerateOutages(faultsAt, tryDecider));
    this.#searchRandomly();
    this.#swarm();
    const findings = this.#findings();
    return {
      world: world.name,
      seed,
      maxFaults,
      families,
      counts,
      unseen: this.#prober.unseen,
      stopped: this.#stopped,
      findings,
      divergences: [this.#prober.divergence ?? [], this.#divergences].flat(),
    };
  }

  #enumerate(
    phase: "enumeration" | "outages",
    enumerate: (tryDecider: TryDecider) => Generator<TrialResult, void, void>,
  ): void {
    for (const { input } of this.#prober.world.examples) {
      const seed = plainSeed;
      const trials = enumerate((decider) => this.#prober.run({ input, seed, decider }));
      while (!this.#isOver && this.#hasBudget(phase) && this.#takeBatch(phase, trials));
    }
  }

  #hasBudget(phase: Phase): boolean {
    if (this.#prober.counts.spent[phase] < this.#options.budgetTrials) return true;
    this.#stopped = "budget";
    return false;
  }

  /** Takes some results of an enumeration under one guard; false at its end. */
  #takeBatch(phase: Phase, trials: Generator<TrialResult, void, void>): boolean {
    this.#prober.phase = phase;
    // The very first trial is the likeliest to show an endless loop.
    const size = this.#prober.counts.trials === 0 ? 1 : batchSize;
    const batch = this.#prober.guarded(size, () => this.#take(trials, size));
    if (batch.kind === "endless-loop") {
      this.#stopAt(batch);
      return false;
    }
    for (const { result, trial } of batch.value) {
      this.#consider(result, { trial, faults: result.strikes.length });
      // With faults it would not end either, at fifty times the price of a trial.
      if (result.cut !== undefined && result.strikes.length === 0) this.#stopped = "never-ends";
    }
    return batch.value.length === size;
  }

  #take(
    trials: Generator<TrialResult, void, void>,
    size: number,
  ): readonly { readonly result: TrialResult; readonly trial: number }[] {
    const taken = [];
    while (taken.length < size) {
      const { value: result } = trials.next();
      if (result === undefined) break;
      taken.push({ result, trial: this.#prober.counts.trials });
    }
    return taken;
  }

  #searchRandomly(): void {
    if (this.#isOver) return;
    const hits = searchRandomly({
      prober: this.#prober,
      seed: this.#options.seed,
      trials: this.#options.randomTrials,
      points: [...this.#prober.counts.points.keys()],
      isNew: (bucket, result) => this.#isNew(bucket, result),
    });
    for (const hit of hits) {
      if (this.#isOver) return;
      if (hit.kind === "endless-loop") this.#stopAt(hit);
      else this.#consider(hit.result, hit.first);
    }
  }

  /** Generated orders, each under trouble of its own. */
  #swarm(): void {
    const { swarmTrials, families, seed } = this.#options;
    const seeds = new RandomSource(seed).stream("swarm");
    const draw = (random: RandomStream) => swarm(families, random);
    for (let left = swarmTrials; left > 0 && !this.#isOver; left -= batchSize) {
      const numRuns = Math.min(batchSize, left);
      const inputs = fc.sample(this.#prober.world.input, { seed: seeds.uint32() | 0, numRuns });
      this.#prober.phase = "swarm";
      const batch = this.#prober.guarded(numRuns, () =>
        inputs.map((input) => {
          const decider: Decider = { kind: "chance", draw };
          const result = this.#prober.run({ input, seed: seeds.uint32(), decider });
          return { result, trial: this.#prober.counts.trials };
        }),
      );
      if (batch.kind === "endless-loop") return this.#stopAt(batch);
      for (const { result, trial } of batch.value) {
        this.#consider(result, { trial, faults: result.strikes.length });
      }
    }
  }

  #stopAt({ result }: EndlessLoop): void {
    this.#stopped = "endless-loop";
    const { trials: trial } = this.#prober.counts;
    this.#consider(result, { trial, faults: result.strikes.length });
  }

  /** Keeps a trial that falls into a new bucket, or into a known one in a simpler way. */
  #consider(result: TrialResult, sight: FirstSight): void {
    for (const bucket of bucketsOf(result)) {
      if (!this.#isNew(bucket, result)) continue;
      const known = this.#candidates.get(bucketKey(bucket));
      const first = known?.first ?? sight;
      const shrunk = this.#shrink(bucket, result);
      const tries = (known?.tries ?? 0) + shrunk.tries;
      const candidate = { bucket, result: shrunk.result, first, tries };
      this.#candidates.set(bucketKey(bucket), candidate);
    }
  }

  #isNew(bucket: Bucket, result: TrialResult): boolean {
    const known = this.#candidates.get(bucketKey(bucket));
    return known === undefined || isSimpler(this.#prober.world, result, known.result);
  }

  #shrink(bucket: Bucket, result: TrialResult): Shrunk {
    // Each try would take as long as the guard waits.
    if (result.cut?.kind === "endless-loop") return { result, tries: 0 };
    this.#prober.phase = "shrinking";
    const shrunk = this.#prober.guarded(shrinkTrials, () => shrink(this.#prober, bucket, result));
    return shrunk.kind === "finished" ? shrunk.value : { result, tries: 0 };
  }

  #findings(): readonly Finding[] {
    const candidates = [...this.#candidates.values()];
    const isSagas = (invariant: string) =>
      this.#candidates.has(bucketKey({ invariant, tier: "saga" }));
    // What the saga could have prevented needs no second case that it could not.
    const wanted = candidates.filter(
      ({ bucket }) => bucket.tier === "saga" || !isSagas(bucket.invariant),
    );
    const order = [...this.#prober.world.invariantNames, endsAfterFaultsStop];
    const rank = ({ bucket }: Candidate) =>
      (bucket.tier === "saga" ? 0 : order.length) + order.indexOf(bucket.invariant);
    return wanted
      .toSorted((one, other) => rank(one) - rank(other))
      .flatMap((candidate) => this.#write(candidate));
  }

  #write({ bucket, result, first, tries }: Candidate): readonly Finding[] {
    const confirmed = confirm(this.#prober, bucket, result);
    if (confirmed.kind === "diverged") {
      this.#divergences.push(confirmed.divergence);
      return [];
    }
    const { trial: firstTrial, faults: firstFaults } = first;
    return [{ ...confirmed.counterexample, bucket, firstTrial, firstFaults, tries }];
  }
}
