import type { Fault } from "./fault.ts";
import { placeOf } from "./place.ts";

/** How a sandbox dies: at once, or when its time is up, with nothing done until then. */
export type Death = "crash" | "time-out";

type When = "before" | "after";

/** How a fault kills the sandbox that it strikes, and whether before or after what it strikes has happened. */
interface Deadly {
  readonly death: Death;
  readonly when: When;
}

const crashBefore: Deadly = { death: "crash", when: "before" };
const crashAfter: Deadly = { death: "crash", when: "after" };
const stall: Deadly = { death: "time-out", when: "after" };

/** How a fault at a point kills the sandbox, if it does so before any more of the sandbox's code can run. */
export function deadly(at: string, fault: Fault): Deadly | undefined {
  switch (fault) {
    case "crash-before":
      return crashBefore;
    case "crash-after":
      return crashAfter;
    case "stall":
      return stall;
    case "crash":
      return placeOf(at) === "invocation end" ? crashBefore : crashAfter;
    default:
      return undefined;
  }
}

/** Tells which of the faults at a point kill before or after what they strike; asked often, so that it remembers. */
export function deadlyOf(
  faultsAt: (at: string) => readonly Fault[],
): (at: string, when: When) => readonly Fault[] {
  const known = {
    before: new Map<string, readonly Fault[]>(),
    after: new Map<string, readonly Fault[]>(),
  };
  return (at, when) => {
    let faults = known[when].get(at);
    if (faults === undefined) {
      faults = faultsAt(at).filter((fault) => deadly(at, fault)?.when === when);
      known[when].set(at, faults);
    }
    return faults;
  };
}
