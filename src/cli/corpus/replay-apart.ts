import { z } from "zod";
import {
  type CorpusEntry,
  type CorpusFile,
  type Judgement,
  examine,
  judgedElsewhere,
  unreadable,
} from "../../campaign/corpus-entry.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { Started } from "../terminal.ts";
import type { CorpusDesk } from "./corpus-desk.ts";

/*
 * A campaign also leaves scenarios whose code under test ends its process, or stands still. Files that nobody has asked
 * for by name are replayed in a process of their own, so that such a one costs no more than that.
 */

/** The name of the command that the other process runs; it is for nobody else. */
export const judgeCommand = "corpus-judge";

/** Longer than any replay takes that is not standing still, real ms. */
const quietMs = 20_000;

/** So that a command line does not get too long. */
const mostFiles = 100;

type Line = { readonly path: string } & (
  | Judgement
  | { readonly kind: "unreadable"; readonly reason: string }
);

const lineSchema: z.ZodType<Line> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unreadable"), path: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal("judged"),
    path: z.string(),
    id: z.string(),
    ids: z.array(z.string()),
    invariant: z
      .string()
      .nullable()
      .transform((name) => name ?? undefined),
    state: z.enum([
      "violated",
      "violated-otherwise",
      "fixed",
      "held",
      "violated-again",
      "inconclusive",
      "stale",
    ]),
    isAsExpected: z.boolean(),
  }),
]);

/** Replays files, and prints a line of JSON for each as soon as it is known what it does. */
export async function printJudgements(
  paths: readonly string[],
  { terminal, worlds }: CorpusDesk,
): Promise<ExitCode> {
  for (const path of paths) {
    const file = { place: "local", path, text: terminal.readFile(path) } as const;
    const entry = await examine(file, worlds);
    terminal.print(JSON.stringify(lineOf(entry)));
  }
  return exitCode.held;
}

function lineOf(entry: Awaited<ReturnType<typeof examine>>): unknown {
  const { path } = entry;
  if (entry.kind === "unreadable") return { path, kind: entry.kind, reason: entry.reason };
  const { kind, id, ids, invariant = null, state, isAsExpected } = entry;
  return { path, kind, id, ids, invariant, state, isAsExpected };
}

/** The lines of a process; code under test may have printed others in between, whatever the sandbox does. */
function linesIn({ printed }: Started): readonly Line[] {
  return printed.split("\n").flatMap((text) => {
    try {
      return lineSchema.safeParse(JSON.parse(text)).data ?? [];
    } catch {
      return [];
    }
  });
}

/** Replays files in another process; in as many as it takes, where one does not survive it. */
export async function replayApart(
  files: readonly CorpusFile[],
  { terminal, worlds }: CorpusDesk,
): Promise<ReadonlyMap<string, CorpusEntry>> {
  const entries = new Map<string, CorpusEntry>();
  for (let next = 0; next < files.length;) {
    const batch = files.slice(next, next + mostFiles);
    terminal.status(
      `replaying ${next + 1} to ${next + batch.length} of ${files.length} scenarios ...`,
    );
    const started = await terminal.startAgain(
      [judgeCommand, "--", ...batch.map(({ path }) => path)],
      { quietMs },
    );
    const lines = new Map(linesIn(started).map((line) => [line.path, line]));
    // The first of which nothing was heard is the one that the process did not survive.
    const silent = batch.findIndex(({ path }) => !lines.has(path));
    for (const file of silent === -1 ? batch : batch.slice(0, silent)) {
      const line = lines.get(file.path);
      if (line === undefined) continue;
      entries.set(
        file.path,
        line.kind === "unreadable"
          ? unreadable(file, line.reason)
          : judgedElsewhere(file, line, worlds),
      );
    }
    const culprit = batch[silent];
    if (culprit !== undefined) entries.set(culprit.path, unreadable(culprit, describe(started)));
    next += silent === -1 ? batch.length : silent + 1;
  }
  terminal.status("");
  return entries;
}

function describe({ ending, noted }: Started): string {
  const [why = ""] = noted.trim().split("\n");
  const how = ending.kind === "quiet" ? "it stands still" : `its process ends with ${ending.with}`;
  return `when it is replayed, ${how}${why === "" ? "" : `: ${why}`}`;
}
