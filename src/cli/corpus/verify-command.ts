import type { CorpusEntry } from "../../campaign/corpus-entry.ts";
import { renderVerification } from "../../report/corpus.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { readCorpus } from "./read-corpus.ts";

/** Replays every committed scenario, and tells whether each does what it expects. */
export async function verifyCorpus(desk: CorpusDesk): Promise<ExitCode> {
  const entries = await readCorpus(desk);
  desk.terminal.print(renderVerification(entries));
  return codeOf(entries.filter(({ place }) => place === "committed"));
}

function codeOf(committed: readonly CorpusEntry[]): ExitCode {
  if (committed.length === 0) return exitCode.inconclusive;
  if (committed.some(({ kind }) => kind === "unreadable")) return exitCode.usage;
  const wrong = committed.flatMap((entry) =>
    entry.kind === "judged" && !entry.isAsExpected ? [entry.state] : [],
  );
  if (wrong.some((state) => state !== "stale")) return exitCode.violated;
  return wrong.length > 0 ? exitCode.stale : exitCode.held;
}
