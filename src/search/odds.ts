import type { TrialResult } from "../trial/trial.ts";
import type { DepthLaw } from "./depth.ts";

/** One random trial in so many is looked at for what it did. */
const lookEvery = 10;

/** What random trials say of those that were not run. Of the same law of chance, which is not that of production. */
export class Odds {
  /** Trials that were drawn at random. */
  trials = 0;
  /** Those of them in which the code under test broke an invariant. */
  broken = 0;
  /** The law that some of them were drawn by. */
  depth: Pick<DepthLaw, "trials" | "passes" | "missed"> | undefined;
  /** What the trials that were looked at did, and how many of them did it. */
  readonly behaviours: Map<string, number> = new Map();
  #looks = 0;

  add(result: TrialResult): void {
    this.trials++;
    if (result.violations.length > 0) this.broken++;
    if (this.trials % lookEvery !== 0) return;
    this.#looks++;
    const behaviour = behaviourOf(result);
    this.behaviours.set(behaviour, (this.behaviours.get(behaviour) ?? 0) + 1);
  }

  /**
   * Where no trial broke anything: at most this share of such trials does, with 95 % confidence; the rule of
   * three. `undefined` where there is nothing to say.
   */
  get brokenAtMost(): number | undefined {
    return this.broken > 0 || this.trials < 100 ? undefined : 3 / this.trials;
  }

  /**
   * The chance that one more of the trials that were looked at had done what none had before: Good and Turing's
   * estimate, the share of those whose behaviour was seen once.
   */
  get newBehaviour(): number | undefined {
    if (this.#looks < 100) return undefined;
    const once = [...this.behaviours.values()].filter((times) => times === 1).length;
    return once / this.#looks;
  }
}

/** Which points it passed, in whatever order and however often, and how each execution ended. */
function behaviourOf({ passed, executions }: TrialResult): string {
  const places = [...new Set(passed.map(({ at }) => at))].toSorted();
  return [...executions.map(({ outcome }) => outcome.status), ...places].join();
}
