import type { Fault } from "../faults/fault.ts";
import type { FaultPoint, Strike } from "../faults/schedule.ts";
import type { Decider, TrialResult } from "../trial/trial.ts";

/** A pass at which one more fault would tell something new. */
export interface OpenPass {
  readonly point: FaultPoint;
  /** How many passes there were before it. */
  readonly passes: number;
  /** The situations that faults lead to at it, as far as they are foreseen. */
  readonly foreseen: Foreseen;
}

/** Situations, by the fault that leads to each. */
export type Foreseen = Readonly<Partial<Record<Fault, string>>>;

/** What became of a schedule that was tried, and the passes at which one more fault would tell something new. */
export interface Tried {
  /** None where the rest of the trial is known from another one. */
  readonly result: TrialResult | undefined;
  readonly open: readonly OpenPass[];
}

/** What is to come of a schedule that is tried. */
export interface Outlook {
  /** Nobody will ask for the passes that are open behind it. */
  readonly isLast: boolean;
  /** The situation to which its last fault leads, if that is foreseen. */
  readonly foreseen: string | undefined;
}

/** Whoever runs the trials of an enumeration. */
export interface Trier {
  try(strikes: readonly Strike[], outlook: Outlook): Tried;
  /** Whether the rest is known, before it is tried, of a schedule that strikes once more at a pass behind these strikes. */
  mergesUntried(strikes: readonly Strike[], pass: OpenPass, fault: Fault): boolean;
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
    return { result, open: openPasses(result.passed, strikes) };
  }

  mergesUntried(): boolean {
    return false;
  }

  *endLevel(): Generator<undefined, void, void> {}
}

/** The passes behind the last strike, up to where the rest is known from another trial. */
export function openPasses(
  passed: readonly FaultPoint[],
  strikes: readonly Strike[],
  end: number = passed.length,
  foreseen: ReadonlyMap<number, Foreseen> = new Map(),
): readonly OpenPass[] {
  const first = firstOpen(passed, strikes);
  return passed.slice(first, end).map((point, index) => {
    const passes = first + index;
    return { point, passes, foreseen: foreseen.get(passes) ?? nothing };
  });
}

const nothing: Foreseen = {};

/** Strikes exactly these passes. */
export function strikingAt(strikes: readonly Strike[]): (point: FaultPoint) => Fault | undefined {
  return ({ at, nth }) => strikes.find((strike) => strike.nth === nth && strike.at === at)?.fault;
}

/** The first pass behind the last strike: striking earlier ones would repeat another schedule. */
export function firstOpen(passed: readonly FaultPoint[], strikes: readonly Strike[]): number {
  const last = strikes.at(-1);
  return passed.findIndex(({ at, nth }) => at === last?.at && nth === last.nth) + 1;
}
