import { endingOf } from "../trial/ending.ts";
import { usualEpochMs } from "../trial/simulation.ts";
import type { TrialPlan, TrialResult } from "../trial/trial.ts";
import type { Prober } from "./prober.ts";

const otherSeeds = ["another seed", "a third seed"];
const otherDates = [usualEpochMs + 12_345_678_901, usualEpochMs + 98_765_432_109];

/**
 * Why equal situations need not have equal futures: they do only where a handler knows neither chance nor the
 * date. Runs a trial without faults again with others of both; `undefined` where that makes no difference.
 */
export function dependenceOf(
  prober: Prober,
  plan: TrialPlan,
  usual: TrialResult,
): string | undefined {
  const differs = (changed: Partial<TrialPlan>): boolean =>
    !isSame(usual, prober.run({ ...plan, ...changed }));
  if (otherSeeds.some((seed) => differs({ seed }))) {
    return "what the handler does depends on chance: with another seed it ends differently";
  }
  if (otherDates.some((epochMs) => differs({ epochMs }))) {
    return "what the handler does depends on the date: at another it ends differently";
  }
  return undefined;
}

function isSame(one: TrialResult, other: TrialResult): boolean {
  const placesOf = ({ passed }: TrialResult) => passed.map(({ at }) => at).join();
  return endingOf(one) === endingOf(other) && placesOf(one) === placesOf(other);
}
