import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { Burst, FaultPoint, Strike } from "../faults/schedule.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { OpenPass, Outlook, Trier, TryDecider } from "./trier.ts";

/** A schedule that was tried on one input, by its number, and the points at which one more fault could follow. */
interface Branch {
  readonly input: number;
  readonly strikes: readonly Strike[];
  readonly open: readonly OpenPass[];
}

/** How far an enumeration has come; plain data. */
export interface Frontier {
  /** Faults of the schedules that are being tried; none have been where it is -1. */
  size: number;
  /** The schedules of one fault less, and how many of them have been extended. */
  level: readonly Branch[];
  extended: number;
  /** What is to be extended when all of them have been. */
  readonly next: Branch[];
}

/** Where every enumeration begins. */
const newFrontier = (): Frontier => ({ size: -1, level: [], extended: 0, next: [] });

/** The faults that enumeration tries at a point. */
export type FaultsAt = (at: string) => readonly Fault[];

/**
 * Every schedule of up to `maxFaults` single faults, fewest first, each exactly once, on the input of each
 * trier; of as many faults, those that strike late first, when most has been done that would have to be undone.
 * Points are found by passing them: a retry or an undo that only a fault brings about is struck in its turn. Without a bound on the number of faults it ends where no new situation can be reached.
 */
export class Enumeration {
  /** Whether the frontier tells all that has been done; false in the middle of extending a schedule. */
  isBetween = true;
  readonly frontier: Frontier;

  readonly #maxFaults: number;
  readonly #faultsAt: FaultsAt;
  readonly #triers: readonly Trier[];

  constructor(
    maxFaults: number,
    faultsAt: FaultsAt,
    triers: readonly Trier[],
    frontier: Frontier = newFrontier(),
  ) {
    this.#maxFaults = maxFaults;
    this.#faultsAt = faultsAt;
    this.#triers = triers;
    this.frontier = frontier;
  }

  /** The result of each trial, if it had one of its own; and nothing between two schedules that are extended. */
  *trials(): Generator<TrialResult | undefined, void, void> {
    const { frontier } = this;
    if (frontier.size === -1) yield* this.#tryRoots();
    while (frontier.size <= this.#maxFaults && frontier.level.length > 0) {
      for (; frontier.extended < frontier.level.length; frontier.extended++) {
        this.isBetween = true;
        yield undefined;
        this.isBetween = false;
        const branch = frontier.level[frontier.extended];
        if (branch !== undefined) yield* this.#extend(branch);
      }
      this.isBetween = true;
      for (const trier of this.#triers) yield* trier.endLevel(frontier.size);
      frontier.level = frontier.next.splice(0);
      frontier.extended = 0;
      frontier.size++;
    }
    this.isBetween = true;
    // Where nothing is left to be extended, as all have merged, what waits for this level would wait for ever.
    for (const trier of this.#triers) yield* trier.endLevel(frontier.size);
  }

  *#tryRoots(): Generator<TrialResult | undefined, void, void> {
    this.isBetween = false;
    const level: Branch[] = [];
    for (const [input, trier] of this.#triers.entries()) {
      const isLast = this.#maxFaults === 0;
      const { result, open } = trier.try([], { isLast, foreseen: undefined });
      if (result?.cut === undefined) level.push({ input, strikes: [], open });
      yield result;
    }
    this.frontier.level = level;
    this.frontier.size = 1;
  }

  /** One after the other: all extensions of a level at once may not fit into memory. */
  *#extend({ input, strikes, open }: Branch): Generator<TrialResult | undefined, void, void> {
    const trier = this.#triers[input];
    if (trier === undefined) return;
    for (const pass of open.toReversed()) {
      const { faults, ...place } = pass.point;
      const possible = this.#faultsAt(place.at).filter((fault) => faults.includes(fault));
      for (const fault of possible) {
        if (trier.mergesUntried(strikes, pass, fault)) continue;
        const longer = [...strikes, { ...place, fault }];
        yield this.#try(trier, { input, strikes: longer }, pass.foreseen[fault]);
      }
    }
  }

  #try(
    trier: Trier,
    { input, strikes }: Pick<Branch, "input" | "strikes">,
    foreseen: Outlook["foreseen"],
  ): TrialResult | undefined {
    const isLast = this.frontier.size === this.#maxFaults;
    const { result, open } = trier.try(strikes, { isLast, foreseen });
    // Only the last level needs no further points, and it is by far the largest. A trial that hit a
    // bound passed the same points over and over; a further fault would tell nothing.
    if (!isLast && result?.cut === undefined && open.length > 0) {
      this.frontier.next.push({ input, strikes, open });
    }
    return result;
  }
}

/** Passes that an outage lasts: more than any retry policy of an order saga tries before it gives up. */
const outagePasses = 8;

/** What a second outage is tried with: nothing of a call happens, or all but its reply. */
const plainOutages: ReadonlySet<Fault> = new Set<Fault>(["refuse", "lose-reply"]);

/**
 * Every outage: one fault at one point that is passed when nothing goes wrong, for as long as anyone
 * retries. Finds what only an exhausted retry budget shows. With `maxOutages` of 2 also each pair of services
 * that are down one after the other, where the second is called behind the first.
 */
export function* enumerateOutages(
  maxOutages: number,
  faultsAt: FaultsAt,
  tryDecider: TryDecider,
): Generator<TrialResult, void, void> {
  const clean = tryDecider({ kind: "schedule", schedule: [] });
  if (clean.cut !== undefined || maxOutages === 0) return;
  for (const first of outagesOf(clean.passed, faultsAt)) {
    const result = tryDecider({ kind: "schedule", schedule: [first] });
    yield result;
    if (maxOutages === 1 || result.cut !== undefined || !isPlain(first)) continue;
    const begins = result.passed.findIndex(({ at }) => at === first.at);
    for (const second of outagesOf(result.passed.slice(begins), faultsAt)) {
      if (second.at === first.at || !isPlain(second)) continue;
      yield tryDecider({ kind: "schedule", schedule: [first, second] });
    }
  }
}

function outagesOf(passed: readonly FaultPoint[], faultsAt: FaultsAt): readonly Burst[] {
  return [...new Set(passed.map(({ at }) => at))].flatMap((at) =>
    faultsAt(at).map((fault): Burst => ({ at, from: 1, times: outagePasses, fault })),
  );
}

function isPlain({ at, fault }: Burst): boolean {
  return placeOf(at) === "call" && plainOutages.has(fault);
}
