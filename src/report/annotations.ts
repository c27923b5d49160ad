import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { plural } from "./counts.ts";
import { newsOf, renderFaults } from "./news.ts";

/** GitHub keeps 10 annotations of a step; one is for what is left out. */
const mostAnnotations = 8;

/** What annotations and summaries are made of, besides a campaign. */
export interface CiView {
  /** Whether what a committed scenario has already is left out. */
  readonly newOnly: boolean;
  /** The command that replays a finding. */
  readonly replayOf: (finding: FindingRecord) => string;
}

/** A campaign as workflow commands of GitHub: an error for what is new, a warning for what is known. */
export function renderAnnotations(report: CampaignReport, { newOnly, replayOf }: CiView): string {
  const { fresh, known, platform } = newsOf(report);
  const all = [
    ...fresh.map((finding) => ({ level: "error", finding })),
    ...(newOnly ? [] : [...platform, ...known].map((finding) => ({ level: "warning", finding }))),
  ];
  const left = all.length - mostAnnotations;
  return [
    ...all
      .slice(0, mostAnnotations)
      .map(({ level, finding }) => annotation(level, titleOf(finding), textOf(finding, replayOf))),
    ...(left > 0
      ? [
          annotation(
            "notice",
            "durable-chaos",
            `and ${plural(left, "more finding")}; see the job's summary`,
          ),
        ]
      : []),
  ].join("\n");
}

function titleOf({ id, state, invariant, world }: FindingRecord): string {
  return `durable-chaos: ${state} ${id}, ${invariant} in ${world}`;
}

function textOf(finding: FindingRecord, replayOf: CiView["replayOf"]): string {
  return [finding.message, `faults: ${renderFaults(finding)}`, `replay: ${replayOf(finding)}`].join(
    "\n",
  );
}

function annotation(level: string, title: string, text: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
