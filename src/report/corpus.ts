import { isViolated, knownAs } from "../campaign/corpus.ts";
import type { CorpusEntry, CorpusState, JudgedEntry } from "../campaign/corpus-entry.ts";
import { faultNames } from "../campaign/finding-id.ts";
import { renderSchedule } from "./bursts.ts";
import { listOf, plural } from "./counts.ts";
import { hang, page } from "./page.ts";
import { cut } from "./value.ts";

const words: Readonly<Record<CorpusState, string>> = {
  violated: "still violated",
  "violated-otherwise": "violated, but otherwise than it says",
  fixed: "holds now (fixed)",
  held: "holds, as it should",
  "violated-again": "violated, though it should hold",
  inconclusive: "inconclusive",
  stale: "stale: a fault of it has nothing to strike any more",
};

/** What a scenario does today, in a few words. */
export function describeState(entry: CorpusEntry): string {
  return entry.kind === "unreadable" ? `unreadable: ${entry.reason}` : words[entry.state];
}

/** All scenario files, place by place. */
export function renderCorpus(entries: readonly CorpusEntry[]): string {
  const blocks = entries.map((entry) => renderEntry(entry, entries));
  return page(...blocks, blocks.length === 0 ? undefined : "", renderTotals(entries));
}

/** One scenario file: what it is called, what it does today, and what it is about. */
function renderEntry(entry: CorpusEntry, entries: readonly CorpusEntry[]): string {
  const { path } = entry;
  if (entry.kind === "unreadable") {
    return page(hang(`! ${"?".repeat(8)}  `, path), hang(indent, describeState(entry)));
  }
  const { id, scenario, invariant } = entry;
  const about = [
    stateWithNews(entry, entries),
    scenario.world,
    ...(invariant === undefined ? [] : [cut(invariant)]),
    renderSchedule(scenario.faults),
  ];
  return page(hang(`${markOf(entry)} ${id}  `, path), hang(indent, about.join(" · ")));
}

const indent = " ".repeat(12);

function markOf(entry: JudgedEntry): string {
  if (entry.state === "stale" || entry.state === "inconclusive") return "!";
  return isViolated(entry) ? "✗" : "✓";
}

function stateWithNews(entry: JudgedEntry, entries: readonly CorpusEntry[]): string {
  if (entry.place === "committed" || !isViolated(entry)) return words[entry.state];
  const known = knownAs(entry, entries);
  return `${words[entry.state]}, ${known === undefined ? "new" : `known as ${known.path}`}`;
}

function renderTotals(entries: readonly CorpusEntry[]): string {
  if (entries.length === 0) return "no scenarios, local or committed";
  const ofPlace = (place: string) => entries.filter((entry) => entry.place === place).length;
  const unreadable = entries.filter(({ kind }) => kind === "unreadable").length;
  const local = `${ofPlace("local")} of them local, ${ofPlace("committed")} committed`;
  const broken = unreadable === 0 ? "" : `, ${unreadable} unreadable`;
  return `${plural(entries.length, "scenario")}, ${local}${broken}`;
}

/** The same as plain JSON, for programs. */
export function corpusAsJson(entries: readonly CorpusEntry[]): unknown {
  return {
    schemaVersion: 1,
    scenarios: entries.map((entry) => {
      const { place, path: file } = entry;
      if (entry.kind === "unreadable") {
        return { file, place, state: "unreadable", reason: entry.reason };
      }
      const { id, state, isAsExpected, invariant, scenario } = entry;
      return {
        file,
        place,
        state,
        id,
        isKnown: place === "committed" || knownAs(entry, entries) !== undefined,
        isAsExpected,
        world: scenario.world,
        invariant: invariant ?? null,
        faults: faultNames(scenario.faults),
        name: scenario.name,
      };
    }),
  };
}

/** Which committed scenarios do not do what they expect; and what is new, known or fixed. */
export function renderVerification(entries: readonly CorpusEntry[]): string {
  const committed = entries.filter(({ place }) => place === "committed");
  const wrong = committed.filter((entry) => entry.kind === "unreadable" || !entry.isAsExpected);
  const all = plural(committed.length, "committed scenario");
  const verdict =
    wrong.length === 0
      ? `✓ ${all}: each does what it expects`
      : `✗ ${all}, ${wrong.length} of which ${wrong.length === 1 ? "does not do what it expects" : "do not do what they expect"}`;
  const found = entries.filter(
    (entry): entry is JudgedEntry =>
      entry.kind === "judged" && entry.place === "local" && isViolated(entry),
  );
  const known = found.filter((entry) => knownAs(entry, entries) !== undefined);
  const news = found.filter((entry) => !known.includes(entry));
  const fixed = committed.filter((entry) => entry.kind === "judged" && entry.state === "fixed");
  return page(
    ...wrong.map((entry) => renderEntry(entry, entries)),
    wrong.length === 0 ? undefined : "",
    verdict,
    hang("  new     ", tell(news)),
    hang("  known   ", tell(known)),
    hang("  fixed   ", tell(fixed)),
  );
}

function tell(entries: readonly CorpusEntry[]): string {
  return entries.length === 0 ? "none" : listOf(entries.map(({ path }) => path));
}
