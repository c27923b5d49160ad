import fc from "fast-check";
import { type FaultFamily, usualFamilies } from "../faults/fault.ts";
import { drainWorks, inMacrotask } from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import type { Decider, Seed, TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { Candidates } from "./candidates.ts";
import { enumerateOutages, enumerateSchedules } from "./exhaustive.ts";
import type { Exploration, Stop } from "./finding.ts";
import { Merging, type MergingReport } from "./merging.ts";
import type { Phase } from "./probe-counts.ts";
import { type EndlessLoop, Prober } from "./prober.ts";
import { searchRandomly } from "./random.ts";
import { plainSeed } from "./simplicity.ts";
import { swarm } from "./swarm.ts";
import { type TryDecider, WholeTrier } from "./trier.ts";

/** How far a search goes. The same options give the same exploration. */
export interface ExploreOptions {
  readonly seed: Seed;
  /**
   * All schedules of up to this many faults are enumerated, for each of the world's examples; with `Infinity`
   * until no situation is left that is new.
   */
  readonly maxFaults: number;
  /**
   * Whether trials end where they come into a situation in which an earlier one has been. It makes no
   * difference to what is found, and most of the difference to how long that takes.
   */
  readonly merge: boolean;
  /** The kinds of trouble that are tried; `usualFamilies` unless told otherwise. */
  readonly families: readonly FaultFamily[];
  /** How many points are struck at a time for as long as anyone retries: none, each (1), or each pair (2). */
  readonly maxOutages: number;
  /** Trials of random search behind the enumeration. */
  readonly randomTrials: number;
  /** Trials behind that in which each has a mixture of trouble of its own; none unless asked for. */
  readonly swarmTrials: number;
  /** Most trials that the enumeration may take; it tells when it was not enough. */
  readonly budgetTrials: number;
  /** Whether to be content with the first violation. */
  readonly stopAtFirst: boolean;
  /** Whether to try what decides each violation, and what makes no difference to it: some hundred trials more. */
  readonly explain: boolean;
}

/** What `explore` does unless told otherwise: a few seconds. */
export const defaultExploreOptions: ExploreOptions = {
  seed: 1,
  maxFaults: 2,
  merge: true,
  families: usualFamilies,
  maxOutages: 1,
  randomTrials: 5_000,
  swarmTrials: 0,
  budgetTrials: 250_000,
  stopAtFirst: false,
  explain: true,
};

/** Trials between two guards: few enough to find an endless loop soon. */
const batchSize = 100;

/** The results of trials, one after the other; none for a trial whose rest is known from another one. */
type Trials = Generator<TrialResult | undefined, void, void>;

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
  readonly #candidates: Candidates;
  #stopped: Stop | undefined;

  constructor(world: World, options: ExploreOptions) {
    this.#prober = new Prober(world, options.families);
    this.#candidates = new Candidates(this.#prober);
    this.#options = options;
  }

  /** Whether every further trial might keep the processor, or could not be replayed. */
  get #isOver(): boolean {
    // What is not the same twice cannot be searched.
    if (this.#prober.divergence !== undefined) this.#stopped = "not-deterministic";
    else if (this.#options.stopAtFirst && this.#candidates.count > 0) this.#stopped ??= "found";
    return this.#stopped !== undefined && this.#stopped !== "budget";
  }

  run(): Exploration {
    const { counts, world } = this.#prober;
    const { seed, maxFaults, families, explain } = this.#options;
    const merging = this.#enumerateSchedules();
    const triedFaults = this.#stopped === undefined ? maxFaults : -1;
    this.#enumerateOutages();
    this.#searchRandomly();
    this.#swarm();
    const { findings, divergences } = this.#candidates.written(triedFaults, explain);
    return {
      world: world.name,
      seed,
      maxFaults,
      families,
      counts,
      merging,
      odds: this.#prober.odds,
      unseen: this.#prober.unseen,
      stopped: this.#stopped,
      findings,
      divergences: [this.#prober.divergence ?? [], divergences].flat(),
    };
  }

  /** Merges equal situations, until something shows that they are not; then begins anew without. */
  #enumerateSchedules(): MergingReport {
    const { maxFaults, merge, seed } = this.#options;
    const { faultsAt } = this.#prober;
    const inputs = this.#prober.world.examples.map(({ input }) => input);
    const merging = new Merging(this.#prober, seed);
    if (merge) {
      const triers = inputs.map((input) => merging.trierFor(input));
      const trials = enumerateSchedules(maxFaults, faultsAt, triers);
      this.#takeAll("enumeration", trials, () => merging.refusal !== undefined);
      if (merging.refusal === undefined) return merging.report;
    }
    const triers = inputs.map((input) => new WholeTrier(this.#runOn(input)));
    this.#takeAll("enumeration", enumerateSchedules(maxFaults, faultsAt, triers));
    return merge ? merging.report : { kind: "off" };
  }

  #enumerateOutages(): void {
    const { maxOutages } = this.#options;
    if (maxOutages === 0) return;
    for (const { input } of this.#prober.world.examples) {
      this.#takeAll(
        "outages",
        enumerateOutages(maxOutages, this.#prober.faultsAt, this.#runOn(input)),
      );
    }
  }

  #runOn(input: unknown): TryDecider {
    return (decider) => this.#prober.run({ input, seed: plainSeed, decider });
  }

  #takeAll(phase: Phase, trials: Trials, isEnough: () => boolean = () => false): void {
    while (
      !this.#isOver &&
      !isEnough() &&
      this.#hasBudget(phase) &&
      this.#takeBatch(phase, trials)
    );
  }

  #hasBudget(phase: Phase): boolean {
    if (this.#prober.counts.spent[phase] < this.#options.budgetTrials) return true;
    this.#stopped = "budget";
    return false;
  }

  /** Takes some results of an enumeration under one guard; false at its end. */
  #takeBatch(phase: Phase, trials: Trials): boolean {
    this.#prober.phase = phase;
    // The very first trial is the likeliest to show an endless loop.
    const size = this.#prober.counts.trials === 0 ? 1 : batchSize;
    const batch = this.#prober.guarded(size, () => this.#take(trials, size));
    if (batch.kind === "endless-loop") {
      this.#stopAt(batch);
      return false;
    }
    for (const { result, trial } of batch.value.taken) {
      if (result === undefined) continue;
      this.#candidates.consider(result, { trial, faults: result.strikes.length });
      // With faults it would not end either, at fifty times the price of a trial.
      if (result.cut !== undefined && result.strikes.length === 0) this.#stopped = "never-ends";
    }
    return !batch.value.isDone;
  }

  #take(
    trials: Trials,
    size: number,
  ): {
    readonly taken: readonly { readonly result: TrialResult | undefined; readonly trial: number }[];
    readonly isDone: boolean;
  } {
    const taken = [];
    const { counts, phase } = this.#prober;
    // Checking merges takes trials as well.
    while (taken.length < size && counts.spent[phase] < this.#options.budgetTrials) {
      const { value: result, done } = trials.next();
      if (done === true) return { taken, isDone: true };
      taken.push({ result, trial: counts.trials });
    }
    return { taken, isDone: false };
  }

  #searchRandomly(): void {
    if (this.#isOver) return;
    const hits = searchRandomly({
      prober: this.#prober,
      seed: this.#options.seed,
      trials: this.#options.randomTrials,
      points: [...this.#prober.counts.points.keys()],
      isNew: (bucket, result) => this.#candidates.isNew(bucket, result),
    });
    for (const hit of hits) {
      if (this.#isOver) return;
      if (hit.kind === "endless-loop") this.#stopAt(hit);
      else this.#candidates.consider(hit.result, hit.first);
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
        this.#candidates.consider(result, { trial, faults: result.strikes.length });
      }
    }
  }

  #stopAt({ result }: EndlessLoop): void {
    this.#stopped = "endless-loop";
    const { trials: trial } = this.#prober.counts;
    this.#candidates.consider(result, { trial, faults: result.strikes.length });
  }
}
