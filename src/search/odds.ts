import { endingOf } from "../trial/ending.ts";
import type { TrialResult } from "../trial/trial.ts";

/** One random trial in so many is looked at for how it ended, which takes a tenth of its time. */
const lookEvery = 10;

/** What random trials say of those that were not run. Of the same law of chance, which is not that of production. */
export class Odds {
  /** Trials that were drawn at random. */
  trials = 0;
  /** Those of them in which the code under test broke an invariant. */
  broken = 0;
  #looks = 0;
  readonly #endings = new Map<string, number>();

  add(result: TrialResult): void {
    this.trials++;
    if (result.violations.length > 0) this.broken++;
    if (this.trials % lookEvery !== 0) return;
    this.#looks++;
    const ending = endingOf(result);
    this.#endings.set(ending, (this.#endings.get(ending) ?? 0) + 1);
  }

  /**
   * Where no trial broke anything: at most this share of such trials does, with 95 % confidence; the rule of
   * three. `undefined` where there is nothing to say.
   */
  get brokenAtMost(): number | undefined {
    return this.broken > 0 || this.trials < 100 ? undefined : 3 / this.trials;
  }

  /**
   * The chance that one more of the trials that were looked at had ended as none had before: Good and Turing's
   * estimate, the share of those whose ending was seen once.
   */
  get newEnding(): number | undefined {
    if (this.#looks < 100) return undefined;
    const once = [...this.#endings.values()].filter((times) => times === 1).length;
    return once / this.#looks;
  }
}
