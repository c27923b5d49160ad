import { recorded } from "../faults/adversary.ts";
import { type Strike, scheduleOf } from "../faults/schedule.ts";
import type { Decider, Seed, TrialPlan, TrialResult } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import type { Prober } from "./prober.ts";
import { isSimpler, plainSeed } from "./simplicity.ts";

/** The smallest trial found that still falls into the bucket, and how many were tried for it. */
export interface Shrunk {
  readonly result: TrialResult;
  readonly tries: number;
}

/** Told of each trial that is smaller than the one before. */
type OnSmaller = (smaller: TrialResult) => void;

const maxRounds = 8;

/** Trials that making one smaller may take; it rarely takes a quarter of them. */
const maxTries = 1_000;

/**
 * Makes a violating trial smaller by leaving out and weakening faults, as long as it stays in its
 * bucket: fewer faults, then fewer bursts, then milder ones; simpler inputs and the plain seed where
 * they do. Faults are known by the progress at which they struck, so leaving one out does not move
 * the others.
 */
export function shrink(
  prober: Prober,
  bucket: Bucket,
  found: TrialResult,
  onSmaller: OnSmaller = () => {},
): Shrunk {
  const attempt = new Attempt(prober, bucket, found, onSmaller);
  for (let round = 0; round < maxRounds; round++) {
    const before = attempt.best;
    attempt.simplifyInput();
    attempt.dropBursts();
    attempt.dropFaults();
    attempt.dropPairs();
    attempt.weakenPoints();
    if (attempt.best === before) break;
  }
  return { result: attempt.best, tries: attempt.tries };
}

/** Like `shrink`, but an endless loop in the code under test leaves the trial as it is. */
export function shrinkGuarded(
  prober: Prober,
  bucket: Bucket,
  found: TrialResult,
  onSmaller?: OnSmaller,
): Shrunk {
  // Each try would take as long as the guard waits.
  if (found.cut?.kind === "endless-loop") return { result: found, tries: 0 };
  prober.phase = "shrinking";
  const shrunk = prober.guarded(maxTries, () => shrink(prober, bucket, found, onSmaller));
  return shrunk.kind === "finished" ? shrunk.value : { result: found, tries: 0 };
}

/** Of more faults there are too many pairs to try. */
const mostPaired = 24;

class Attempt {
  best: TrialResult;
  tries = 0;

  readonly #prober: Prober;
  readonly #bucket: Bucket;
  readonly #onSmaller: OnSmaller;

  constructor(prober: Prober, bucket: Bucket, found: TrialResult, onSmaller: OnSmaller) {
    this.#prober = prober;
    this.#bucket = bucket;
    this.#onSmaller = onSmaller;
    this.best = found;
  }

  simplifyInput(): void {
    const { strikes, input } = this.best;
    this.#try(strikes, { input, seed: plainSeed });
    for (const example of this.#prober.world.examples) {
      if (this.best.input === example.input) return;
      if (this.#try(this.best.strikes, { input: example.input, seed: this.best.seed })) return;
    }
  }

  /** Leaves out whole bursts: what strikes a hundred times is one trouble. */
  dropBursts(): void {
    for (const { at, fault, from, times } of scheduleOf(this.best.strikes)) {
      const isOfBurst = (strike: Strike): boolean =>
        strike.at === at &&
        strike.fault === fault &&
        strike.nth >= from &&
        strike.nth < from + times;
      this.#try(this.best.strikes.filter((strike) => !isOfBurst(strike)));
    }
  }

  /** Delta debugging: leaves out chunks, from half of the faults down to single ones. */
  dropFaults(): void {
    for (let size = this.best.strikes.length; size >= 1; size = Math.floor(size / 2)) {
      let start = 0;
      while (start < this.best.strikes.length) {
        const { strikes } = this.best;
        const kept = [...strikes.slice(0, start), ...strikes.slice(start + size)];
        if (!this.#try(kept)) start += size;
      }
    }
  }

  /** Two faults that only cancel each other can go only together. */
  dropPairs(): void {
    if (this.best.strikes.length > mostPaired) return;
    for (let one = 0; one < this.best.strikes.length; one++) {
      for (let other = one + 1; other < this.best.strikes.length; other++) {
        const kept = this.best.strikes.filter((_, index) => index !== one && index !== other);
        if (this.#try(kept)) other = one;
      }
    }
  }

  /** Gives all faults of a point one kind, the mildest that will do; then each fault alone. */
  weakenPoints(): void {
    for (const at of new Set(this.best.strikes.map((strike) => strike.at))) {
      for (const fault of this.#prober.faultsAt(at)) {
        const changed = this.best.strikes.map((strike) =>
          strike.at === at ? { ...strike, fault } : strike,
        );
        if (this.#try(changed)) break;
      }
    }
    for (const [index, { at }] of this.best.strikes.entries()) {
      for (const fault of this.#prober.faultsAt(at)) {
        const changed = this.best.strikes.map((strike, position) =>
          position === index ? { ...strike, fault } : strike,
        );
        if (this.#try(changed)) break;
      }
    }
  }

  /**
   * Runs a candidate; it becomes the best if it is in the bucket and costs less. Where a fault is left out, the others
   * are known by the progress at which they struck, or else by the pass: a retry less is an attempt less as well.
   */
  #try(
    strikes: readonly Strike[],
    { input, seed }: { input: unknown; seed: Seed } = this.best,
  ): boolean {
    const isLess = strikes.length > 0 && strikes.length < this.best.strikes.length;
    const byProgress: Decider = { kind: "adversary", adversary: recorded(strikes) };
    const byPass: Decider = { kind: "schedule", schedule: scheduleOf(strikes) };
    const deciders = isLess ? [byProgress, byPass] : [byProgress];
    return deciders.some((decider) => this.#run({ input, seed, decider }));
  }

  #run(plan: TrialPlan): boolean {
    if (this.tries === maxTries) return false;
    this.tries++;
    const result = this.#prober.run(plan);
    if (violationIn(result, this.#bucket) === undefined) return false;
    if (!isSimpler(this.#prober.world, result, this.best)) return false;
    this.best = result;
    this.#onSmaller(result);
    return true;
  }
}
