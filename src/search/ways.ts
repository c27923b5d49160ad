import type { TrialResult } from "../trial/trial.ts";
import { type RepeatableTrial, toRepeat } from "./repeat.ts";

/** A way in which something breaks: by these faults, wherever in a row they strike, and with this end. */
export interface Way {
  /** The smallest trial that was found of it. */
  readonly result: TrialResult;
  /** Trials with these faults among theirs that ended so. */
  readonly trials: number;
}

interface OpenWay {
  readonly result: TrialResult;
  /** Sets of faults that came to it: its own, and those of trials that were made smaller. */
  readonly causes: ReadonlySet<string>[];
  trials: number;
}

/** Ways as plain data. */
export interface WaysState {
  readonly looks: number;
  readonly unknown: number;
  readonly ways: readonly (Omit<OpenWay, "result"> & { readonly trial: RepeatableTrial })[];
}

/** So many ways are told apart, and so many trials made smaller to find them: a saga that is quite wrong has more. */
const mostWays = 12;
const mostLooks = 12;

/**
 * The ways in which one invariant breaks. What has the faults of a known way among its own, and ends as that does,
 * is taken for that; anything else is made smaller, to see what it is.
 */
export class Ways {
  readonly #ways = new Map<string, OpenWay>();
  #looks = 0;
  /** Trials of which nobody has looked at what they are. */
  unknown = 0;

  constructor(state?: WaysState, repeat?: (trial: RepeatableTrial) => TrialResult) {
    if (state === undefined || repeat === undefined) return;
    this.#looks = state.looks;
    this.unknown = state.unknown;
    for (const { trial, ...rest } of state.ways) {
      const result = repeat(trial);
      this.#ways.set(keyOf(result), { ...rest, result });
    }
  }

  get state(): WaysState {
    const ways = Array.from(this.#ways.values(), ({ result, causes, trials }) => ({
      causes,
      trials,
      trial: toRepeat(result),
    }));
    return { looks: this.#looks, unknown: this.unknown, ways };
  }

  /** The ways, the first found first. */
  get all(): readonly Way[] {
    return [...this.#ways.values()];
  }

  /** Takes a trial in; `shrink` makes it smaller, where that is worth it. */
  add(result: TrialResult, shrink: () => TrialResult): void {
    const known = this.#wayOf(result);
    if (known !== undefined) known.trials++;
    else if (this.#looks === mostLooks || this.#ways.size === mostWays) this.unknown++;
    else {
      this.#looks++;
      this.#keep(shrink(), faultsOf(result));
    }
  }

  #wayOf(result: TrialResult): OpenWay | undefined {
    const struck = faultsOf(result);
    return [...this.#ways.values()].find(
      (way) =>
        endOf(way.result) === endOf(result) &&
        way.causes.some((cause) => [...cause].every((fault) => struck.has(fault))),
    );
  }

  #keep(smallest: TrialResult, cause: ReadonlySet<string>): void {
    const known = this.#ways.get(keyOf(smallest));
    if (known === undefined) {
      const causes = [faultsOf(smallest), cause];
      this.#ways.set(keyOf(smallest), { result: smallest, causes, trials: 1 });
    } else {
      known.causes.push(cause);
      known.trials++;
    }
  }
}

/** Whether two trials break something in the same way. */
export function isSameWay(one: TrialResult, other: TrialResult): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(result: TrialResult): string {
  return `${endOf(result)} ${[...faultsOf(result)].toSorted().join()}`;
}

function faultsOf({ strikes }: TrialResult): ReadonlySet<string> {
  return new Set(strikes.map(({ at, fault }) => `${fault} at ${at}`));
}

function endOf({ outcome }: TrialResult): string {
  return outcome.status;
}
