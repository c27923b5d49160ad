import { join } from "node:path";
import type { Command } from "commander";
import { plural } from "../report/counts.ts";
import { renderIssue } from "../report/issue.ts";
import { newsOf } from "../report/news.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { readCampaign } from "./read-campaign.ts";
import type { Terminal } from "./terminal.ts";

/** A night that breaks everything opens no more issues than somebody can close. */
const mostIssues = 20;

/** Adds `report issues`. */
export function defineReportIssues(
  report: Command,
  terminal: Terminal,
  _worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  report
    .command("issues <campaign>")
    .summary("a Markdown file for each new finding, to open an issue with")
    .description(
      `Writes a Markdown file for each new finding that is the function's to mend, at most ${mostIssues}: its title in the first line, then its body. The file's name is the finding's id.`,
    )
    .requiredOption("--out <folder>", "where the files go")
    .action((file: string, { out }: { out: string }) => finish(reportIssues(file, out, terminal)));
}

/** Writes the text of an issue for each new finding. */
function reportIssues(file: string, folder: string, terminal: Terminal): ExitCode {
  const report = readCampaign(file, terminal);
  const { fresh } = newsOf(report);
  terminal.makeFolder(folder);
  for (const finding of fresh.slice(0, mostIssues)) {
    const path = join(folder, `${finding.id}.md`);
    terminal.writeFile(path, renderIssue(finding, report, terminal.command));
    terminal.print(path);
  }
  const left = fresh.length - mostIssues;
  if (left > 0) terminal.note(`${plural(left, "more finding")} left out`);
  return exitCode.held;
}
