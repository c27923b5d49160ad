/*
 * Runs random trials of three worlds, under faults of every family, and prints the hash of each, in the order of their seeds,
 * whatever the order in which they ran: `node print-hashes.ts <trials> <forwards|backwards>`.
 */
import fc from "fast-check";
import {
  type FaultSchedule,
  type World,
  faultsAt,
  orderAsPublished,
  runTrial,
  scheduleArbitrary,
  traceHash,
} from "../../src/index.ts";
import { busyWorld } from "./busy-world.ts";
import { probeWorld } from "./probe-world.ts";

const [trials, order] = process.argv.slice(2);
const worlds: readonly World[] = [orderAsPublished, probeWorld, busyWorld];

const hashes = new Map<string, string>();
for (const world of worlds) {
  const points = await pointsOf(world);
  const seeds = Array.from({ length: Number(trials) / worlds.length }, (_, index) => index);
  for (const seed of order === "backwards" ? seeds.toReversed() : seeds) {
    hashes.set(`${world.name} ${seed}`, await hashOf(world, points, seed));
  }
}
const lines = [...hashes].map(([name, hash]) => `${name} ${hash}\n`);
process.stdout.write(lines.toSorted().join(""));

async function pointsOf(world: World): Promise<readonly string[]> {
  const [example] = world.examples;
  const { passed } = await runTrial(world, { input: example?.input, schedule: [], seed: 0 });
  return [...new Set(passed.map(({ at }) => at))];
}

async function hashOf(world: World, points: readonly string[], seed: number): Promise<string> {
  const [input] = fc.sample(world.input, { seed, numRuns: 1 });
  const schedules = scheduleArbitrary(points, undefined, (at) => faultsAt(at));
  const [schedule = []] = fc.sample<FaultSchedule>(schedules, { seed, numRuns: 1 });
  return traceHash(await runTrial(world, { input, schedule, seed }));
}
