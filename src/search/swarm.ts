import type { Adversary } from "../faults/adversary.ts";
import type { Fault, FaultFamily } from "../faults/fault.ts";
import { faultsOf } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { RandomStream } from "../kernel/random.ts";

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
    const outage =
      incident === undefined ? undefined : outageAt(incident, point.at, atMs, point.faults);
    if (outage !== undefined) return outage;
    if (left === 0 || !random.chance(rate)) return undefined;
    const possible = faultsAt(point.at).filter((fault) => point.faults.includes(fault));
    if (possible.length === 0) return undefined;
    left--;
    return possible[Math.floor(random.next() * possible.length)];
  };
}

/** Something is down for everyone who calls it, for as long as incidents last. */
interface Incident {
  /** Of the services, which are hit; all of them if 1. */
  readonly share: number;
  /** Whether AWS is hit as well, so that nothing can be stored either. */
  readonly hitsCheckpoints: boolean;
  readonly beginsMs: number;
  readonly endsMs: number;
  /** The incident comes back for as long again, after a pause: one in four does. */
  readonly relapseMs: number | undefined;
  /** Salt of the draw which services are hit. */
  readonly salt: number;
}

const minuteMs = 60_000;

/**
 * Incidents as status pages show them: a median of 72 minutes with a heavy tail, log-normal with sigma 1.3
 * and cut off at 8 days; as often a blip of seconds, which nobody posts. Begin while the order is young.
 */
function drawIncident(random: RandomStream): Incident {
  const isBlip = random.chance(0.5);
  const lastsMs = isBlip
    ? 1_000 + 30_000 * random.next()
    : Math.min(72 * minuteMs * Math.exp(1.3 * normal(random)), 8 * 1_440 * minuteMs);
  const beginsMs = random.next() ** 3 * 10 * minuteMs;
  return {
    share: random.chance(0.3) ? 1 : 0.35,
    // Such as AWS's own incidents of October 2025, which whoever runs on AWS had a part in.
    hitsCheckpoints: random.chance(0.15),
    beginsMs,
    endsMs: beginsMs + lastsMs,
    relapseMs: random.chance(0.25) ? beginsMs + lastsMs * (1 + random.next()) : undefined,
    salt: random.uint32(),
  };
}

/** The mildest thing that means "down" at this point, if the incident hits it now. */
function outageAt(
  { share, hitsCheckpoints, beginsMs, endsMs, relapseMs, salt }: Incident,
  at: string,
  atMs: number,
  faults: readonly Fault[],
): Fault | undefined {
  const lastsMs = endsMs - beginsMs;
  const isDown =
    (atMs >= beginsMs && atMs < endsMs) ||
    (relapseMs !== undefined && atMs >= relapseMs && atMs < relapseMs + lastsMs);
  if (!isDown) return undefined;
  const place = placeOf(at);
  if (place === "checkpoint" && hitsCheckpoints) return ifPossible("server-error", faults);
  if (place !== "call" || share < chanceOf(serviceOf(at), salt)) return undefined;
  return ifPossible("refuse", faults);
}

/** A fault where it is possible. */
function ifPossible(fault: Fault, faults: readonly Fault[]): Fault | undefined {
  return faults.includes(fault) ? fault : undefined;
}

/** `payments` of `billing > payments.charge`. */
function serviceOf(at: string): string {
  return at.slice(at.lastIndexOf(" ") + 1, at.lastIndexOf("."));
}

/** A number from 0 to 1 that depends on a name and a salt alone, whoever is called first. */
function chanceOf(name: string, salt: number): number {
  let hash = salt;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 2_654_435_761);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Box and Muller's. */
function normal(random: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
