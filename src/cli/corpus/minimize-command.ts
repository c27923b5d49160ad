import type { ReplayedEntry } from "../../campaign/corpus-entry.ts";
import { type Minimized, minimize } from "../../campaign/minimize.ts";
import { UsageError } from "../../kernel/errors.ts";
import { describeState } from "../../report/corpus.ts";
import { plural } from "../../report/counts.ts";
import { renderDivergence } from "../../report/divergence.ts";
import { hang, page } from "../../report/page.ts";
import { renderStale } from "../../report/stale.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { namedEntry, readPlace } from "./read-corpus.ts";

/** Makes scenario files smaller, where the same invariant breaks with less: one, or all local ones. */
export async function minimizeCorpus(
  word: string | undefined,
  desk: CorpusDesk,
): Promise<ExitCode> {
  if (word !== undefined) return minimizeOne(word, desk);
  let code: ExitCode = exitCode.held;
  for (const entry of await readPlace("local", desk)) {
    const isViolated = entry.kind === "judged" && entry.state === "violated";
    if (!isViolated) {
      desk.terminal.print(page(hang("left    ", entry.path), hang("    ", describeState(entry))));
    } else if ((await attempt(await namedEntry(entry.path, desk), desk)) !== exitCode.held)
      code = exitCode.notDeterministic;
  }
  return code;
}

async function minimizeOne(word: string, desk: CorpusDesk): Promise<ExitCode> {
  const entry = await namedEntry(word, desk);
  const { replayed, placeOf } = entry;
  if (entry.state === "stale") {
    desk.terminal.note(renderStale(replayed.missed, replayed.result.passed, placeOf));
    return exitCode.stale;
  }
  if (entry.state === "violated") return attempt(entry, desk);
  throw new UsageError(
    `${entry.path} does not break what it says (${entry.state}): there is nothing to keep broken`,
  );
}

async function attempt(entry: ReplayedEntry, { terminal }: CorpusDesk): Promise<ExitCode> {
  terminal.status(`shrinking ${entry.path} ...`);
  const minimized = await minimize(entry);
  terminal.status("");
  if (minimized.kind === "diverged") {
    terminal.print(page(hang("left    ", entry.path), renderDivergence(minimized.divergence)));
    return exitCode.notDeterministic;
  }
  if (minimized.kind === "smaller") terminal.writeFile(entry.path, minimized.text);
  const label = minimized.kind === "smaller" ? "smaller " : "left    ";
  terminal.print(page(hang(label, entry.path), hang("    ", describe(minimized))));
  return exitCode.held;
}

function describe(minimized: Exclude<Minimized, { kind: "diverged" }>): string {
  switch (minimized.kind) {
    case "smaller": {
      const { faults, tries } = minimized;
      return `${plural(faults.before, "fault")} → ${faults.after} after ${plural(tries, "try")}`;
    }
    case "smallest":
      return `as small as it gets, after ${plural(minimized.tries, "try")}`;
    case "endless-loop":
      return "it keeps the processor, so that each try would take seconds";
  }
}
