import { type Adversary, scheduled } from "../faults/adversary.ts";
import type { Strike } from "../faults/schedule.ts";
import type { Decider } from "../trial/trial.ts";

/** The same decider, but it tells of each strike as it happens: whoever dies of one has told before. */
export function overheard(decider: Decider, tell: (strike: Strike) => void): Decider {
  switch (decider.kind) {
    case "schedule":
      return { kind: "adversary", adversary: telling(scheduled(decider.schedule), tell) };
    case "adversary":
      return { kind: "adversary", adversary: telling(decider.adversary, tell) };
    case "chance":
      return { kind: "chance", draw: (random) => telling(decider.draw(random), tell) };
    case "dice":
      return decider;
  }
}

function telling(adversary: Adversary, tell: (strike: Strike) => void): Adversary {
  return (point, atMs) => {
    const fault = adversary(point, atMs);
    if (fault === undefined || !point.faults.includes(fault)) return undefined;
    const { faults: _, ...place } = point;
    tell({ ...place, fault });
    return fault;
  };
}
