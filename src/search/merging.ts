import { RandomSource } from "../kernel/random.ts";
import type { ExploreOptions } from "./explore.ts";
import { type MergerState, newMergerState, comparedFaults } from "./merger-state.ts";
import { Merger } from "./merger.ts";
import type { Prober } from "./prober.ts";
import { plainSeed } from "./simplicity.ts";
import type { Trier } from "./trier.ts";

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
      /** Schedules that were not run, as their last fault kills a sandbox and was foreseen to lead to such a situation. */
      readonly foreseen: number;
      /** Whether all that was foreseen and run has come true; else, of some order at least, nothing is foreseen any more. */
      readonly foresees: boolean;
      /**
       * Merges that were checked by running both trials to the end, as they were and with further faults. All those
       * of a single fault are run to the end and compared besides, which is not counted here.
       */
      readonly audits: number;
      /** Merges of a single fault that were not compared, as the search ended before. */
      readonly uncompared: number;
      /** Why situations could not be compared, and how often; each was tried on its own. */
      readonly obstacles: ReadonlyMap<string, number>;
    };

/** All that merging has learnt of a world; plain data. */
export interface MergingState {
  /** Of each input. */
  readonly mergers: MergerState[];
}

/** What of a search's options merging depends on. */
type MergingOptions = Pick<ExploreOptions, "seed" | "maxFaults" | "merge">;

/** Merges equal situations of a world, as long as nothing shows that its handler does not allow it. */
export class Merging {
  readonly state: MergingState;
  readonly #prober: Prober;
  readonly #options: MergingOptions;

  constructor(prober: Prober, options: MergingOptions, state: MergingState = { mergers: [] }) {
    this.state = state;
    this.#prober = prober;
    this.#options = options;
  }

  /** Whether equal situations are merged; single faults are not worth it, as each merge of theirs is run to its end. */
  get isOn(): boolean {
    return this.#isWanted && this.refusal === undefined;
  }

  get #isWanted(): boolean {
    return this.#options.merge && this.#options.maxFaults > comparedFaults;
  }

  /** Why this world's situations must not be merged, once that is known. */
  get refusal(): string | undefined {
    return this.state.mergers.find(({ objection }) => objection !== undefined)?.objection;
  }

  /** Whoever tries the schedules for each input. */
  triersFor(inputs: readonly unknown[]): readonly Trier[] {
    const { seed } = this.#options;
    return inputs.map((input, index) => {
      const state = this.state.mergers[index] ?? newMergerState();
      this.state.mergers[index] = state;
      // By number and seed, whatever was drawn before: an audit is the same when it comes on another day.
      const audits = new RandomSource(`${seed} ${index}`);
      return new Merger(this.#prober, { input, seed: plainSeed, audits, state });
    });
  }

  get report(): MergingReport {
    if (!this.#isWanted) return { kind: "off" };
    const why = this.refusal;
    if (why !== undefined) return { kind: "refused", why };
    const { mergers } = this.state;
    const sum = (count: (merger: MergerState) => number) =>
      mergers.reduce((total, merger) => total + count(merger), 0);
    const obstacles = new Map<string, number>();
    for (const merger of mergers) {
      for (const [what, times] of merger.obstacles) {
        obstacles.set(what, (obstacles.get(what) ?? 0) + times);
      }
    }
    return {
      kind: "merged",
      situations: sum(({ known }) => known.size),
      merged: sum(({ merges, foreseen: untried }) => merges - untried),
      foreseen: sum(({ foreseen }) => foreseen),
      foresees: mergers.every(({ foresees }) => foresees),
      audits: sum(({ audits }) => audits),
      uncompared: sum(({ uncompared }) => uncompared.length),
      obstacles,
    };
  }
}
