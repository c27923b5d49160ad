import { knownAs, isViolated, smallestOf } from "./corpus.ts";
import type { CorpusEntry, JudgedEntry } from "./corpus-entry.ts";

/** What becomes of a local scenario file, and why. */
export type Pruning =
  | { readonly kind: "keep"; readonly entry: CorpusEntry; readonly why: string }
  | { readonly kind: "remove"; readonly entry: CorpusEntry; readonly why: string };

/** Which local scenario files tell nothing that others do not; committed ones are never among them. */
export function pruningOf(entries: readonly CorpusEntry[]): readonly Pruning[] {
  return entries
    .filter(({ place }) => place === "local")
    .map((entry): Pruning => {
      if (entry.kind === "unreadable") return { kind: "keep", entry, why: entry.reason };
      const why = whyRemove(entry, entries);
      if (why !== undefined) return { kind: "remove", entry, why };
      return { kind: "keep", entry, why: isViolated(entry) ? "new" : entry.state };
    });
}

function whyRemove(entry: JudgedEntry, entries: readonly CorpusEntry[]): string | undefined {
  if (entry.state === "stale") return "it is stale: a fault of it has nothing to strike any more";
  if (entry.state === "fixed") return "what was broken holds now";
  const known = knownAs(entry, entries);
  if (known !== undefined) return `it is known: ${known.path} shows the same`;
  if (!isViolated(entry)) return undefined;
  const twins = entries.filter(
    (other): other is JudgedEntry =>
      other.kind === "judged" &&
      other.place === "local" &&
      isViolated(other) &&
      other.id === entry.id,
  );
  const smallest = smallestOf(twins);
  if (smallest === undefined || smallest.path === entry.path) return undefined;
  return `${smallest.path} shows the same, and is not larger`;
}
