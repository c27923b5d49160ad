import type { CampaignReport, FindingRecord, WorldFigures } from "../campaign/campaign-report.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { CiView } from "./annotations.ts";
import { listOf, plural, renderCount } from "./counts.ts";
import { renderDuration } from "./duration.ts";
import {
  codeBlock,
  escapeHtml,
  escapeMarkdown,
  inlineCode,
  tableHead,
  tableRow,
} from "./markdown.ts";
import { renderMermaid } from "./mermaid.ts";
import { newsOf, renderFaults, renderNews } from "./news.ts";
import { renderWhatHappened } from "./what-happened.ts";
import { witnessesOf } from "./witnesses.ts";

/** GitHub drops a summary of more than a mebibyte. */
const mostBytes = 900_000;
/** Findings that are told in full. */
const toldInFull = 3;
const mostRows = 100;

/** What a summary is made of, besides a campaign. */
export interface SummaryView extends CiView {
  /** What the scenario of a finding does, by the finding's id. */
  readonly replayed: ReadonlyMap<string, TrialResult>;
}

/** The findings of a campaign that a summary tells in full. */
export function findingsInFull(report: CampaignReport): readonly FindingRecord[] {
  return newsOf(report).fresh.slice(0, toldInFull);
}

/** A campaign as Markdown, for the summary of a GitHub job. */
export function renderJobSummary(report: CampaignReport, view: SummaryView): string {
  const { fresh, known, platform } = newsOf(report);
  const rows = view.newOnly ? fresh : [...fresh, ...platform, ...known];
  return cutOff([
    `## durable-chaos: ${renderNews(newsOf(report), report)}`,
    renderFacts(report),
    ...(rows.length === 0 ? [] : [renderTable(rows, view)]),
    ...findingsInFull(report).map((finding) => renderDetails(finding, view)),
    ...report.fixed.map(
      ({ file, invariants }) =>
        `✓ ${inlineCode(file)} expects ${listOf(invariants.map((name) => inlineCode(name)))} to break, and it holds now.`,
    ),
    renderWorlds(report.worlds),
    ...renderUnseen(report.worlds),
  ]);
}

/** What there is room for, part by part. */
function cutOff(parts: readonly string[]): string {
  const word = "_The rest is left out: GitHub takes no more. The campaign's report has all of it._";
  const kept: string[] = [];
  let left = mostBytes - Buffer.byteLength(word) - 1;
  for (const part of parts) {
    left -= Buffer.byteLength(part) + 2;
    if (left < 0) return `${[...kept, word].join("\n\n")}\n`;
    kept.push(part);
  }
  return `${kept.join("\n\n")}\n`;
}

function renderFacts({ campaign, worlds, tool }: CampaignReport): string {
  const { seed, elapsedMs, shards, workers, startedAt, endedBy } = campaign;
  const trials = worlds.reduce((sum, world) => sum + world.trials, 0);
  const of = shards[0]?.of ?? 1;
  const parts = [
    `${plural(trials, "trial")} of ${plural(worlds.length, "world")} in ${renderDuration(elapsedMs)}`,
    `seed ${inlineCode(String(seed))}`,
    ...(of === 1 ? [] : [`${shards.length} of ${of} shards`]),
    plural(workers, "worker"),
    `began ${startedAt}`,
    ...(endedBy === "interrupt" ? ["interrupted"] : []),
    `durable-chaos ${tool.version}, Node ${tool.node}, SDK ${tool.sdk}`,
  ];
  return parts.join(" · ");
}

function renderTable(findings: readonly FindingRecord[], { replayOf }: CiView): string {
  const left = findings.length - mostRows;
  const head = ["finding", "world", "invariant", "faults", "hits", "first seen", "replay"];
  return [
    tableHead(head),
    ...findings
      .slice(0, mostRows)
      .map((finding) =>
        tableRow([
          `${markOf(finding)} ${finding.id}`,
          escapeMarkdown(finding.world),
          escapeMarkdown(finding.invariant),
          escapeMarkdown(renderFaults(finding)),
          renderCount(finding.hits),
          `trial ${renderCount(finding.firstTrial)}`,
          inlineCode(replayOf(finding)),
        ]),
      ),
    ...(left > 0 ? [`\n…and ${plural(left, "more finding")}.`] : []),
  ].join("\n");
}

function markOf({ state, tier, kind }: FindingRecord): string {
  const what = kind === "violation" ? "" : ` ${kind}`;
  if (state === "known") return `! known${what}`;
  return tier === "saga" ? `✗ **new**${what}` : `! AWS${what}`;
}

function renderDetails(finding: FindingRecord, { replayed, replayOf }: SummaryView): string {
  const { id, invariant, world, message, needed, free, hint } = finding;
  const result = replayed.get(id);
  const witnesses = result === undefined ? [] : witnessesOf(result, invariant);
  return [
    `<details><summary>✗ ${id} · ${escapeHtml(invariant)} · ${escapeHtml(world)}</summary>`,
    escapeMarkdown(message),
    [
      ...needed.map(
        ({ fault, without }) => `- ${escapeMarkdown(fault)}: ${escapeMarkdown(without)}`,
      ),
      ...(free.length === 0
        ? []
        : [`- any other value breaks it as well: ${escapeMarkdown(free.join(", "))}`]),
    ].join("\n"),
    codeBlock("sh", replayOf(finding)),
    ...(result === undefined
      ? []
      : [
          codeBlock("text", renderWhatHappened(result, witnesses)),
          codeBlock("mermaid", renderMermaid(result, witnesses)),
        ]),
    ...(hint === undefined ? [] : [escapeMarkdown(hint)]),
    "</details>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderWorlds(worlds: readonly WorldFigures[]): string {
  const head = [
    "world",
    "broken",
    "trials",
    "faults",
    "ways struck",
    "behaviours",
    "further trials that would do something new",
  ];
  return [
    tableHead(head),
    ...worlds.map(({ world, invariants, trials, faults, coverage, behaviours, newBehaviour }) => {
      const broken = invariants.filter(({ state }) => state === "broken").length;
      const struck = coverage.filter(({ strikes }) => strikes > 0).length;
      return tableRow([
        escapeMarkdown(world),
        `${broken} of ${invariants.length}`,
        renderCount(trials),
        renderCount(faults),
        `${struck} of ${coverage.length}`,
        renderCount(behaviours),
        `${(newBehaviour * 100).toPrecision(2)} %`,
      ]);
    }),
  ].join("\n");
}

function renderUnseen(worlds: readonly WorldFigures[]): readonly string[] {
  return worlds
    .filter(({ unseen }) => unseen.length > 0)
    .map(
      ({ world, unseen }) =>
        `! ${escapeMarkdown(world)} never saw ${listOf(unseen.map((name) => inlineCode(name)))}: too tame a campaign to tell.`,
    );
}
