import type { Fault } from "../faults/fault.ts";
import { replicaLagMs } from "../faults/replica.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { RandomSource } from "../kernel/random.ts";
import { endingOf } from "../trial/ending.ts";
import type { Situation } from "../trial/situation.ts";
import type { Onlooker, Seed, TrialResult } from "../trial/trial.ts";
import { Audits, objectionTo } from "./audits.ts";
import { dependenceOf } from "./dependence.ts";
import { type MergerState, type Sighting, wholeFaults } from "./merger-state.ts";
import type { Prober } from "./prober.ts";
import { type Trier, type Tried, firstOpen, strikingAt } from "./trier.ts";
import type { Aftermath, Twins } from "./twins.ts";

/** Up to so many faults none is left out, whatever was learnt of it: all of their schedules are tried. */
export const nothingLeftOutUpTo = 2;

/**
 * Ends a trial where it comes into a situation in which an earlier one has been. That one had as few faults
 * or fewer, as schedules are tried by size, so that whatever can follow has followed there, or will. A trial of a
 * single fault runs to its end all the same, which has to be that of the other one.
 */
export class Merger implements Trier {
  readonly #prober: Prober;
  readonly #input: unknown;
  readonly #seed: Seed;
  readonly #audits: Audits;
  readonly #state: MergerState;
  /** None where no fault is to be left out. */
  readonly #twins: Twins | undefined;
  /** What followed the faults that were tried at the same pass last. */
  #siblings: { readonly key: string; readonly aftermaths: Aftermath[] } | undefined;

  constructor(
    prober: Prober,
    {
      input,
      seed,
      audits,
      twins,
      state,
    }: {
      readonly input: unknown;
      readonly seed: Seed;
      readonly audits: RandomSource;
      readonly twins: Twins | undefined;
      readonly state: MergerState;
    },
  ) {
    this.#prober = prober;
    this.#input = input;
    this.#seed = seed;
    this.#audits = new Audits(prober, { input, seed, audits, state });
    this.#twins = twins;
    this.#state = state;
  }

  try(strikes: readonly Strike[], isLast: boolean): Tried {
    let left = strikes.length;
    let passes = 0;
    const keys: (string | undefined)[] = [];
    let met: (Sighting & { readonly at: number }) | undefined;
    const onlooker: Onlooker = {
      ...(this.#prober.families.includes("provider") && { recentMs: replicaLagMs }),
      wants: () => {
        if (left > 0 || met !== undefined) return false;
        if (!isLast || isWorthALook(++passes)) return true;
        keys.push(undefined);
        return false;
      },
      see: (situation) => {
        keys.push(typeof situation.key === "string" ? situation.key : undefined);
        const known = this.#look(situation, strikes);
        if (known === undefined) return "go on";
        met = { ...known, at: situation.passes };
        return strikes.length > wholeFaults ? "enough" : "go on";
      },
    };
    const strike = strikingAt(strikes);
    const adversary = (point: FaultPoint) => {
      const fault = strike(point);
      if (fault !== undefined) left--;
      return fault;
    };
    const plan = { input: this.#input, seed: this.#seed, onlooker };
    const probe = this.#prober.probe({ ...plan, decider: { kind: "adversary", adversary } });
    const { passed } = probe.kind === "finished" ? probe.result : probe;
    if (strikes.length === 0 && probe.kind === "finished" && probe.result.cut === undefined) {
      this.#state.objection ??= this.#dependence(probe.result);
    }
    const isKnown = met !== undefined && keys.length === 1;
    this.#learn(strikes, { passed, keys, isKnown });
    if (probe.kind === "finished") this.#end(strikes, probe.result, met);
    const own = probe.kind === "finished" ? probe.result : undefined;
    if (met !== undefined) this.#audits.take({ one: { strikes, passes: met.at }, other: met });
    return {
      result: own,
      open: passed.slice(firstOpen(passed, strikes), met?.at),
    };
  }

  endLevel(faults: number): Generator<undefined, void, void> {
    return this.#audits.run(faults);
  }

  worthTrying(
    strikes: readonly Strike[],
    pass: FaultPoint,
    faults: readonly Fault[],
  ): readonly Fault[] {
    if (this.#twins === undefined || strikes.length < nothingLeftOutUpTo) return faults;
    return this.#twins.worthTrying(pass, faults);
  }

  #learn(
    strikes: readonly Strike[],
    {
      passed,
      keys,
      isKnown,
    }: Pick<Aftermath, "keys" | "isKnown"> & { readonly passed: readonly FaultPoint[] },
  ): void {
    const last = strikes.at(-1);
    if (last === undefined || this.#twins === undefined) return;
    const { fault } = last;
    const key = siblingKey(strikes);
    if (this.#siblings?.key !== key) this.#siblings = { key, aftermaths: [] };
    const { aftermaths } = this.#siblings;
    const first = firstOpen(passed, strikes);
    const places = passed.slice(first, first + keys.length).map((point) => point.at);
    const aftermath = { fault, places, keys, isKnown };
    this.#twins.learn(last, aftermath, aftermaths);
    aftermaths.push(aftermath);
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

  /** Remembers how a trial of few faults ended, and compares it with the one that it was like. */
  #end(strikes: readonly Strike[], result: TrialResult, met: Sighting | undefined): void {
    if (strikes.length > wholeFaults) return;
    const ending = endingOf(result);
    this.#state.endings.set(strikes, ending);
    if (met === undefined || this.#state.endings.get(met.strikes) === ending) return;
    this.#state.objection ??= objectionTo(strikes, met.strikes, "");
  }

  #dependence(usual: TrialResult): string | undefined {
    const decider = { kind: "schedule", schedule: [] } as const;
    return dependenceOf(this.#prober, { input: this.#input, seed: this.#seed, decider }, usual);
  }
}

/** Equal for strikes that differ in nothing but the last fault. */
function siblingKey(strikes: readonly Strike[]): string {
  const last = strikes.at(-1);
  return strikes
    .map((strike) => `${strike.at}#${strike.nth} ${strike === last ? "" : strike.fault}`)
    .join();
}

/** Running on costs less than looking: where only this trial gains by it, each look is further on than the last. */
function isWorthALook(pass: number): boolean {
  return pass < 4 || Math.log2(pass) % 1 === 0;
}
