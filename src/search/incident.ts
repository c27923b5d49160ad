import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import type { RandomStream } from "../kernel/random.ts";

/** Something is down, or barely up, for everyone who calls it, for as long as incidents last. */
export interface Incident {
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
  /** Of the calls in a brownout, how many fail when it is worst; all of them where services are down. */
  readonly worst: number;
  readonly random: RandomStream;
}

const minuteMs = 60_000;

/**
 * Incidents as status pages show them: a median of 72 minutes with a heavy tail, log-normal with sigma 1.3
 * and cut off at 8 days; as often a blip of seconds, which nobody posts. Begin while the order is young.
 */
export function drawIncident(random: RandomStream): Incident {
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
    worst: random.chance(1 / 3) ? 0.2 + 0.7 * random.next() : 1,
    random,
  };
}

/** What an incident does at a point at this time, if it hits it now. */
export function troubleIn(
  incident: Incident,
  { at, faults }: Pick<FaultPoint, "at" | "faults">,
  atMs: number,
): Fault | undefined {
  const progress = progressOf(incident, atMs);
  if (progress === undefined) return undefined;
  const { share, hitsCheckpoints, salt, worst } = incident;
  const place = placeOf(at);
  if (place === "checkpoint" && hitsCheckpoints) return ifPossible("server-error", faults);
  if (place !== "call" || share < chanceOf(serviceOf(at), salt)) return undefined;
  return worst === 1 ? ifPossible("refuse", faults) : brownOut(incident, progress, faults);
}

/** How much of an incident, or of its relapse, is over at a time; `undefined` where it is not on. */
function progressOf({ beginsMs, endsMs, relapseMs }: Incident, atMs: number): number | undefined {
  const lastsMs = endsMs - beginsMs;
  const began = [beginsMs, relapseMs].find(
    (since) => since !== undefined && atMs >= since && atMs < since + lastsMs,
  );
  return began === undefined ? undefined : (atMs - began) / lastsMs;
}

/** What calls meet in a brownout, besides being slow. */
const brownOutFaults: readonly Fault[] = [
  "refuse",
  "throttle",
  "rate-limit",
  "unavailable",
  "gateway-error",
  "slow-reply",
];

/** Some calls fail, the others are slow: more and more of them, and fewer and fewer at the end. */
function brownOut(
  { worst, random }: Incident,
  progress: number,
  faults: readonly Fault[],
): Fault | undefined {
  const intensity = Math.min(1, 4 * progress, 4 * (1 - progress));
  if (!random.chance(intensity)) return undefined;
  if (!random.chance(worst)) return ifPossible("slow-down", faults);
  const possible = brownOutFaults.filter((fault) => faults.includes(fault));
  return possible[Math.floor(random.next() * possible.length)];
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
