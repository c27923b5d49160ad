import { RandomSource } from "../kernel/random.ts";
import type { Seed } from "../trial/trial.ts";
import { Merger } from "./merger.ts";
import type { Prober } from "./prober.ts";
import { plainSeed } from "./simplicity.ts";
import type { Trier } from "./trier.ts";
import { Twins } from "./twins.ts";

/** What merging equal situations has saved, or why nothing was merged. */
export type MergingReport =
  | { readonly kind: "off" }
  | { readonly kind: "refused"; readonly why: string }
  | {
      readonly kind: "merged";
      /** Different situations in which trials have been. */
      readonly situations: number;
      /** Trials that ended in a situation in which an earlier one had been. */
      readonly merged: number;
      /** Faults that were not tried, because they had always come to the same as others. */
      readonly leftOut: number;
      /**
       * Merges that were checked by running both trials to the end, as they were and with further faults. Those
       * that a single fault led to are all compared to the end, and not counted here.
       */
      readonly audits: number;
      /** Why situations could not be compared, and how often; each was tried on its own. */
      readonly obstacles: ReadonlyMap<string, number>;
    };

/** Merges equal situations of a world, as long as nothing shows that its handler does not allow it. */
export class Merging {
  readonly #prober: Prober;
  readonly #audits: RandomSource;
  readonly #mergers: Merger[] = [];
  readonly #twins = new Twins();

  constructor(prober: Prober, seed: Seed) {
    this.#prober = prober;
    this.#audits = new RandomSource(seed);
  }

  /** Why this world's situations must not be merged, once that is known. */
  get refusal(): string | undefined {
    return this.#mergers.find(({ objection }) => objection !== undefined)?.objection;
  }

  /** Whoever tries the schedules for one input. */
  trierFor(input: unknown): Trier {
    const random = this.#audits.stream(`audits ${this.#mergers.length}`);
    const twins = this.#twins;
    const merger = new Merger(this.#prober, { input, seed: plainSeed, random, twins });
    this.#mergers.push(merger);
    return merger;
  }

  get report(): MergingReport {
    const why = this.refusal;
    if (why !== undefined) return { kind: "refused", why };
    const sum = (count: (merger: Merger) => number) =>
      this.#mergers.reduce((total, merger) => total + count(merger), 0);
    const obstacles = new Map<string, number>();
    for (const [what, times] of this.#mergers.flatMap((merger) => [...merger.obstacles])) {
      obstacles.set(what, (obstacles.get(what) ?? 0) + times);
    }
    return {
      kind: "merged",
      situations: sum(({ situations }) => situations),
      merged: sum(({ merges }) => merges),
      leftOut: this.#twins.leftOut,
      audits: sum(({ audits }) => audits),
      obstacles,
    };
  }
}
