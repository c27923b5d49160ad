import { type ExploreOptions, faultFamilies, usualFamilies } from "../../src/index.ts";
import type { Mutant } from "./mutant.ts";

/** The search that finds a mistake, and takes the least time. */
export function searchFor({
  needs,
  faults = 1,
  families = usualFamilies,
}: Mutant): Partial<ExploreOptions> {
  const none = { maxFaults: 0, maxOutages: 0, randomTrials: 0, explain: false };
  switch (needs) {
    case "a swarm":
      return { ...none, families: faultFamilies, swarmTrials: 20_000 };
    case "an outage":
      return { ...none, maxOutages: 1, families };
    case "two outages":
      return { ...none, maxOutages: 2, families };
    default:
      return { ...none, maxFaults: faults, families };
  }
}
