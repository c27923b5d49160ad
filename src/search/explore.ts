import { type FaultFamily, usualFamilies } from "../faults/fault.ts";
import { drainWorks, inMacrotask } from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { Seed } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { Explorer } from "./explorer.ts";
import type { Bucket } from "./bucket.ts";
import type { Exploration } from "./finding.ts";

/** How far a search goes. The same options give the same exploration. */
export interface ExploreOptions {
  readonly seed: Seed;
  /**
   * All schedules of up to this many faults are enumerated, for each of the world's examples; with `Infinity`
   * until no situation is left that is new.
   */
  readonly maxFaults: number;
  /**
   * Whether trials end where they come into a situation in which an earlier one has been. As long as equal situations
   * have equal futures, which is checked, that makes no difference to what is found, and most of the difference to
   * how long that takes. With a single fault there is nothing to gain, and nothing is merged.
   */
  readonly merge: boolean;
  /** The kinds of trouble that are tried; `usualFamilies` unless told otherwise. */
  readonly families: readonly FaultFamily[];
  /** How many points are struck at a time for as long as anyone retries: none, each (1), or each pair (2). */
  readonly maxOutages: number;
  /** Trials of random search behind the enumeration. */
  readonly randomTrials: number;
  /** Trials behind that in which each has a mixture of trouble of its own; none unless asked for. */
  readonly swarmTrials: number;
  /** Most trials that the enumeration may take; it tells when it was not enough. */
  readonly budgetTrials: number;
  /** Whether to be content with the first violation; a swarm goes on to the end of its hundred trials. */
  readonly stopAtFirst: boolean;
  /** Whether to try what decides each violation, and what makes no difference to it: some hundred trials more. */
  readonly explain: boolean;
}

/** What `explore` does unless told otherwise: a few seconds. */
export const defaultExploreOptions: ExploreOptions = {
  seed: 1,
  maxFaults: 2,
  merge: true,
  families: usualFamilies,
  maxOutages: 1,
  randomTrials: 5_000,
  swarmTrials: 0,
  budgetTrials: 250_000,
  stopAtFirst: false,
  explain: true,
};

/** Whoever stays with a search while it runs: may end it, and hears what it finds. */
export interface Attendant {
  /** Whether the search is to stop before it is over; asked between trials, a hundred at a time. */
  readonly wantsStop?: () => boolean;
  /** Told of a violation when it is first seen, and each time it has become smaller, in the middle of the search; and of what an earlier search has left. */
  readonly onSmaller?: (bucket: Bucket, scenario: Scenario) => void;
  /** What an interrupted search has left, to go on from there. */
  readonly kept?: Uint8Array | undefined;
  /** Told why that is of no use here: it is of another search, or of other code. */
  readonly onOther?: (why: string) => void;
}

/**
 * Searches a world for violations: by enumeration, then at random. Each is run twice, shrunk, and
 * written down as a scenario.
 *
 * @example
 * const { findings } = await explore(orderWorld, { maxFaults: 1 });
 */
export async function explore<Input, Ledgers>(
  world: World<Input, Ledgers>,
  options: Partial<ExploreOptions> = {},
  attendant: Attendant = {},
): Promise<Exploration> {
  const settings = { ...defaultExploreOptions, ...options };
  if (!(await inMacrotask(drainWorks))) {
    throw new UsageError(
      `Node ${process.version} cannot drain its microtasks in one call, which searching needs; ` +
        `use Node 22, 24 or 26. Single trials, as in replay, work here too`,
    );
  }
  const search = new Explorer(world, settings, attendant).run();
  for (;;) {
    // In between, the process can hear of a Ctrl-C.
    const step = await inMacrotask(() => search.next());
    if (step.done === true) return step.value;
  }
}
