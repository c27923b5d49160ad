import type { Command } from "commander";
import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { UsageError } from "../kernel/errors.ts";
import { plural, renderCount } from "../report/counts.ts";
import { newsOf, renderNews } from "../report/news.ts";
import type { FindingExtra, FindingPicture } from "../report/html/finding-view.ts";
import { renderHtmlReport } from "../report/html/html-report.ts";
import { viewOfFinding } from "../report/html/view-of-finding.ts";
import { replay } from "../trial/replay.ts";
import { parseScenario, renderScenario } from "../trial/scenario.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { quote } from "./quote.ts";
import { readCampaign } from "./read-campaign.ts";
import { readReportPage } from "./report-page.ts";
import type { Terminal } from "./terminal.ts";

/** What to make a page of, and where to. */
export interface ReportHtmlOptions {
  readonly campaign: string;
  /** Beside the campaign's report, unless told otherwise. */
  readonly out: string | undefined;
}

/** `report html`. */
export function defineReportHtml(
  report: Command,
  terminal: Terminal,
  worlds: readonly World[],
  finish: (code: ExitCode) => void,
): void {
  report
    .command("html <campaign>")
    .summary("one HTML file with all findings, to look at")
    .description(
      "Makes one HTML file of a campaign's report: each finding with its timeline, ledgers and scenario, and what was tried. It needs no network.",
    )
    .option("--out <file>", "where it goes; beside the campaign's report unless told otherwise")
    .action(async (campaign: string, { out }: { out?: string }) =>
      finish(await reportHtml({ campaign, out }, worlds, terminal)),
    );
}

/** Replays each finding of a campaign, and writes a page that shows them. */
export async function reportHtml(
  { campaign, out = besideOf(campaign) }: ReportHtmlOptions,
  worlds: readonly World[],
  terminal: Terminal,
): Promise<ExitCode> {
  const report = readCampaign(campaign, terminal);
  const template = readReportPage();
  const extras: FindingExtra[] = [];
  for (const finding of report.findings) {
    terminal.status(`replaying ${extras.length + 1} of ${report.findings.length} findings ...`);
    const picture = await pictureOf(finding, worlds);
    extras.push({ replay: `${terminal.command} replay ${quote(finding.file)}`, picture });
  }
  terminal.status("");
  const html = renderHtmlReport(report, extras, template);
  terminal.writeFile(out, html);
  terminal.print(renderWritten(report, out, html));
  return exitCode.held;
}

/** What its scenario does, unless that would take this process with it. */
async function pictureOf(
  finding: FindingRecord,
  worlds: readonly World[],
): Promise<FindingPicture> {
  if (finding.kind === "hang" || finding.kind === "crash") {
    const what = finding.kind === "hang" ? "keeps the processor" : "ends its process";
    return { kind: "none", why: `it ${what}, so that it was not run again for this report` };
  }
  try {
    // As of a file: the world may be gone, or its points and inputs may be other ones by now.
    const text = renderScenario(finding.scenario);
    const { scenario, world } = parseScenario(text, finding.file, worlds);
    const view = viewOfFinding(finding, await replay(world, scenario));
    return { kind: "replayed", view };
  } catch (error) {
    if (error instanceof UsageError) return { kind: "none", why: error.message };
    throw error;
  }
}

function besideOf(campaign: string): string {
  return `${campaign.replace(/\.json$/, "")}.html`;
}

function renderWritten(report: CampaignReport, out: string, html: string): string {
  const kilobytes = renderCount(Math.ceil(Buffer.byteLength(html) / 1_000));
  return `Wrote ${out}: ${plural(report.findings.length, "finding")} (${renderNews(newsOf(report), report)}), ${kilobytes} kB`;
}
