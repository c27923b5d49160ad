import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";
import { renderScenario } from "../trial/scenario.ts";
import { plural } from "./counts.ts";
import { codeBlock, escapeMarkdown } from "./markdown.ts";
import { renderFaults } from "./news.ts";
import { cut } from "./value.ts";

const longestTitle = 200;
/** GitHub takes a body of 65,536 characters. */
const longestScenario = 50_000;

/**
 * A new finding as an issue: the first line is its title, which has the finding's id so that a later
 * night finds it again; the rest is its body, which brings the scenario along.
 */
export function renderIssue(
  finding: FindingRecord,
  { campaign, tool }: Pick<CampaignReport, "campaign" | "tool">,
  command: string,
): string {
  const { id, invariant, world, message, kind, hits, firstTrial, ending, hint } = finding;
  const seen = `${plural(hits, "trial")} fell into it, first trial ${firstTrial} of the campaign with seed "${campaign.seed}" of ${campaign.startedAt}.`;
  return [
    cut(onOneLine(`durable-chaos ${id}: ${invariant} in ${world}`), longestTitle),
    "",
    escapeMarkdown(message),
    "",
    `- what: ${kind}, the execution ${escapeMarkdown(ending)}`,
    `- faults: ${escapeMarkdown(renderFaults(finding))}`,
    ...finding.needed.map(
      ({ fault, without }) => `- ${escapeMarkdown(fault)}: ${escapeMarkdown(without)}`,
    ),
    ...(finding.free.length === 0
      ? []
      : [`- any other value breaks it as well: ${escapeMarkdown(finding.free.join(", "))}`]),
    `- ${escapeMarkdown(seen)}`,
    ...(hint === undefined ? [] : ["", escapeMarkdown(hint)]),
    "",
    ...renderSteps(finding, command),
    "",
    `A scenario that is copied to \`scenarios/\` is known from then on. durable-chaos ${tool.version}, Node ${tool.node}, SDK ${tool.sdk}.`,
    "",
  ].join("\n");
}

function renderSteps({ id, scenario }: FindingRecord, command: string): readonly string[] {
  const text = renderScenario(scenario);
  if (text.length > longestScenario) {
    return [
      "The scenario is too long for an issue; it is among the files that the campaign keeps.",
    ];
  }
  const file = `${id}.json`;
  const lines = [
    `cat > ${file} <<'SCENARIO'`,
    `${text}SCENARIO`,
    `${command} replay ${file}`,
    `${command} show ${file}`,
  ];
  return ["To see it again, and the picture of it:", "", codeBlock("sh", lines.join("\n"))];
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
