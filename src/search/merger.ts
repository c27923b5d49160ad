import type { Fault } from "../faults/fault.ts";
import { deadlyOf } from "../faults/death.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { RandomSource } from "../kernel/random.ts";
import type { Probe } from "../trial/run-trial.ts";
import type { Situation } from "../trial/situation.ts";
import type { Seed, TrialResult } from "../trial/trial.ts";
import { Audits, render } from "./audits.ts";
import { dependenceOf } from "./dependence.ts";
import { Lookout } from "./lookout.ts";
import { type MergerState, type Sighting, comparedFaults } from "./merger-state.ts";
import type { Prober } from "./prober.ts";
import {
  type OpenPass,
  type Outlook,
  type Trier,
  type Tried,
  openPasses,
  strikingAt,
} from "./trier.ts";

/**
 * Ends a trial where it comes into a situation in which an earlier one has been. That one had as few faults
 * or fewer, as schedules are tried by size, so that whatever can follow has followed there, or will.
 */
export class Merger implements Trier {
  readonly #prober: Prober;
  readonly #input: unknown;
  readonly #seed: Seed;
  readonly #audits: Audits;
  readonly #deadlyAt: ReturnType<typeof deadlyOf>;
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
    this.#audits = new Audits(prober, { input, seed, audits, state });
    this.#state = state;
    this.#deadlyAt = deadlyOf(prober.faultsAt);
  }

  try(strikes: readonly Strike[], { isLast, foreseen }: Outlook): Tried {
    const lookout = new Lookout({
      strikes,
      isLast,
      recentMs: this.#prober.recentMs,
      knownAs: (situation) => this.#look(situation, strikes),
      deadlyAt: this.#state.foresees ? this.#deadlyAt : () => [],
    });
    const strike = strikingAt(strikes);
    const adversary = (point: FaultPoint) => {
      const fault = strike(point);
      if (fault !== undefined) lookout.struck();
      return fault;
    };
    const plan = { input: this.#input, seed: this.#seed, onlooker: lookout };
    const probe = this.#prober.probe({ ...plan, decider: { kind: "adversary", adversary } });
    const { passed } = probe.kind === "finished" ? probe.result : probe;
    if (strikes.length === 0 && probe.kind === "finished" && probe.result.cut === undefined) {
      this.#state.objection ??= this.#dependence(probe.result);
    }
    const { met, first } = lookout;
    if (foreseen !== undefined && first !== foreseen && !isCut(probe)) this.#doubt(strikes);
    const own = probe.kind === "finished" ? probe.result : undefined;
    if (own !== undefined) this.#audits.noteEnding(strikes, own);
    if (met !== undefined) this.#audits.take({ one: { strikes, passes: met.at }, other: met });
    return {
      result: own,
      open: openPasses(passed, strikes, met?.at, lookout.foreseen),
    };
  }

  endLevel(faults: number): Generator<undefined, void, void> {
    return this.#audits.run(faults);
  }

  /** Where the trial is foreseen to come to a known situation. Each fault strikes at each point once all the same. */
  mergesUntried(
    strikes: readonly Strike[],
    { point, passes, foreseen }: OpenPass,
    fault: Fault,
  ): boolean {
    const key = foreseen[fault];
    const known = key === undefined ? undefined : this.#state.known.get(key);
    if (known === undefined || strikes.length < comparedFaults || !this.#state.foresees)
      return false;
    const { faults: _, ...place } = point;
    const strike = { ...place, fault };
    if (!this.#prober.hasEnumerated(strike)) return false;
    this.#state.foreseen++;
    this.#audits.take({ one: { strikes: [...strikes, strike], passes: passes + 1 }, other: known });
    return true;
  }

  /** What was foreseen is not what came. Single faults have merged nothing on such grounds; behind them, all is in doubt. */
  #doubt(strikes: readonly Strike[]): void {
    const hasMerged = this.#state.foresees && strikes.length > comparedFaults;
    if (hasMerged) {
      this.#state.objection ??= `what comes of ${render(strikes)} is not what was foreseen`;
    }
    this.#state.foresees = false;
  }

  /** Who was in that situation before, if anybody; an obstacle is nobody's. */
  #look({ key, passes }: Situation, strikes: readonly Strike[]): Sighting | undefined {
    if (typeof key !== "string") {
      this.#state.obstacles.set(key.obstacle, (this.#state.obstacles.get(key.obstacle) ?? 0) + 1);
      return undefined;
    }
    const known = this.#state.known.get(key);
    if (known === undefined) this.#state.known.set(key, { strikes, passes });
    // Coming round to where it has been itself, it polls, or will never end: that is for the trial to show.
    return known?.strikes === strikes ? undefined : known;
  }

  #dependence(usual: TrialResult): string | undefined {
    const decider = { kind: "schedule", schedule: [] } as const;
    return dependenceOf(this.#prober, { input: this.#input, seed: this.#seed, decider }, usual);
  }
}

/** A bound may end a trial before it comes to its next pass. */
function isCut(probe: Probe): boolean {
  return probe.kind === "finished" && probe.result.cut !== undefined;
}
