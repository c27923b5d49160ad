import fc from "fast-check";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import type { Decider, TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { Candidates } from "./candidates.ts";
import { Enumeration, type Frontier, enumerateOutages } from "./exhaustive.ts";
import type { Attendant, ExploreOptions } from "./explore.ts";
import type { Exploration, Stop } from "./finding.ts";
import { type Kept, pack, unpack } from "./kept-search.ts";
import { Merging } from "./merging.ts";
import type { Phase } from "./probe-counts.ts";
import { type EndlessLoop, Prober } from "./prober.ts";
import { searchRandomly } from "./random.ts";
import { plainSeed } from "./simplicity.ts";
import { swarm } from "./swarm.ts";
import { type Trier, type TryDecider, WholeTrier } from "./trier.ts";

/** Trials between two guards: few enough to find an endless loop soon. */
const batchSize = 100;

/** The results of trials, one after the other; none for a trial whose rest is known from another one. */
type Trials = Generator<TrialResult | undefined, void, void>;

/** When an enumeration may end before its end: for good, and where it can be taken up again. */
interface Ends {
  readonly isEnough: () => boolean;
  readonly isBetween: () => boolean;
}

/** One search of a world, a batch of trials at a time. */
export class Explorer {
  readonly #prober: Prober;
  readonly #options: ExploreOptions;
  readonly #candidates: Candidates;
  readonly #attendant: Attendant;
  #stopped: Stop | undefined;
  #kept: Kept | undefined;
  #isTakenUp = false;

  constructor(world: World, options: ExploreOptions, attendant: Attendant) {
    this.#prober = new Prober(world, options.families);
    this.#candidates = new Candidates(this.#prober, options.explain, attendant.onSmaller);
    this.#options = options;
    this.#attendant = attendant;
  }

  /** Whether every further trial might keep the processor, or could not be replayed. */
  get #isOver(): boolean {
    // What is not the same twice cannot be searched.
    if (this.#prober.divergence !== undefined) this.#stopped = "not-deterministic";
    else if (this.#options.stopAtFirst && this.#candidates.count > 0) {
      // A budget that was used up ends one way of searching only.
      if (this.#stopped === undefined || this.#stopped === "budget") this.#stopped = "found";
    }
    return this.#stopped !== undefined && this.#stopped !== "budget";
  }

  *run(): Generator<void, Exploration, void> {
    const { world } = this.#prober;
    const { seed, maxFaults, families, explain } = this.#options;
    const merging = yield* this.#enumerateSchedules();
    const completeUpTo = this.#stopped === undefined ? maxFaults : -1;
    yield* this.#enumerateOutages();
    yield* this.#searchRandomly();
    yield* this.#swarm();
    const { findings, divergences } = this.#candidates.written(completeUpTo, explain);
    return {
      world: world.name,
      seed,
      maxFaults,
      families,
      counts: this.#prober.counts,
      merging: merging.report,
      odds: this.#prober.odds,
      unseen: this.#prober.unseen,
      stopped: this.#stopped,
      findings,
      divergences: [this.#prober.divergence ?? [], divergences].flat(),
      kept: this.#pack(),
      isTakenUp: this.#isTakenUp,
    };
  }

  /** Merges equal situations, until something shows that they are not; then begins anew without. */
  *#enumerateSchedules(): Generator<void, Merging, void> {
    const inputs = this.#prober.world.examples.map(({ input }) => input);
    const kept = this.#comeBack();
    const merging = new Merging(this.#prober, this.#options, kept?.merging);
    let frontier = kept?.frontier;
    if (merging.isOn) {
      const isEnough = () => !merging.isOn;
      yield* this.#enumerate(merging.triersFor(inputs), { frontier, merging, isEnough });
      if (merging.isOn) return merging;
      frontier = undefined;
    }
    const triers = inputs.map((input) => new WholeTrier(this.#runOn(input)));
    yield* this.#enumerate(triers, { frontier, merging, isEnough: () => false });
    return merging;
  }

  *#enumerate(
    triers: readonly Trier[],
    {
      frontier,
      merging,
      isEnough,
    }: {
      readonly frontier: Frontier | undefined;
      readonly merging: Merging;
      readonly isEnough: () => boolean;
    },
  ): Generator<void, void, void> {
    const { maxFaults } = this.#options;
    const { faultsAt } = this.#prober;
    const enumeration = new Enumeration(maxFaults, faultsAt, triers, frontier);
    yield* this.#takeAll("enumeration", enumeration.trials(), {
      isEnough,
      isBetween: () => enumeration.isBetween,
    });
    // The budget may have ended in the middle of a schedule's extensions: those would be counted twice.
    if (!enumeration.isBetween) return;
    this.#kept = {
      frontier: enumeration.frontier,
      merging: merging.state,
      counts: structuredClone(this.#prober.counts),
      unseen: this.#prober.unseen,
      candidates: this.#candidates.state,
    };
  }

  *#enumerateOutages(): Generator<void, void, void> {
    const { maxOutages } = this.#options;
    if (maxOutages === 0) return;
    for (const { input } of this.#prober.world.examples) {
      yield* this.#takeAll(
        "outages",
        enumerateOutages(maxOutages, this.#prober.faultsAt, this.#runOn(input)),
      );
    }
  }

  #runOn(input: unknown): TryDecider {
    return (decider) => this.#prober.run({ input, seed: plainSeed, decider });
  }

  *#takeAll(
    phase: Phase,
    trials: Trials,
    { isEnough, isBetween }: Ends = { isEnough: () => false, isBetween: () => true },
  ): Generator<void, void, void> {
    for (;;) {
      const isUnwanted = this.#attendant.wantsStop?.() === true;
      if (isUnwanted && isBetween()) this.#interrupt();
      if (this.#isOver || isEnough() || !this.#hasBudget(phase)) return;
      if (!this.#takeBatch(phase, trials, isUnwanted ? 1 : batchSize)) return;
      yield;
    }
  }

  #hasBudget(phase: Phase): boolean {
    if (this.#prober.counts.spent[phase] < this.#options.budgetTrials) return true;
    this.#stopped = "budget";
    return false;
  }

  /** Takes some results of an enumeration under one guard; false at its end. */
  #takeBatch(phase: Phase, trials: Trials, most: number): boolean {
    this.#prober.phase = phase;
    const size = this.#prober.counts.trials === 0 ? 1 : most;
    const batch =
      this.#prober.endlessLoopAtTheStart() ??
      this.#prober.guarded(size, () => this.#take(trials, size));
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
    const { stopAtFirst } = this.#options;
    // Checking merges takes trials as well.
    while (taken.length < size && counts.spent[phase] < this.#options.budgetTrials) {
      const { value: result, done } = trials.next();
      if (done === true) return { taken, isDone: true };
      taken.push({ result, trial: counts.trials });
      if (stopAtFirst && result !== undefined && result.violations.length > 0) break;
    }
    return { taken, isDone: false };
  }

  *#searchRandomly(): Generator<void, void, void> {
    if (this.#isOver) return;
    const hits = searchRandomly({
      prober: this.#prober,
      seed: this.#options.seed,
      trials: this.#options.randomTrials,
      points: [...this.#prober.counts.points.keys()],
      isNew: (bucket, result) => this.#candidates.isNew(bucket, result),
    });
    for (const hit of hits) {
      if (this.#isOver || this.#isInterrupted()) return;
      yield;
      if (hit === undefined) continue;
      if (hit.kind === "endless-loop") this.#stopAt(hit);
      else this.#candidates.consider(hit.result, hit.first);
    }
  }

  /** Generated orders, each under trouble of its own. */
  *#swarm(): Generator<void, void, void> {
    const { swarmTrials, families, seed } = this.#options;
    const seeds = new RandomSource(seed).stream("swarm");
    const draw = (random: RandomStream) => swarm(families, random);
    for (let left = swarmTrials; left > 0 && !this.#isOver; left -= batchSize) {
      if (this.#isInterrupted()) return;
      yield;
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

  #isInterrupted(): boolean {
    if (this.#attendant.wantsStop?.() === true) this.#interrupt();
    return this.#stopped === "interrupted";
  }

  /** A search whose enumeration has used up its budget goes on with the rest, and can be interrupted in that. */
  #interrupt(): void {
    if (this.#stopped === undefined || this.#stopped === "budget") this.#stopped = "interrupted";
  }

  /** What an earlier search has left, if it was the same, of the same code. */
  #comeBack(): Kept | undefined {
    const { kept, onOther } = this.#attendant;
    if (kept === undefined) return undefined;
    const state = unpack(kept, this.#prober, this.#options);
    if (typeof state === "string") {
      onOther?.(state);
      return undefined;
    }
    this.#isTakenUp = true;
    this.#prober.counts = state.counts;
    this.#prober.unseen = state.unseen;
    this.#candidates.comeBack(state.candidates);
    return state;
  }

  #pack(): Uint8Array | undefined {
    if (this.#stopped !== "interrupted" || this.#kept === undefined) return undefined;
    return pack(this.#kept, this.#prober, this.#options);
  }

  #stopAt({ result }: EndlessLoop): void {
    this.#stopped = "endless-loop";
    const { trials: trial } = this.#prober.counts;
    this.#candidates.consider(result, { trial, faults: result.strikes.length });
  }
}
