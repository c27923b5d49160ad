import type { Adversary } from "../faults/adversary.ts";
import { type FaultFamily, faultsOf } from "../faults/fault.ts";
import type { RandomStream } from "../kernel/random.ts";
import { drawIncident, troubleIn } from "./incident.ts";

/**
 * Trouble as one trial of a swarm has it: most families of faults are off, so that the rest can show what
 * they do alone; a rate at which the others strike, a number of faults after which the world heals, and,
 * in every third trial, an incident.
 */
export function swarm(families: readonly FaultFamily[], random: RandomStream): Adversary {
  const isOn = families.filter(() => random.chance(0.4));
  const faultsAt = faultsOf(isOn.length === 0 ? families : isOn);
  const rate = 0.3 * 100 ** -random.next();
  let left = 1 + Math.floor(12 * random.next() ** 2);
  const incident = random.chance(1 / 3) ? drawIncident(random) : undefined;
  return (point, atMs) => {
    const trouble = incident === undefined ? undefined : troubleIn(incident, point, atMs);
    if (trouble !== undefined) return trouble;
    if (left === 0 || !random.chance(rate)) return undefined;
    const possible = faultsAt(point.at).filter((fault) => point.faults.includes(fault));
    if (possible.length === 0) return undefined;
    left--;
    return possible[Math.floor(random.next() * possible.length)];
  };
}
