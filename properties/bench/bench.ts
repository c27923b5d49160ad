/* How fast trials are, beside the official local runner and beside the SDK alone: `npm run bench`. */
import { type Enumeration, measureEnumerations, measureHeap } from "./measurements.ts";
import type { Lap } from "./contestant.ts";
import { type Contestant, runRounds } from "./rounds.ts";
import { renderTable } from "./table.ts";

const rounds = 7;

const floor = { name: "floor", script: "sdk-floor.ts", mode: "", warmUp: 20_000, runs: 3_000 };
const clean = { name: "clean", script: "simulator.ts", mode: "clean", warmUp: 20_000, runs: 3_000 };
const faulted = { ...clean, name: "faulted", mode: "faulted", runs: 2_000 };
const official = { name: "official", script: "official-runner.ts", mode: "", warmUp: 1, runs: 2 };

const rows = [
  { size: 10, runs: 600 },
  { size: 100, runs: 60 },
  { size: 1_000, runs: 6 },
].map(({ size, runs }) => ({
  size,
  ours: shapeOf(`steps ${size}`, runs),
  sdks: { ...floor, name: `sdk ${size}`, mode: String(size), warmUp: runs * 5, runs },
}));
const map = shapeOf("map 100", 60);
const parallel = shapeOf("parallel 10", 400);
const year = shapeOf("wait 365", 2_000);

const saga = await runRounds([floor, clean, faulted, official], rounds);
const others = await runRounds(
  [...rows.flatMap(({ ours, sdks }) => [ours, sdks]), map, parallel, year],
  rounds,
);
const results = saga.map((round, index) => Object.assign(round, others[index]));
const enumerations = await measureEnumerations();
const { crashed, bytesBefore, bytesAfter } = await measureHeap();

console.log(`Node ${process.version}, medians of ${rounds} interleaved rounds\n`);
console.log(
  renderTable([
    ["", "measured", "target"],
    ["clean trials", `${whole(1e6 / usPerRun(clean))} a second`, ""],
    ["trials under random faults", `${whole(1e6 / usPerRun(faulted))} a second`, ""],
    ["the SDK alone", `${whole(usPerRun(floor))} us`, ""],
    ["one clean trial", `${whole(usPerRun(clean))} us`, ""],
    ["one clean trial / the SDK alone", ratio(clean, floor).toFixed(2), "2.2 at most"],
    ["one trial under faults", `${whole(usPerRun(faulted))} us`, ""],
    ["one invocation under faults", `${whole(usPerInvocation(faulted))} us`, ""],
    ["one execution, official local runner", `${whole(usPerRun(official) / 1e3)} ms`, ""],
    ["clean trials in that time", whole(ratio(official, clean)), ""],
    ["trials under faults in that time", whole(ratio(official, faulted)), "700 at least"],
    rowOf("all schedules of up to 2 faults, to the end", enumerations.whole, "3 s at most"),
    rowOf("the same, merged", enumerations.merged, ""),
    rowOf("hardened saga, up to 3 faults, merged", enumerations.three, "10 s at most"),
    rowOf("hardened saga, up to 4 faults, merged", enumerations.four, "60 s at most"),
    ["a map of 100 items", `${whole(usPerRun(map))} us`, ""],
    ["a parallel of 10 branches, each with a wait", `${whole(usPerRun(parallel))} us`, ""],
    ["a wait of a year", `${whole(usPerRun(year))} us`, ""],
    ...rows.map(({ size, ours, sdks }) => [
      `one of ${whole(size)} steps; the SDK alone; ratio`,
      `${(usPerRun(ours) / size).toFixed(1)} us; ${(usPerRun(sdks) / size).toFixed(1)} us; ${ratio(ours, sdks).toFixed(2)}`,
      "flat",
    ]),
    ["heap in use", `${(bytesBefore / 1e6).toFixed(1)} MB`, ""],
    [`and ${whole(crashed)} crashes later`, `${(bytesAfter / 1e6).toFixed(1)} MB`, ""],
  ]),
);

function rowOf(what: string, { trials, seconds }: Enumeration, target: string): string[] {
  return [what, `${seconds.toFixed(1)} s, ${whole(trials)} trials`, target];
}

function shapeOf(shape: string, runs: number): Contestant {
  return { name: shape, script: "shapes.ts", mode: shape, warmUp: runs * 5, runs };
}

function usPerRun({ name }: Contestant): number {
  return median(results.map((round) => usOf(round[name])));
}

function usPerInvocation({ name }: Contestant): number {
  return median(results.map((round) => usOf(round[name]) / invocationsOf(round[name])));
}

/** Computed within each round, in which both had the same machine. */
function ratio(one: Contestant, other: Contestant): number {
  return median(results.map((round) => usOf(round[one.name]) / usOf(round[other.name])));
}

function usOf(lap: Lap | undefined): number {
  return lap === undefined ? Number.NaN : (lap.elapsedMs * 1_000) / lap.runs;
}

function invocationsOf(lap: Lap | undefined): number {
  return lap === undefined ? Number.NaN : lap.invocations / lap.runs;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
