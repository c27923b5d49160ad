import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { FaultPoint } from "../faults/schedule.ts";

/** The nth pass of a point. */
export type Pass = Pick<FaultPoint, "at" | "nth">;

/** What followed when a fault had struck: the passes, and the situation at each as far as it was looked at. */
export interface Aftermath {
  readonly fault: Fault;
  readonly places: readonly string[];
  readonly keys: readonly (string | undefined)[];
  /** Whether the first of these situations was known before. */
  readonly isKnown: boolean;
}

/**
 * So many times a fault must have come to nothing new before it is left out. Of the situations that all schedules
 * of three faults of the hardened saga's five orders lead to, this loses 5 %, and saves 36 % of the trials.
 */
const trustAfter = 12;

/** One in so many that could be left out is tried all the same. */
const doubtEvery = 100;

/** What followed a fault at a pass, so far. */
interface Evidence {
  /** The faults that it came to the same as. */
  readonly twins: Set<Fault>;
  times: number;
  isBroken: boolean;
}

/** All that was learnt; plain data. */
export interface TwinsState {
  readonly evidence: Map<string, Evidence>;
  skips: number;
  leftOut: number;
}

/** Nothing was learnt yet. */
export function newTwinsState(): TwinsState {
  return { evidence: new Map(), skips: 0, leftOut: 0 };
}

/**
 * Faults of one pass of a point that always come to the same as others, such as a refused and a throttled call of
 * a handler that makes no difference, or to what was known before, such as a call with a key that is delivered
 * twice. Learnt from what was seen, for each nth pass apart, as the last attempt of a step is not like the first; one
 * exception is enough to try them again.
 */
export class Twins {
  readonly #state: TwinsState;

  constructor(state: TwinsState = newTwinsState()) {
    this.#state = state;
  }

  get leftOut(): number {
    return this.#state.leftOut;
  }

  /** The faults of a pass that may tell something new. */
  worthTrying(pass: Pass, faults: readonly Fault[]): readonly Fault[] {
    return faults.filter((fault) => !this.#isTwin(pass, fault, faults));
  }

  /** Learns from what followed a fault, and before it others at the same pass. */
  learn({ at, nth }: Pass, one: Aftermath, others: readonly Aftermath[]): void {
    const key = `${at}#${nth} ${one.fault}`;
    const known = this.#state.evidence.get(key) ?? { twins: new Set(), times: 0, isBroken: false };
    this.#state.evidence.set(key, known);
    const twin = others.find((other) => comesToTheSame(one, other))?.fault;
    if (twin !== undefined) known.twins.add(twin);
    if (twin !== undefined || one.isKnown) known.times++;
    // Twins that are not possible at this pass say nothing.
    else if ([...known.twins].every((fault) => others.some((other) => other.fault === fault))) {
      known.isBroken = true;
    }
  }

  #isTwin({ at, nth }: Pass, fault: Fault, faults: readonly Fault[]): boolean {
    const known = this.#state.evidence.get(`${at}#${nth} ${fault}`);
    if (known === undefined || known.isBroken || known.times < trustAfter) return false;
    const arePossible = [...known.twins].every((twin) => faults.includes(twin));
    if (!arePossible || ++this.#state.skips % doubtEvery === 0) return false;
    this.#state.leftOut++;
    return true;
  }
}

/** Whether the first ended in a situation of the second, and no call was made on the way there. */
function comesToTheSame(one: Aftermath, other: Aftermath): boolean {
  const end = one.keys.length - 1;
  const key = one.keys[end];
  if (key === undefined || other.keys[end] !== key) return false;
  return one.places
    .slice(0, end)
    .every((place, index) => place === other.places[index] && placeOf(place) !== "call");
}
