import { writeFileSync } from "node:fs";
import type { World } from "../../src/index.ts";
import { worldOf } from "./mutant-world.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import { type Feedback, firstKill, placesSignal, stepsSignal } from "./novelty.ts";

/** Trials that each search is given for a mistake, and seeds that it is run with. */
const budget = 2_000;
const seeds = [1, 2, 3, 4, 5];

interface Contestant {
  readonly name: string;
  readonly feedback?: Feedback;
}

const contestants: readonly Contestant[] = [
  { name: "swarm" },
  { name: "by places, 20 % fresh", feedback: { signal: placesSignal, freshShare: 0.2 } },
  { name: "by steps, 20 % fresh", feedback: { signal: stepsSignal, freshShare: 0.2 } },
  { name: "by places, 80 % fresh", feedback: { signal: placesSignal, freshShare: 0.8 } },
];

const introduction = ["TODO"];

/** For each contestant, the trial of the kill for each seed; `undefined` where there was none. */
type Kills = readonly (readonly (number | undefined)[])[];

const rows: { readonly mutant: Mutant; readonly kills: Kills }[] = [];
for (const mutant of mutants) {
  const world = await worldOf(mutant);
  const kills: (readonly (number | undefined)[])[] = [];
  for (const contestant of contestants) kills.push(await huntWithAll(world, contestant));
  rows.push({ mutant, kills });
  console.log(renderRow(mutant, kills));
}
writeFileSync(new URL("../../docs/novelty.md", import.meta.url), renderPage());

async function huntWithAll(
  world: World,
  contestant: Contestant,
): Promise<readonly (number | undefined)[]> {
  return inMacrotask(() =>
    seeds.map((seed) => firstKill({ ...contestant, world, seed, trials: budget })),
  );
}

/** Trials can only be driven from the event loop itself. */
async function inMacrotask<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

function renderRow({ mistake }: Mutant, kills: Kills): string {
  return `| ${[mistake, ...kills.map(renderCell)].join(" | ")} |`;
}

function renderCell(trials: readonly (number | undefined)[]): string {
  const killed = trials.filter((trial) => trial !== undefined).length;
  const median = medianOf(trials);
  return `${killed} · ${median > budget ? "–" : median.toLocaleString("en")}`;
}

/** What was not found would have taken longer than all that was. */
function medianOf(trials: readonly (number | undefined)[]): number {
  const sorted = trials.map((trial) => trial ?? Infinity).toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

function renderPage(): string {
  const totals = contestants.map((_, index) => rows.flatMap(({ kills }) => kills[index] ?? []));
  const killsOf = (trials: readonly (number | undefined)[]) =>
    trials.filter((trial) => trial !== undefined).length;
  const spentOf = (trials: readonly (number | undefined)[]) =>
    trials.reduce((sum: number, trial) => sum + (trial ?? budget), 0);
  const fastestOf = (index: number) =>
    rows.filter(({ kills }) => {
      const medians = kills.map(medianOf);
      const own = medians[index] ?? Infinity;
      return medians.every((median, other) => other === index || own < median);
    }).length;
  const count = (value: number) => value.toLocaleString("en");
  const total = (what: string, valueOf: (index: number) => number) =>
    `| **${what}** | ${contestants.map((_, index) => `**${count(valueOf(index))}**`).join(" | ")} |`;
  return [
    "# Novelty feedback against swarm",
    "",
    ...introduction,
    "",
    `| mistake | ${contestants.map(({ name }) => name).join(" | ")} |`,
    `| --- | ${contestants.map(() => "--:").join(" | ")} |`,
    ...rows.map(({ mutant, kills }) => renderRow(mutant, kills)),
    total(`kills, of ${count(rows.length * seeds.length)}`, (index) =>
      killsOf(totals[index] ?? []),
    ),
    total("trials spent, all seeds", (index) => spentOf(totals[index] ?? [])),
    total("mistakes that it alone finds soonest, by the median", fastestOf),
    "",
  ].join("\n");
}
