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

const introduction = [
  "A swarm draws every trial anew. Novelty feedback keeps the trials that did what none before had done, and mostly changes these: one fault more,",
  "one burst less, or one at another time; the rest is drawn anew, as in a swarm. Whether that finds more is a question of measurement. Each row is",
  "the hardened saga with one mistake in it; each cell tells with how many of 5 seeds a search came upon it within 2,000 trials, and the trial of the",
  "median seed, – if most did not. What counts as new is which points a trial passed and how it ended (by places), or each pass with what struck there",
  "and what came next (by steps). Made by `npm run novelty`, in seven minutes of one core; the numbers are the same everywhere.",
  "",
  "**It does not beat swarm, and so the search does not have it**; its code is in `properties/zoo/novelty.ts`.",
  "",
  "- It finds fewer of the mistakes, and takes more trials; keeping a little of it (80 % drawn anew) is no better than keeping much. The differences are",
  "  small: a reason not to add it, rather than proof that it harms.",
  "- It is worst where something has to be down for long: for a mail that cannot be sent, or a capture of which nothing is heard. Changing one fault of a",
  "  trial does not make an incident, and each trial that is spent on changes is not spent on drawing one.",
  "- It is late with what shows on some orders without any fault, since a changed trial keeps its order.",
  "- It is best where a rare fault must hit a rare path: the refund that is accepted and then fails, which swarm did not find at all in so few trials. But that takes",
  "  a single fault, and enumeration has it for certain within some hundred trials ([kill matrix](kill-matrix.md)).",
];

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
const [ofSwarm = 0, ...ofOthers] = contestants.map(
  (_, index) => rows.flatMap(({ kills }) => killsOf(kills[index] ?? [])).length,
);
if (Math.max(...ofOthers) > ofSwarm) {
  console.log("NOVELTY BEATS SWARM NOW: what the page says above its table is not true any more");
  process.exitCode = 1;
}

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
  const killed = killsOf(trials).length;
  const median = medianOf(trials);
  return `${killed} · ${median > budget ? "–" : median.toLocaleString("en")}`;
}

function killsOf(trials: readonly (number | undefined)[]): readonly number[] {
  return trials.filter((trial) => trial !== undefined);
}

/** What was not found would have taken longer than all that was. */
function medianOf(trials: readonly (number | undefined)[]): number {
  const sorted = trials.map((trial) => trial ?? Infinity).toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

function renderPage(): string {
  const totals = contestants.map((_, index) => rows.flatMap(({ kills }) => kills[index] ?? []));
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
    total(
      `kills, of ${count(rows.length * seeds.length)}`,
      (index) => killsOf(totals[index] ?? []).length,
    ),
    total("trials spent, all seeds", (index) => spentOf(totals[index] ?? [])),
    total("mistakes that it alone finds soonest, by the median", fastestOf),
    "",
  ].join("\n");
}
