import { type Pruning, pruningOf } from "../../campaign/prune.ts";
import { plural } from "../../report/counts.ts";
import { hang, page } from "../../report/page.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { CorpusDesk } from "./corpus-desk.ts";
import { readCorpus } from "./read-corpus.ts";

/** Removes the local scenario files that tell nothing that others do not. */
export async function pruneCorpus(
  { dryRun }: { readonly dryRun: boolean },
  desk: CorpusDesk,
): Promise<ExitCode> {
  const { terminal } = desk;
  const verb = dryRun ? "would remove" : "removed";
  const prunings = pruningOf(await readCorpus(desk));
  for (const pruning of prunings) {
    // One by one, so that what was removed has been told even where the next one cannot be.
    if (pruning.kind === "remove" && !dryRun) terminal.removeFile(pruning.entry.path);
    terminal.print(renderPruning(pruning, verb));
  }
  const removed = prunings.filter(({ kind }) => kind === "remove").length;
  const kept = prunings.length - removed;
  terminal.print(`${verb} ${plural(removed, "scenario")}, kept ${kept}`);
  return exitCode.held;
}

function renderPruning({ kind, entry, why }: Pruning, verb: string): string {
  return page(hang(`${kind === "remove" ? verb : "kept"}  `, entry.path), hang("    ", why));
}
