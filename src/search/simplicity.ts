import { severity } from "../faults/fault.ts";
import { scheduleOf } from "../faults/schedule.ts";
import type { Seed, TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";

/** The seed that a counterexample gets if it does not depend on the one it was found with. */
export const plainSeed: Seed = 1;

/** Whether a trial is easier to understand than another that breaks the same invariant. */
export function isSimpler(world: World, candidate: TrialResult, other: TrialResult): boolean {
  if (candidate.strikes.length !== other.strikes.length) {
    return candidate.strikes.length < other.strikes.length;
  }
  const then = complexity(world, candidate);
  const now = complexity(world, other);
  const difference = then.findIndex((part, index) => part !== now[index]);
  return difference !== -1 && (then[difference] ?? 0) < (now[difference] ?? 0);
}

/** What makes trials with equally many faults hard to understand; the first difference decides. */
function complexity(world: World, { strikes, input, seed }: TrialResult): readonly number[] {
  const example = world.examples.findIndex((known) => known.input === input);
  return [
    scheduleOf(strikes).length,
    strikes.reduce((sum, { at, fault }) => sum + severity(at, fault), 0),
    example === -1 ? world.examples.length : example,
    seed === plainSeed ? 0 : 1,
  ];
}
