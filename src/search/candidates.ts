import type { Scenario } from "../trial/scenario.ts";
import type { TrialResult } from "../trial/trial.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import { type Bucket, bucketKey, bucketsOf } from "./bucket.ts";
import { confirm } from "./confirm.ts";
import type { Divergence, Finding, OtherWays } from "./finding.ts";
import type { Prober } from "./prober.ts";
import type { FirstSight } from "./random.ts";
import { shrinkGuarded } from "./shrink.ts";
import { isSimpler } from "./simplicity.ts";
import { type RepeatableTrial, repeated, toRepeat } from "./repeat.ts";
import { Ways, type WaysState, isSameWay } from "./ways.ts";
import { brokenIn } from "./write-down.ts";

/** Told of a bucket's first trial, and of each smaller one. */
type OnSmaller = (bucket: Bucket, scenario: Scenario) => void;

/** The smallest trial of a bucket so far. */
interface Candidate {
  readonly bucket: Bucket;
  readonly result: TrialResult;
  readonly first: FirstSight;
  readonly tries: number;
}

/** Candidates as plain data. */
export interface CandidatesState {
  readonly known: readonly (Omit<Candidate, "result"> & { readonly trial: RepeatableTrial })[];
  readonly ways: readonly (readonly [string, WaysState])[];
}

/** What a search has found so far: one trial for each bucket, as small as it could be made. */
export class Candidates {
  readonly #prober: Prober;
  readonly #known = new Map<string, Candidate>();
  readonly #ways = new Map<string, Ways>();
  readonly #tellsWays: boolean;
  readonly #onSmaller: OnSmaller;

  /** `tellsWays`: whether to look for further ways in which the same invariant breaks. */
  constructor(prober: Prober, tellsWays: boolean, onSmaller: OnSmaller = () => {}) {
    this.#prober = prober;
    this.#tellsWays = tellsWays;
    this.#onSmaller = onSmaller;
  }

  /** How many buckets have a trial. */
  get count(): number {
    return this.#known.size;
  }

  /** Keeps a trial that falls into a new bucket, or into a known one in a simpler way. */
  consider(result: TrialResult, sight: FirstSight): void {
    for (const bucket of bucketsOf(result)) {
      if (this.isNew(bucket, result)) this.#improve(bucket, result, sight);
      else if (this.#tellsWays) {
        const shrink = () => shrinkGuarded(this.#prober, bucket, result).result;
        this.#waysOf(bucket).add(result, shrink);
      }
    }
  }

  #improve(bucket: Bucket, result: TrialResult, sight: FirstSight): void {
    const known = this.#known.get(bucketKey(bucket));
    const first = known?.first ?? sight;
    const tell = (smaller: TrialResult) =>
      this.#onSmaller(bucket, brokenIn(this.#prober.world, bucket, smaller));
    tell(result);
    const shrunk = shrinkGuarded(this.#prober, bucket, result, tell);
    const tries = (known?.tries ?? 0) + shrunk.tries;
    this.#known.set(bucketKey(bucket), { bucket, result: shrunk.result, first, tries });
    this.#waysOf(bucket).add(result, () => shrunk.result);
  }

  #waysOf(bucket: Bucket): Ways {
    const key = bucketKey(bucket);
    const ways = this.#ways.get(key) ?? new Ways();
    this.#ways.set(key, ways);
    return ways;
  }

  /** What it has found, as plain data. */
  get state(): CandidatesState {
    return {
      known: Array.from(this.#known.values(), ({ result, ...rest }) => ({
        ...rest,
        trial: toRepeat(result),
      })),
      ways: Array.from(this.#ways, ([key, ways]) => [key, ways.state]),
    };
  }

  /** Finds again what an earlier search had found. */
  comeBack({ known, ways }: CandidatesState): void {
    const repeat = (trial: RepeatableTrial) => repeated(this.#prober, trial);
    for (const { trial, ...rest } of known) {
      const result = repeat(trial);
      this.#known.set(bucketKey(rest.bucket), { ...rest, result });
      this.#onSmaller(rest.bucket, brokenIn(this.#prober.world, rest.bucket, result));
    }
    for (const [key, state] of ways) this.#ways.set(key, new Ways(state, repeat));
  }

  isNew(bucket: Bucket, result: TrialResult): boolean {
    const known = this.#known.get(bucketKey(bucket));
    return known === undefined || isSimpler(this.#prober.world, result, known.result);
  }

  /**
   * Confirmed and written down, the saga's own first; what was not the same twice is a divergence. All schedules
   * of up to `completeUpTo` faults have been tried on the world's examples.
   */
  written(
    completeUpTo: number,
    explain: boolean,
  ): {
    readonly findings: readonly Finding[];
    readonly divergences: readonly Divergence[];
  } {
    const findings: Finding[] = [];
    const divergences: Divergence[] = [];
    for (const { bucket, result, first, tries } of this.#wanted()) {
      const confirmed = confirm(this.#prober, bucket, result, explain);
      if (confirmed.kind === "diverged") divergences.push(confirmed.divergence);
      else {
        const { trial: firstTrial, faults: firstFaults } = first;
        const isProvenSmallest =
          result.strikes.length <= completeUpTo + 1 &&
          this.#prober.world.examples.some(({ input }) => input === result.input);
        const sight = { firstTrial, firstFaults, isProvenSmallest };
        const ways = this.#otherWays(bucket, result);
        findings.push({ ...confirmed.counterexample, bucket, ...sight, tries, ways });
      }
    }
    return { findings, divergences };
  }

  #otherWays(bucket: Bucket, smallest: TrialResult): OtherWays {
    const ways = this.#waysOf(bucket);
    const others = ways.all.filter((way) => !isSameWay(way.result, smallest));
    const told = others.map(({ result, trials }) => ({
      scenario: brokenIn(this.#prober.world, bucket, result),
      status: result.outcome.status,
      trials,
    }));
    return { told, unknown: ways.unknown };
  }

  /** What the saga could have prevented needs no second case that it could not. */
  #wanted(): readonly Candidate[] {
    const isSagas = (invariant: string) => this.#known.has(bucketKey({ invariant, tier: "saga" }));
    const order = [...this.#prober.world.invariantNames, endsAfterFaultsStop];
    const rank = ({ bucket }: Candidate) =>
      (bucket.tier === "saga" ? 0 : order.length) + order.indexOf(bucket.invariant);
    return [...this.#known.values()]
      .filter(({ bucket }) => bucket.tier === "saga" || !isSagas(bucket.invariant))
      .toSorted((one, other) => rank(one) - rank(other));
  }
}
