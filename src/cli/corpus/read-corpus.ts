import { join } from "node:path";
import { entriesNamed, looksLikeScenario } from "../../campaign/corpus.ts";
import {
  type CorpusEntry,
  type CorpusFile,
  type CorpusPlace,
  examine,
} from "../../campaign/corpus-entry.ts";
import { UsageError } from "../../kernel/errors.ts";
import { onOneLine } from "../../kernel/plain-text.ts";
import { listOf } from "../../report/counts.ts";
import type { World } from "../../trial/world.ts";
import type { Terminal } from "../terminal.ts";

/** The folders that scenario files are in. */
export interface CorpusFolders {
  readonly local: string;
  readonly committed: string;
}

/** Where they are unless told otherwise. */
export const corpusFolders: CorpusFolders = { local: ".durable-chaos", committed: "scenarios" };

/** Everything that a command of the corpus works with. */
export interface CorpusDesk {
  readonly folders: CorpusFolders;
  readonly worlds: readonly World[];
  readonly terminal: Terminal;
}

/** Reads and replays all scenario files, the local ones first. */
export async function readCorpus(desk: CorpusDesk): Promise<readonly CorpusEntry[]> {
  return [...(await readPlace("local", desk)), ...(await readPlace("committed", desk))];
}

/** Reads and replays the scenario files of one folder. */
export async function readPlace(
  place: CorpusPlace,
  { folders, worlds, terminal }: CorpusDesk,
): Promise<readonly CorpusEntry[]> {
  const folder = folders[place];
  const paths = terminal
    .listFiles(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
  const entries: CorpusEntry[] = [];
  for (const [index, path] of paths.entries()) {
    terminal.status(`replaying ${index + 1} of ${paths.length}: ${path}`);
    const file = readCandidate(path, place, terminal);
    if (file === undefined) continue;
    entries.push("reason" in file ? file : await examine(file, worlds));
  }
  terminal.status("");
  return entries;
}

/** None where the file is something else than a scenario. */
function readCandidate(
  path: string,
  place: CorpusPlace,
  terminal: Terminal,
): CorpusFile | Extract<CorpusEntry, { kind: "unreadable" }> | undefined {
  try {
    const text = terminal.readFile(path);
    if (place === "local" && !looksLikeScenario(text)) return undefined;
    return { place, path, text };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { place, path, text: "", kind: "unreadable", reason: error.message };
  }
}

/** The scenario file that a person means: by its path, its id, its name, or the beginning of these. */
export async function namedEntry(word: string, desk: CorpusDesk): Promise<CorpusEntry> {
  const { terminal, worlds, folders } = desk;
  if (isPath(word, terminal)) {
    const isCommitted = join(word).startsWith(join(folders.committed, "/"));
    const place = isCommitted ? "committed" : "local";
    return examine({ place, path: word, text: terminal.readFile(word) }, worlds);
  }
  return chosen(word, entriesNamed(word, await readCorpus(desk)), desk);
}

/** The path of the scenario file that a person means. */
export async function namedFile(word: string, desk: CorpusDesk): Promise<string> {
  return isPath(word, desk.terminal) ? word : (await namedEntry(word, desk)).path;
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
    first.kind === "replayed" && other.kind === "replayed" && other.id === first.id;
  if (others.every((other) => isSame(other))) return first;
  const paths = found.map(({ path }) => path);
  throw new UsageError(`"${shown}" may be ${listOf(paths.slice(0, 5))}: give more of its name`);
}

/** The entry, if it could be replayed; else what is wrong with it is a `UsageError`. */
export function replayedOrRefused(entry: CorpusEntry): Extract<CorpusEntry, { kind: "replayed" }> {
  if (entry.kind === "replayed") return entry;
  throw new UsageError(entry.reason);
}
