import type { Adversary } from "../faults/adversary.ts";
import type { Fault } from "../faults/fault.ts";
import type { RandomStream } from "../kernel/random.ts";
import { runTrialGuarded } from "../trial/run-trial.ts";
import type { Prober } from "./prober.ts";
import { plainSeed } from "./simplicity.ts";

/** Faults that a trial of the law may have; each number is as likely as the others. */
export const depths: readonly number[] = [1, 2, 3];

/** Faults bring retries and undos with them: the law reaches so much further than a trial without any. */
const reach = 1.5;

/**
 * Faults by a law of which one can say what it misses. A trial draws how many faults it has, one of `depths`; then that
 * many of its first N passes at which this search has a fault, each set of them as likely as any other; and at each,
 * when it comes, one of the kinds that are possible there. Passes are counted as they come, so that those which a
 * fault brings about are among them. What comes behind the Nth is outside of the law, and so are more faults.
 */
export class DepthLaw {
  /** N: only so many of a trial's passes may be struck, the first ones. */
  readonly passes: number;
  /** Trials that have been drawn by it; whoever runs them counts. */
  trials = 0;
  /** Most kinds of faults that were possible at one of these passes. */
  #kinds = 1;
  readonly #faultsAt: (at: string) => readonly Fault[];

  constructor(passes: number, faultsAt: (at: string) => readonly Fault[]) {
    this.passes = passes;
    this.#faultsAt = faultsAt;
  }

  /** Whoever decides in one trial of it. */
  draw(random: RandomStream): Adversary {
    const depth = depths[Math.floor(random.next() * depths.length)] ?? 1;
    const chosen = chooseSome(Math.min(depth, this.passes), this.passes, random);
    let position = 0;
    return ({ at, faults }) => {
      const possible = this.#faultsAt(at).filter((fault) => faults.includes(fault));
      if (possible.length === 0 || ++position > this.passes) return undefined;
      this.#kinds = Math.max(this.#kinds, possible.length);
      return chosen.has(position)
        ? possible[Math.floor(random.next() * possible.length)]
        : undefined;
    };
  }

  /**
   * The chance, at most, that all its trials have missed what takes `depth` given faults, each a kind at a pass, and
   * shows with any input. One trial hits it if it draws that depth (1 of 3), these passes (one set in C(N, j)) and these
   * kinds, each one of m at most: `p = 1 / (3 C(N, j) m^j)`, or more likely. R trials all miss it with `(1 - p)^R`.
   */
  missed(depth: number): number {
    const sets = waysToChoose(depth, this.passes);
    if (sets === 0) return 1;
    const chance = 1 / (depths.length * sets * this.#kinds ** depth);
    return (1 - chance) ** this.trials;
  }
}

/** The law for a world, by how far its examples come without faults. */
export function depthLawOf({ world, faultsAt }: Prober): DepthLaw {
  const longest = world.examples.map(({ input }) => {
    const decider = { kind: "schedule", schedule: [] } as const;
    const { passed } = runTrialGuarded(world, { input, seed: plainSeed, decider });
    return passed.filter(({ at, faults }) => faultsAt(at).some((fault) => faults.includes(fault)))
      .length;
  });
  return new DepthLaw(Math.ceil(reach * Math.max(...longest)), faultsAt);
}

/** Floyd's way to draw a set of numbers from 1 to `count`: any is as likely as any other. */
function chooseSome(size: number, count: number, random: RandomStream): ReadonlySet<number> {
  const chosen = new Set<number>();
  for (let max = count - size + 1; max <= count; max++) {
    const number = random.integer({ min: 1, max });
    chosen.add(chosen.has(number) ? max : number);
  }
  return chosen;
}

/** In how many ways `size` can be chosen of `count`. */
function waysToChoose(size: number, count: number): number {
  let ways = 1;
  for (let chosen = 0; chosen < size; chosen++) ways *= (count - chosen) / (chosen + 1);
  return ways;
}
