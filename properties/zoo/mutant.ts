import type { FaultFamily } from "../../src/index.ts";
import type { Patch } from "./mutated-code.ts";

/** A mistake that a saga author makes, as a change of the hardened saga's text. */
export interface Mutant {
  /** What it does, as a clause. */
  readonly mistake: string;
  readonly patches: readonly [Patch, ...Patch[]];
  /** The invariant that it must be caught by, and those that break with it. */
  readonly breaks: readonly [string, ...string[]];
  /** Single faults that its smallest schedule needs, where these are more than one; outages apart. */
  readonly faults?: number;
  /** Families of faults that show it, where the usual ones do not. */
  readonly families?: readonly FaultFamily[];
  /** What has to happen for it to show, where no few faults do: one or two services are down, or an incident lasts. */
  readonly needs?: "an outage" | "two outages" | "a swarm";
  /** How its world differs from that of one order: services that are slower, or two orders. */
  readonly setting?: "slow carrier" | "short holds" | "two orders";
}
