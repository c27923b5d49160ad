import type { Fault } from "../faults/fault.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { Decider, TrialResult } from "../trial/trial.ts";

/** What became of a schedule that was tried, and the passes at which one more fault would tell something new. */
export interface Tried {
  /** None where the rest of the trial is known from another one. */
  readonly result: TrialResult | undefined;
  readonly open: readonly FaultPoint[];
}

/** Whoever runs the trials of an enumeration. */
export interface Trier {
  /** `isLast`: nobody will ask for the passes that are open behind it. */
  try(strikes: readonly Strike[], isLast: boolean): Tried;
  /** The faults of a pass behind these strikes that may tell something new. */
  worthTrying(
    strikes: readonly Strike[],
    pass: FaultPoint,
    faults: readonly Fault[],
  ): readonly Fault[];
  /** Does what is to be done when all schedules of so many faults have been tried; nothing between two pieces. */
  endLevel(faults: number): Generator<undefined, void, void>;
}

/** What runs one trial. */
export type TryDecider = (decider: Decider) => TrialResult;

/** Runs every trial to its end. */
export class WholeTrier implements Trier {
  readonly #tryDecider: TryDecider;

  constructor(tryDecider: TryDecider) {
    this.#tryDecider = tryDecider;
  }

  try(strikes: readonly Strike[]): Tried {
    const result = this.#tryDecider({ kind: "adversary", adversary: strikingAt(strikes) });
    return { result, open: result.passed.slice(firstOpen(result.passed, strikes)) };
  }

  worthTrying(
    _strikes: readonly Strike[],
    _pass: FaultPoint,
    faults: readonly Fault[],
  ): readonly Fault[] {
    return faults;
  }

  *endLevel(): Generator<undefined, void, void> {}
}

/** Strikes exactly these passes. */
export function strikingAt(strikes: readonly Strike[]): (point: FaultPoint) => Fault | undefined {
  return ({ at, nth }) => strikes.find((strike) => strike.nth === nth && strike.at === at)?.fault;
}

/** The first pass behind the last strike: striking earlier ones would repeat another schedule. */
export function firstOpen(passed: readonly FaultPoint[], strikes: readonly Strike[]): number {
  const last = strikes.at(-1);
  return passed.findIndex(({ at, nth }) => at === last?.at && nth === last.nth) + 1;
}
