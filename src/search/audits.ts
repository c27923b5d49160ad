import type { Strike } from "../faults/schedule.ts";
import type { RandomSource } from "../kernel/random.ts";
import { endingOf } from "../trial/ending.ts";
import type { Situation } from "../trial/situation.ts";
import type { Onlooker, Seed, TrialResult } from "../trial/trial.ts";
import { type Merge, type MergerState, type Sighting, comparedFaults } from "./merger-state.ts";
import type { Prober } from "./prober.ts";
import { strikingAt } from "./trier.ts";

/** Of each number of faults, so many merges behind each kind of fault are checked, and one in so many of all. */
const auditsOfEachFault = 3;
const auditEvery = 100;

/** With so many single faults behind the merge, one after the other. */
const auditFaults = 2;

/** Checks merges, by running both trials to their ends: equal situations must have equal futures. */
export class Audits {
  readonly #prober: Prober;
  readonly #input: unknown;
  readonly #seed: Seed;
  readonly #random: RandomSource;
  readonly #state: MergerState;

  constructor(
    prober: Prober,
    {
      input,
      seed,
      audits,
      state,
    }: {
      readonly input: unknown;
      readonly seed: Seed;
      readonly audits: RandomSource;
      readonly state: MergerState;
    },
  ) {
    this.#prober = prober;
    this.#input = input;
    this.#seed = seed;
    this.#random = audits;
    this.#state = state;
  }

  /** Remembers how a trial of few faults ended, for `run`. */
  noteEnding(strikes: readonly Strike[], result: TrialResult): void {
    if (strikes.length <= comparedFaults) this.#state.endings.set(strikes, endingOf(result));
  }

  /** Checks every hundredth merge at once, and keeps others in mind for `run`. */
  take(merge: Merge): void {
    this.#state.merges++;
    if (merge.one.strikes.length <= comparedFaults) this.#state.uncompared.push(merge);
    if (this.#state.merges % auditEvery === 0) this.#audit(merge);
    else this.#nominate(merge);
  }

  /**
   * Checks what was kept in mind, when all schedules of so many faults have been tried; nothing between two of them.
   * Merges of a single fault wait until those of two have been: where code is wrong, one of these may show it before.
   */
  *run(faults: number): Generator<undefined, void, void> {
    if (faults <= comparedFaults) return;
    const { uncompared } = this.#state;
    for (let merge = uncompared.shift(); merge !== undefined; merge = uncompared.shift()) {
      this.#compare(merge);
      yield undefined;
    }
    for (const merges of this.#state.nominees.values()) {
      for (let merge = merges.shift(); merge !== undefined; merge = merges.shift()) {
        this.#audit(merge);
        yield undefined;
      }
    }
  }

  #compare({ one, other }: Merge): void {
    if (this.#endingBehind(one.strikes) === this.#endingBehind(other.strikes)) return;
    this.#state.objection ??= objectionTo(one.strikes, other.strikes, "");
  }

  #endingBehind(strikes: readonly Strike[]): string {
    const { endings } = this.#state;
    const known = endings.get(strikes) ?? endingOf(this.#runWhole(strikes));
    endings.set(strikes, known);
    return known;
  }

  /** The sooner two trials meet, the more is to come in which they can turn out to differ. */
  #nominate(merge: Merge): void {
    const { nominees } = this.#state;
    const { strikes } = merge.one;
    const race = `${strikes.length} ${strikes.at(-1)?.fault ?? ""}`;
    const rivals = nominees.get(race) ?? [];
    nominees.set(race, rivals);
    const place = rivals.findIndex(({ one }) => one.passes > merge.one.passes);
    rivals.splice(place === -1 ? rivals.length : place, 0, merge);
    rivals.splice(auditsOfEachFault);
  }

  /** As they are, and with one more fault that strikes at the same pass behind. */
  #audit({ one, other }: Merge): void {
    this.#state.audits++;
    const looks = [this.#lookAgainAt(one), this.#lookAgainAt(other)] as const;
    const first = this.#runWhole(one.strikes, looks[0]);
    const second = this.#runWhole(other.strikes, looks[1]);
    if (looks[0].key !== looks[1].key) {
      this.#state.objection ??= `${render(one.strikes)} does not lead to where ${render(other.strikes)} was`;
    }
    if (this.#isSame(first, second, "")) this.#strikeBoth([one, first], [other, second]);
  }

  #lookAgainAt({ passes }: Sighting): SecondLook {
    return new SecondLook(passes, this.#prober.recentMs);
  }

  #strikeBoth(
    [one, first]: readonly [Sighting, TrialResult],
    [other, second]: readonly [Sighting, TrialResult],
  ): void {
    const random = this.#random.stream(`audit ${this.#state.audits}`);
    for (let time = 0; time < auditFaults; time++) {
      const offset = Math.floor(random.next() * (first.passed.length - one.passes));
      const point = first.passed[one.passes + offset];
      const same = second.passed[other.passes + offset];
      // One may have asked once more than the other, as times are compared roughly.
      if (point === undefined || point.at !== same?.at) continue;
      const possible = this.#prober
        .faultsAt(point.at)
        .filter((known) => point.faults.includes(known));
      const fault = possible[Math.floor(random.next() * possible.length)];
      if (fault === undefined) continue;
      this.#isSame(
        this.#runWhole([...one.strikes, { ...point, fault }]),
        this.#runWhole([...other.strikes, { ...same, fault }]),
        ` with ${fault} at ${point.at}`,
      );
    }
  }

  #runWhole(strikes: readonly Strike[], onlooker?: Onlooker): TrialResult {
    const adversary = strikingAt(strikes);
    const plan = { input: this.#input, seed: this.#seed, ...(onlooker && { onlooker }) };
    return this.#prober.run({ ...plan, decider: { kind: "adversary", adversary } });
  }

  #isSame(one: TrialResult, other: TrialResult, what: string): boolean {
    if (endingOf(one) === endingOf(other)) return true;
    this.#state.objection ??= objectionTo(one.strikes, other.strikes, what);
    return false;
  }
}

/** Sees in which situation a trial is at one of its passes. */
class SecondLook implements Onlooker {
  key: Situation["key"] | undefined;
  readonly recentMs?: number;
  #left: number;

  constructor(passes: number, recentMs: number | undefined) {
    this.#left = passes;
    if (recentMs !== undefined) this.recentMs = recentMs;
  }

  wants = (): boolean => this.#left-- === 0;

  see = ({ key }: Situation): "go on" => {
    this.key = key;
    return "go on";
  };
}

/** Why two trials should not have been merged. */
function objectionTo(one: readonly Strike[], other: readonly Strike[], what: string): string {
  return `${render(one)} and ${render(other)} go on differently${what}`;
}

/** A schedule in words. */
export function render(strikes: readonly Strike[]): string {
  const faults = strikes.map(({ at, nth, fault }) => `${fault} at ${at} #${nth}`);
  return faults.length === 0 ? "no fault" : faults.join(", ");
}
