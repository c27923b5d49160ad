import { deadly } from "../faults/death.ts";
import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { Strike } from "../faults/schedule.ts";
import type { Situation, Vista } from "../trial/situation.ts";
import type { Onlooker } from "../trial/trial.ts";
import type { Sighting } from "./merger-state.ts";
import type { Foreseen } from "./trier.ts";

/** What a lookout goes by. */
interface Orders {
  readonly strikes: readonly Strike[];
  /** Whether only this trial gains by its looks. */
  readonly isLast: boolean;
  readonly recentMs: number | undefined;
  /** Who was in a situation before, if anybody. */
  readonly knownAs: (situation: Situation) => Sighting | undefined;
  /** The faults at a point of which to foresee what they lead to, by whether they strike before or after. */
  readonly deadlyAt: (at: string, when: "before" | "after") => readonly Fault[];
}

/** Looks on while a schedule is tried, from its last fault to where the rest is known. */
export class Lookout implements Onlooker {
  readonly recentMs?: number;
  /** The situation at the first pass behind the last fault, if it could be compared. */
  first: string | undefined;
  /** What faults lead to, by the number of passes before. */
  readonly foreseen: Map<number, Foreseen> = new Map<number, Foreseen>();
  /** The trial that was there before, and how many passes there were here. */
  met: (Sighting & { readonly at: number }) | undefined;

  readonly #orders: Orders;
  #left: number;
  #passes = 0;

  constructor(orders: Orders) {
    this.#orders = orders;
    this.#left = orders.strikes.length;
    if (orders.recentMs !== undefined) this.recentMs = orders.recentMs;
  }

  /** One of the faults has struck. */
  struck(): void {
    this.#left--;
  }

  wants = (): boolean => {
    if (!this.#isOn) return false;
    this.#passes++;
    const { isLast, strikes } = this.#orders;
    return !isLast || isWorthALook(this.#passes, strikes.at(-1));
  };

  see = (situation: Situation, vista: Vista): "go on" | "enough" => {
    const { key, passes } = situation;
    if (this.#passes === 1 && typeof key === "string") this.first = key;
    const known = this.#orders.knownAs(situation);
    if (known === undefined) {
      this.#lookAhead("before", vista);
      return "go on";
    }
    this.met = { ...known, at: passes };
    return "enough";
  };

  carriedOut = (vista: Vista): void => {
    if (this.#isOn) this.#lookAhead("after", vista);
  };

  get #isOn(): boolean {
    return this.#left === 0 && this.met === undefined;
  }

  #lookAhead(when: "before" | "after", { point, passes, foresee }: Vista): void {
    if (this.#orders.isLast) return;
    const ahead: Partial<Record<Fault, string>> = { ...this.foreseen.get(passes) };
    for (const fault of this.#orders.deadlyAt(point.at, when)) {
      const key = point.faults.includes(fault) ? foresee(fault) : undefined;
      if (key !== undefined) ahead[fault] = key;
    }
    this.foreseen.set(passes, ahead);
  }
}

/**
 * Running on costs less than looking: where only this trial gains by it, each look is twice as far on as the last.
 * Code whose call went wrong knows that until it has stored it: hardly anybody else is where it is at its next pass.
 */
function isWorthALook(pass: number, last: Strike | undefined): boolean {
  if (pass > 1 || last === undefined) return Math.log2(pass + 1) % 1 === 0;
  return placeOf(last.at) !== "call" || deadly(last.at, last.fault) !== undefined;
}
