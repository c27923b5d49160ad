import type { TrialResult } from "../trial/trial.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import { type Bucket, bucketKey, bucketsOf } from "./bucket.ts";
import { confirm } from "./confirm.ts";
import type { Divergence, Finding } from "./finding.ts";
import type { Prober } from "./prober.ts";
import type { FirstSight } from "./random.ts";
import { shrinkGuarded } from "./shrink.ts";
import { isSimpler } from "./simplicity.ts";

/** The smallest trial of a bucket so far. */
interface Candidate {
  readonly bucket: Bucket;
  readonly result: TrialResult;
  readonly first: FirstSight;
  readonly tries: number;
}

/** What a search has found so far: one trial for each bucket, as small as it could be made. */
export class Candidates {
  readonly #prober: Prober;
  readonly #known = new Map<string, Candidate>();

  constructor(prober: Prober) {
    this.#prober = prober;
  }

  /** How many buckets have a trial. */
  get count(): number {
    return this.#known.size;
  }

  /** Keeps a trial that falls into a new bucket, or into a known one in a simpler way. */
  consider(result: TrialResult, sight: FirstSight): void {
    for (const bucket of bucketsOf(result)) {
      if (!this.isNew(bucket, result)) continue;
      const known = this.#known.get(bucketKey(bucket));
      const first = known?.first ?? sight;
      const shrunk = shrinkGuarded(this.#prober, bucket, result);
      const tries = (known?.tries ?? 0) + shrunk.tries;
      this.#known.set(bucketKey(bucket), { bucket, result: shrunk.result, first, tries });
    }
  }

  isNew(bucket: Bucket, result: TrialResult): boolean {
    const known = this.#known.get(bucketKey(bucket));
    return known === undefined || isSimpler(this.#prober.world, result, known.result);
  }

  /**
   * Confirmed and written down, the saga's own first; what was not the same twice is a divergence. All schedules
   * of up to `triedFaults` have been tried on the world's examples.
   */
  written(
    triedFaults: number,
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
          result.strikes.length <= triedFaults + 1 &&
          this.#prober.world.examples.some(({ input }) => input === result.input);
        const sight = { firstTrial, firstFaults, isProvenSmallest };
        findings.push({ ...confirmed.counterexample, bucket, ...sight, tries });
      }
    }
    return { findings, divergences };
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
