import { join } from "node:path";
import { entriesNamed, looksLikeScenario } from "../../campaign/corpus.ts";
import {
  type CorpusEntry,
  type CorpusFile,
  type CorpusPlace,
  type ReplayedEntry,
  type UnreadableEntry,
  examine,
  unreadable,
} from "../../campaign/corpus-entry.ts";
import { UsageError } from "../../kernel/errors.ts";
import { onOneLine } from "../../kernel/plain-text.ts";
import { listOf } from "../../report/counts.ts";
import type { Terminal } from "../terminal.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { replayApart } from "./replay-apart.ts";

/** Reads and replays all scenario files, the local ones first. */
export async function readCorpus(desk: CorpusDesk): Promise<readonly CorpusEntry[]> {
  return [...(await readPlace("local", desk)), ...(await readPlace("committed", desk))];
}

/** Reads and replays the scenario files of one folder. */
export async function readPlace(
  place: CorpusPlace,
  desk: CorpusDesk,
): Promise<readonly CorpusEntry[]> {
  const { folders, terminal } = desk;
  const folder = folders[place];
  const files = terminal
    .listFiles(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readCandidate(join(folder, name), place, terminal) ?? []);
  const readable = files.filter((file) => file.kind === "text");
  const judged = await replayApart(readable, desk);
  return files.map((file) =>
    file.kind === "unreadable"
      ? file
      : (judged.get(file.path) ?? unreadable(file, "it was not replayed")),
  );
}

type Candidate = CorpusFile & { readonly kind: "text" };

/** None where the file is something else than a scenario. */
function readCandidate(
  path: string,
  place: CorpusPlace,
  terminal: Terminal,
): Candidate | UnreadableEntry | undefined {
  try {
    const text = terminal.readFile(path);
    if (place === "local" && !looksLikeScenario(text)) return undefined;
    return { kind: "text", place, path, text };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return unreadable({ place, path, text: "" }, error.message);
  }
}

/** The scenario file that a person means, replayed: by its path, its id, its name, or the beginning of these. */
export async function namedEntry(word: string, desk: CorpusDesk): Promise<ReplayedEntry> {
  const path = await namedFile(word, desk);
  const isCommitted = join(path).startsWith(join(desk.folders.committed, "/"));
  const place = isCommitted ? "committed" : "local";
  const file = { place, path, text: desk.terminal.readFile(path) } as const;
  const entry = await examine(file, desk.worlds);
  if (entry.kind === "judged") return entry;
  throw new UsageError(entry.reason);
}

/** The path of the scenario file that a person means. */
export async function namedFile(word: string, desk: CorpusDesk): Promise<string> {
  if (isPath(word, desk.terminal)) return word;
  return chosen(word, entriesNamed(word, await readCorpus(desk)), desk).path;
}

/** What is there, or could only be the name of a file. */
function isPath(word: string, terminal: Terminal): boolean {
  return /[/\\]|\.json$/.test(word) || terminal.exists(word);
}

function chosen(word: string, found: readonly CorpusEntry[], desk: CorpusDesk): CorpusEntry {
  const { folders, terminal } = desk;
  const [first, ...others] = found;
  const shown = onOneLine(word);
  if (first === undefined) {
    throw new UsageError(
      `there is no scenario "${shown}": not a file, nor an id or name in ${folders.local} or ` +
        `${folders.committed}; see ${terminal.command} corpus list`,
    );
  }
  // A local file and the committed one that was made of it are the same scenario.
  const isSame = (other: CorpusEntry): boolean =>
    first.kind === "judged" && other.kind === "judged" && other.id === first.id;
  if (others.every((other) => isSame(other))) return first;
  const paths = found.map(({ path }) => path);
  throw new UsageError(`"${shown}" may be ${listOf(paths.slice(0, 5))}: give more of its name`);
}
