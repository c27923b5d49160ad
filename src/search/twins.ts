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
}

/** So many times two faults must have come to the same before the second is left out. */
const trustAfter = 5;

/** One in so many that could be left out is tried all the same. */
const doubtEvery = 100;

interface Evidence {
  twin: Fault;
  times: number;
  isBroken: boolean;
}

/**
 * Faults of one pass of a point that always come to the same, such as a refused and a throttled call of a handler
 * that makes no difference. Learnt from what was seen, for each nth pass apart, as the last attempt of a step is
 * not like the first; one exception is enough to try both again.
 */
export class Twins {
  readonly #evidence = new Map<string, Evidence>();
  #skips = 0;
  leftOut = 0;

  /** The faults of a pass that may tell something new. */
  worthTrying(pass: Pass, faults: readonly Fault[]): readonly Fault[] {
    return faults.filter((fault) => !this.#isTwin(pass, fault, faults));
  }

  /** Learns from what followed a fault, and before it others at the same pass. */
  learn({ at, nth }: Pass, one: Aftermath, others: readonly Aftermath[]): void {
    const twin = others.find((other) => comesToTheSame(one, other))?.fault;
    const key = `${at}#${nth} ${one.fault}`;
    const known = this.#evidence.get(key);
    if (known === undefined) {
      const isBroken = twin === undefined;
      this.#evidence.set(key, { twin: twin ?? one.fault, times: 1, isBroken });
    } else if (known.twin === twin) known.times++;
    // A twin that is not possible at this pass says nothing.
    else if (others.some(({ fault }) => fault === known.twin)) known.isBroken = true;
  }

  #isTwin({ at, nth }: Pass, fault: Fault, faults: readonly Fault[]): boolean {
    const known = this.#evidence.get(`${at}#${nth} ${fault}`);
    if (known === undefined || known.isBroken || known.times < trustAfter) return false;
    if (!faults.includes(known.twin) || ++this.#skips % doubtEvery === 0) return false;
    this.leftOut++;
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
