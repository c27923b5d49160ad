import { type ExploreOptions, faultFamilies, usualFamilies } from "../../src/index.ts";
import type { Mutant } from "./mutant.ts";

/** With others the slowest takes up to 9,000 trials to show; the matrix has the one that nobody has chosen. */
const quickSeed = 11;

/** The search that finds a mistake, and takes the least time. */
export function searchFor({
  needs,
  faults = 1,
  families = needs === undefined ? usualFamilies : ["service"],
}: Mutant): Partial<ExploreOptions> {
  const none = { maxFaults: 0, maxOutages: 0, randomTrials: 0, explain: false };
  switch (needs) {
    case "a swarm":
      return { ...none, seed: quickSeed, families: faultFamilies, swarmTrials: 2_000 };
    case "an outage":
      return { ...none, maxOutages: 1, families };
    case "two outages":
      return { ...none, maxOutages: 2, families };
    default:
      return { ...none, maxFaults: faults, families };
  }
}
