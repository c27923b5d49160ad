import { gzipSync } from "node:zlib";
import type { CampaignReport } from "../../campaign/campaign-report.ts";
import { UsageError } from "../../kernel/errors.ts";
import { plural } from "../counts.ts";
import { newsOf, renderNews } from "../news.ts";
import type { FindingExtra } from "./finding-view.ts";

/** What the page shows; its scripts read this. */
export interface PageData {
  readonly report: CampaignReport;
  /** One for each finding of the report. */
  readonly extras: readonly FindingExtra[];
}

/** Where a template takes what is said without scripts, and the data that they show. */
export const placeholders = {
  said: "<!--said-->",
  data: "<!--data-->",
  title: "<!--title-->",
} as const;

/** The whole report as one HTML file; `template` is the page that the project's build makes. */
export function renderHtmlReport(
  report: CampaignReport,
  extras: readonly FindingExtra[],
  template: string,
): string {
  if (Object.values(placeholders).some((one) => !template.includes(one))) {
    throw new UsageError("the page of HTML reports is not what it should be: npm run build:page");
  }
  const data: PageData = { report, extras };
  const packed = gzipSync(JSON.stringify(data), { level: 9 }).toString("base64");
  // As a function, for a text may have a $ in it.
  return template
    .replace(placeholders.title, () =>
      escape(`durable-chaos: ${renderNews(newsOf(report), report)}`),
    )
    .replace(placeholders.said, () => withoutScripts(data))
    .replace(placeholders.data, () => packed);
}

/** The findings as plain text, for whoever shows the page without running it. */
function withoutScripts({ report, extras }: PageData): string {
  const { worlds, campaign } = report;
  const trials = worlds.reduce((sum, world) => sum + world.trials, 0);
  const items = report.findings.map(
    ({ invariant, world, message, state, hits }, index) =>
      `<li><h2>${escape(invariant)}</h2><p>${state}, in ${escape(world)}, ${plural(hits, "trial")}: ${escape(message)}</p><pre>${escape(extras[index]?.replay ?? "")}</pre></li>`,
  );
  return `<h1>durable-chaos: ${renderNews(newsOf(report), report)}</h1><p>${plural(trials, "trial")} in ${plural(worlds.length, "world")}, begun ${escape(campaign.startedAt)}. The pictures need JavaScript, which is off here, or still at work.</p><ol>${items.join("")}</ol>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
