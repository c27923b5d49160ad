import type { Command } from "commander";
import type { World } from "../../trial/world.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { listCorpus } from "./list-command.ts";
import { minimizeCorpus } from "./minimize-command.ts";
import { type PromoteOptions, promoteScenario } from "./promote-command.ts";
import { pruneCorpus } from "./prune-command.ts";
import { type CorpusDesk, corpusFolders } from "./corpus-desk.ts";
import { judgeCommand, printJudgements } from "./replay-apart.ts";
import { showScenario } from "./show-command.ts";
import { verifyCorpus } from "./verify-command.ts";

/** Adds `corpus` and the commands below it. */
export function defineCorpus(
  program: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  const corpus = program
    .command("corpus")
    .summary("list, show, keep, shrink and clean up scenario files")
    .description(
      "Works with scenario files: the local ones that searches leave, and the committed ones that tests replay. " +
        "Each can be named by its file, its id, or the beginning of these.",
    )
    .option("--local <folder>", "where searches leave theirs", corpusFolders.local)
    .option("--committed <folder>", "where those are that are kept", corpusFolders.committed);
  const desk = (): CorpusDesk => ({ folders: corpus.opts(), worlds, terminal });
  program
    .command(`${judgeCommand} <files...>`, { hidden: true })
    .action(async (paths: readonly string[]) => finish(await printJudgements(paths, desk())));
  defineReaders(corpus, desk, finish);
  defineWriters(corpus, desk, finish);
}

function defineReaders(
  corpus: Command,
  desk: () => CorpusDesk,
  finish: (code: ExitCode) => void,
): void {
  corpus
    .command("list")
    .description("Lists all scenario files, and tells what each does today.")
    .option("--json", "for programs", false)
    .action(async (options: { json: boolean }) => finish(await listCorpus(options, desk())));
  corpus
    .command("show <scenario>")
    .description("Shows what a scenario is, and what happens in it.")
    .action(async (word: string) => finish(await showScenario(word, desk())));
  corpus
    .command("verify")
    .description("Replays all committed scenarios: 0 if each does what it expects, 1 if not.")
    .action(async () => finish(await verifyCorpus(desk())));
}

function defineWriters(
  corpus: Command,
  desk: () => CorpusDesk,
  finish: (code: ExitCode) => void,
): void {
  corpus
    .command("promote <scenario>")
    .description("Copies a scenario to the committed ones, if it does what it expects.")
    .option("--as <name>", "kebab-case name of the new file")
    .option("--fixed", "keep one that holds now, as a regression test", false)
    .action(async (word: string, { as, fixed }: Partial<PromoteOptions>) =>
      finish(await promoteScenario(word, { as, fixed: fixed === true }, desk())),
    );
  corpus
    .command("prune")
    .description(
      "Removes local scenarios that are known, or there twice, or hold now, or are stale.",
    )
    .option("--dry-run", "only tell what would be removed", false)
    .action(async (options: { dryRun: boolean }) => finish(await pruneCorpus(options, desk())));
  corpus
    .command("minimize [scenario]")
    .description("Shrinks a scenario further, or all local ones, as long as the same breaks.")
    .action(async (word: string | undefined) => finish(await minimizeCorpus(word, desk())));
}
