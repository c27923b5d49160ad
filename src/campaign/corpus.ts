import { basename } from "node:path";
import type { CorpusEntry, JudgedEntry } from "./corpus-entry.ts";

/**
 * Whether a text may be meant as a scenario: a search leaves other JSON beside them, such as certificates. What is
 * not JSON at all may be a scenario that was cut short.
 */
export function looksLikeScenario(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return true;
  }
  const fields = ["world", "input", "faults", "expect"];
  return fields.filter((field) => Object.hasOwn(Object(value), field)).length >= 2;
}

/** The committed scenario that shows the same finding, if there is one. */
export function knownAs(
  entry: JudgedEntry,
  entries: readonly CorpusEntry[],
): JudgedEntry | undefined {
  if (!isViolated(entry)) return undefined;
  return entries.find(
    (other): other is JudgedEntry =>
      other.kind === "judged" && other.place === "committed" && other.ids.includes(entry.id),
  );
}

/** Whether it breaks an invariant today, whatever its file expects. */
export function isViolated({ state }: JudgedEntry): boolean {
  return state === "violated" || state === "violated-otherwise" || state === "violated-again";
}

/**
 * The entries that somebody may mean by a word: by its id, by the name of its file, or by the beginning of one of
 * these. What is meant exactly goes before what only begins so.
 */
export function entriesNamed(
  word: string,
  entries: readonly CorpusEntry[],
): readonly CorpusEntry[] {
  const exact = entries.filter((entry) => namesOf(entry).includes(word));
  if (exact.length > 0 || word === "") return exact;
  return entries.filter((entry) => namesOf(entry).some((name) => name.startsWith(word)));
}

function namesOf(entry: CorpusEntry): readonly string[] {
  const file = basename(entry.path, ".json");
  // A search ends the name of a file with 8 hex digits of its own.
  const digits = /-([0-9a-f]{8})$/.exec(file)?.[1];
  const ids = entry.kind === "judged" ? [entry.id] : [];
  return [entry.path, file, ...ids, ...(digits === undefined ? [] : [digits])];
}

/** The entry whose scenario is the easiest to understand. */
export function smallestOf(entries: readonly JudgedEntry[]): JudgedEntry | undefined {
  return entries.toSorted((one, other) => compareSizes(sizeOf(one), sizeOf(other)))[0];
}

/** Faults, then bursts, then text; the path decides where all else is equal. */
function sizeOf({ scenario, text, path }: JudgedEntry): readonly (number | string)[] {
  const faults = scenario.faults.reduce((sum, { times }) => sum + times, 0);
  return [faults, scenario.faults.length, text.length, path];
}

function compareSizes(
  one: readonly (number | string)[],
  other: readonly (number | string)[],
): number {
  const index = one.findIndex((part, position) => part !== other[position]);
  return (one[index] ?? 0) < (other[index] ?? 0) ? -1 : index === -1 ? 0 : 1;
}
