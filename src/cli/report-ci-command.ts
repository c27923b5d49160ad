import type { Command } from "commander";
import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { UsageError } from "../kernel/errors.ts";
import { type CiView, renderAnnotations } from "../report/annotations.ts";
import { findingsInFull, renderJobSummary } from "../report/job-summary.ts";
import { renderJunit } from "../report/junit.ts";
import { newsOf, renderNews } from "../report/news.ts";
import { replay } from "../trial/replay.ts";
import { parseScenario, renderScenario } from "../trial/scenario.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { quote } from "./quote.ts";
import { readCampaign } from "./read-campaign.ts";
import type { Terminal } from "./terminal.ts";

/** What a continuous integration is told. */
export interface ReportCiOptions {
  readonly junit?: string;
  readonly annotations?: boolean;
  readonly summary?: string;
  readonly newOnly?: boolean;
}

/** Adds `report ci`. */
export function defineReportCi(
  report: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  report
    .command("ci <campaign>")
    .summary("JUnit, annotations and a summary for continuous integration")
    .description(
      "Tells continuous integration of a campaign. Ends with 1 if it found anything new that is the function's to mend.",
    )
    .option("--junit <file>", "write JUnit XML: a suite for each world, a case for each invariant")
    .option("--annotations", "print GitHub annotations, at most 8")
    .option("--summary <file>", "write a Markdown summary for a GitHub job")
    .option("--new-only", "leave out what a committed scenario has already")
    .action(async (file: string, options: ReportCiOptions) =>
      finish(await reportCi(file, options, worlds, terminal)),
    );
}

/** Writes what was asked for of a campaign's report. */
async function reportCi(
  file: string,
  { junit, annotations = false, summary, newOnly = false }: ReportCiOptions,
  worlds: readonly World[],
  terminal: Terminal,
): Promise<ExitCode> {
  if (junit === undefined && summary === undefined && !annotations) {
    throw new UsageError("say what to make of it: --junit FILE, --annotations or --summary FILE");
  }
  const report = readCampaign(file, terminal);
  const replayOf = (finding: FindingRecord) => `${terminal.command} replay ${quote(finding.file)}`;
  const view: CiView = { newOnly, replayOf };
  // All that can fail comes before anything is written.
  const replayed =
    summary === undefined
      ? new Map<string, TrialResult>()
      : await replayAll(report, worlds, terminal);
  if (junit !== undefined) terminal.writeFile(junit, renderJunit(report, replayOf));
  if (summary !== undefined) {
    terminal.writeFile(summary, renderJobSummary(report, { ...view, replayed }));
  }
  const lines = annotations ? renderAnnotations(report, view) : "";
  if (lines !== "") terminal.print(lines);
  const news = newsOf(report);
  terminal.note(renderNews(news, report));
  return news.fresh.length === 0 ? exitCode.held : exitCode.violated;
}

/** What a summary tells in full is run again; what would take this process along is not. */
async function replayAll(
  report: CampaignReport,
  worlds: readonly World[],
  terminal: Terminal,
): Promise<ReadonlyMap<string, TrialResult>> {
  const replayed = new Map<string, TrialResult>();
  for (const { id, kind, scenario, file } of findingsInFull(report)) {
    if (kind !== "violation") continue;
    try {
      const { world } = parseScenario(renderScenario(scenario), file, worlds);
      const { result, missed } = await replay(world, scenario);
      if (missed.length === 0) replayed.set(id, result);
      else terminal.note(`${id} no longer fits the code, and is shown without a picture`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.note(`${id} is shown without a picture: ${error.message}`);
    }
  }
  return replayed;
}
