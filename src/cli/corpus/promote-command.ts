import { join } from "node:path";
import { knownAs } from "../../campaign/corpus.ts";
import { promotedName, promotedText } from "../../campaign/promote.ts";
import { UsageError } from "../../kernel/errors.ts";
import { onOneLine } from "../../kernel/plain-text.ts";
import { renderStale } from "../../report/stale.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { namedEntry, readPlace } from "./read-corpus.ts";

/** What a scenario is to be kept as. */
export interface PromoteOptions {
  readonly as: string | undefined;
  readonly fixed: boolean;
}

/** Copies a scenario to the committed ones, if it still does what it is to be kept for. */
export async function promoteScenario(
  word: string,
  { as, fixed }: PromoteOptions,
  desk: CorpusDesk,
): Promise<ExitCode> {
  const { terminal, folders } = desk;
  const entry = await namedEntry(word, desk);
  const { replayed, placeOf } = entry;
  if (entry.place === "committed") {
    throw new UsageError(`${entry.path} is in ${folders.committed} already`);
  }
  if (entry.state === "stale") {
    terminal.note(renderStale(replayed.missed, replayed.result.passed, placeOf));
    return exitCode.stale;
  }
  const text = promotedText(entry, fixed, terminal.command);
  const name = as === undefined ? promotedName(entry) : chosenName(as);
  const known = knownAs(entry, await readPlace("committed", desk));
  // Whoever gives a name wants it there all the same, such as for another input.
  if (known !== undefined && as === undefined) {
    throw new UsageError(
      `${known.path} shows the same; to keep ${entry.path} as well, give it a name with --as`,
    );
  }
  const path = join(folders.committed, `${name}.json`);
  if (terminal.exists(path)) {
    throw new UsageError(`${path} is there already: give another name with --as`);
  }
  terminal.createFile(path, text);
  terminal.print(`Kept    ${path}`);
  return exitCode.held;
}

function chosenName(as: string): string {
  const name = as.replace(/\.json$/, "");
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return name;
  throw new UsageError(`"${onOneLine(as)}" must be kebab-case: a-z, 0-9 and hyphens`);
}
