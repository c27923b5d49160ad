import { writeFileSync } from "node:fs";
import { explore, orderHardened } from "../../src/index.ts";
import { isKept, keepKill } from "./kept-kills.ts";
import { worldOf } from "./mutant-world.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import { searchFor } from "./search-for.ts";
import { type Kill, strategies } from "./strategies.ts";

interface Row {
  readonly mutant: Mutant;
  readonly kills: readonly Kill[];
  /** What breaks in the search that finds it. */
  readonly broken: readonly string[];
}

const rows: Row[] = [];
for (const mutant of mutants) {
  const row = await measure(mutant);
  rows.push(row);
  console.log(renderRow(row));
}
const page = new URL("../../docs/kill-matrix.md", import.meta.url);
writeFileSync(page, renderPage(rows));
const escaped = rows.filter(({ kills }) => kills.every(({ kind }) => kind === "survived"));
const misfiled = rows.filter(
  ({ mutant, broken }) => broken.toSorted().join() !== [...mutant.breaks].toSorted().join(),
);
for (const { mutant } of escaped) console.log(`NOT KILLED: ${mutant.mistake}`);
for (const { mutant, broken } of misfiled) {
  console.log(
    `BREAKS ${broken.join(", ")}, AND NOT ${mutant.breaks.join(", ")}: ${mutant.mistake}`,
  );
}
if (escaped.length + misfiled.length > 0) process.exitCode = 1;

async function measure(mutant: Mutant): Promise<Row> {
  const world = await worldOf(mutant);
  const kills: Kill[] = [];
  for (const { hunt } of strategies) kills.push(await hunt(world, mutant));
  const { findings } = await explore(world, searchFor(mutant));
  const own = findings.filter(({ bucket }) => bucket.tier === "saga");
  const shown = own.find(({ bucket }) => bucket.invariant === mutant.breaks[0]);
  if (isKept(mutant) && shown !== undefined) keepKill(shown.scenario);
  return { mutant, kills, broken: own.map(({ bucket }) => bucket.invariant) };
}

function renderRow({ mutant, kills }: Row): string {
  const cells = [mutant.mistake, `\`${mutant.breaks[0]}\``, ...kills.map(renderKill)];
  return `| ${cells.join(" | ")} |`;
}

function renderKill(kill: Kill): string {
  if (kill.kind === "survived") return "–";
  return `${kill.trials.toLocaleString("en")} · ${Math.round(kill.ms).toLocaleString("en")} ms`;
}

function renderPage(all: readonly Row[]): string {
  const head = ["mistake", "caught by", ...strategies.map(({ name }) => name)];
  const killed = strategies.map(
    (_, column) => all.filter(({ kills }) => kills[column]?.kind === "killed").length,
  );
  return [
    "# Kill matrix",
    "",
    "Each row is the hardened saga with one mistake in it; each cell tells in which trial, and after how long, a way of",
    "searching came upon it (shrinking included), – that it did not in 20,000 trials. Made by `npm run kill-matrix`; the numbers of trials are the same",
    "everywhere, the times are those of the machine. The first two columns are what people do without this library: mocks that",
    "reject, and a property test whose mocks reject at random (2,000 trials), judged by the same invariants on the same fakes' books.",
    "",
    `| ${head.join(" | ")} |`,
    `| --- | --- | ${strategies.map(() => "--:").join(" | ")} |`,
    ...all.map(renderRow),
    `| **killed of ${all.length}** | | ${killed.map((count) => `**${count}**`).join(" | ")} |`,
    "",
    "## By invariant",
    "",
    "Which mistakes break it, those first that it is there for. What no mistake in a saga can break with these services, because they",
    "refuse it, breaks in the tests of the invariants, and in worlds with other services.",
    "",
    "| invariant | mistakes |",
    "| --- | --- |",
    ...orderHardened.invariantNames.map((name) => `| \`${name}\` | ${mistakesThatBreak(name)} |`),
    "",
  ].join("\n");
}

function mistakesThatBreak(name: string): string {
  const own = mutants.filter(({ breaks }) => breaks[0] === name);
  const others = mutants.filter(({ breaks }) => breaks.indexOf(name) > 0);
  return [...own, ...others].map(({ mistake }) => mistake).join("; ");
}
