import type { CampaignReport, FindingRecord, WorldFigures } from "../campaign/campaign-report.ts";
import { plural, renderCount } from "./counts.ts";
import { renderDuration } from "./duration.ts";
import { newsOf, renderNews } from "./news.ts";
import { hang, page } from "./page.ts";

/** The end of a campaign, behind its findings. `setAside` tells why worlds were given up. */
export function renderFuzzSummary(
  report: CampaignReport,
  setAside: readonly { readonly world: string; readonly why: string }[],
): string {
  const { campaign, worlds, fixed } = report;
  const shards =
    campaign.shards[0]?.of === 1
      ? ""
      : ` · ${campaign.shards.map(({ index, of }) => `shard ${index}/${of}`).join(", ")}`;
  const unseen = worlds.filter(({ unseen: names }) => names.length > 0);
  return page(
    `Fuzz    ${plural(worlds.length, "world")} · seed ${campaign.seed}${shards} · ${renderNews(newsOf(report), report)}`,
    hang("Tried   ", renderTried(report)),
    ...worlds.map((figures, index) =>
      hang(index === 0 ? "Worlds  " : "        ", `${figures.world}: ${renderWorld(figures)}`),
    ),
    ...unseen.map(({ world, unseen: names }) =>
      hang("Unseen  ", `in ${world}: ${names.join(", ")}; too short a campaign to tell`),
    ),
    ...setAside.map(({ world, why }) => hang("Aside   ", `${world}: ${why}`)),
    ...fixed.map(({ file, invariants }) =>
      hang(
        "Fixed   ",
        `${file}: ${invariants.join(", ")} holds now; expect "held" in it to keep it so`,
      ),
    ),
    hang("Ended   ", endings[campaign.endedBy]),
  );
}

const endings: Readonly<Record<CampaignReport["campaign"]["endedBy"], string>> = {
  time: "the time was up",
  trials: "all trials were run",
  idle: "nothing new was seen for so long",
  interrupt: "early; the same command goes on from here",
};

function renderTried({ campaign, worlds }: CampaignReport): string {
  const sum = (pick: (figures: WorldFigures) => number) =>
    worlds.reduce((total, figures) => total + pick(figures), 0);
  const trials = sum((figures) => figures.trials);
  const shrinking = sum(({ shrinkingTrials }) => shrinkingTrials);
  const perSecond = Math.round((1000 * (trials + shrinking)) / Math.max(1, campaign.elapsedMs));
  const inconclusive = sum((figures) => figures.inconclusive);
  return [
    `${plural(trials, "trial")} in ${renderDuration(campaign.elapsedMs)}`,
    `${renderCount(shrinking)} more to shrink`,
    `${renderCount(sum(({ repeated }) => repeated))} of them twice`,
    ...(inconclusive === 0 ? [] : [`${renderCount(inconclusive)} inconclusive`]),
    `${plural(
      sum(({ faults }) => faults),
      "fault",
    )} struck`,
    `${renderCount(perSecond)} trials a second with ${plural(campaign.workers, "worker")}`,
  ].join(", ");
}

function renderWorld(figures: WorldFigures): string {
  const { trials, invariants, coverage, behaviours, newBehaviour, brokenAtMost } = figures;
  if (trials === 0) return "nothing was tried";
  const broken = invariants.filter(({ state }) => state === "broken").length;
  const struck = coverage.filter(({ strikes }) => strikes > 0).length;
  const share =
    brokenAtMost > 0.01
      ? `at most ${percent(brokenAtMost)} of such trials break anything`
      : `at most 1 in ${renderCount(Math.floor(1 / brokenAtMost))} trials breaks anything`;
  return [
    plural(trials, "trial"),
    `${broken} of ${invariants.length} invariants broken`,
    share,
    // One trial in ten is looked at for what it does; of a few trials none may be.
    ...(behaviours === 0
      ? []
      : [
          `${plural(behaviours, "behaviour")}, of further trials ${percent(newBehaviour)} would do what none has yet`,
        ]),
    `${struck} of ${coverage.length} ways to fail struck`,
  ].join("; ");
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

/** A finding in two lines: what breaks, how often it was hit, and how to see it. */
export function renderFindingLine(finding: FindingRecord, replay: string): string {
  const { state, id, world, invariant, faults, hits, kind, tier, message } = finding;
  const mark = state === "new" && tier === "saga" ? "✗" : "!";
  const whose = tier === "platform" ? ", when AWS itself ends the execution" : "";
  const what = kind === "violation" ? "" : `${kind}, `;
  const head = `${mark} ${state} ${id}  ${invariant}  in ${world}: ${what}${faults.join(" + ") || "no fault at all"}${whose}  ×${renderCount(hits)}`;
  return page(
    head,
    ...(kind === "violation" ? [] : [hang("    ", message)]),
    ...(state === "new" ? [`    Replay  ${replay}`] : []),
  );
}

/** Lines of findings of which no picture is shown. */
const mostLines = 20;

/** The findings without a picture: new ones with their commands, known ones, and what AWS itself brings about. */
export function renderOtherFindings(
  findings: readonly FindingRecord[],
  replayOf: (finding: FindingRecord) => string,
): string {
  const isAws = ({ tier, state }: FindingRecord) => tier === "platform" && state === "new";
  const told = findings.filter((finding) => !isAws(finding));
  const more = told.length - mostLines;
  return page(
    ...told.slice(0, mostLines).map((finding) => renderFindingLine(finding, replayOf(finding))),
    more > 0
      ? `  and ${plural(more, "more finding")}, in the folder of scenarios and in --json`
      : undefined,
    ...renderAwsFindings(findings.filter((finding) => isAws(finding))),
  );
}

/** In how many ways AWS itself breaks what the code cannot help, by world and invariant. */
function renderAwsFindings(findings: readonly FindingRecord[]): readonly string[] {
  if (findings.length === 0) return [];
  const ways = new Map<string, number>();
  for (const { world, invariant } of findings) {
    const what = `${invariant} in ${world}`;
    ways.set(what, (ways.get(what) ?? 0) + 1);
  }
  return [
    `! only where AWS itself ends the execution: ${plural(findings.length, "finding")}`,
    ...Array.from(ways, ([what, times]) => `    ${what}: ${times} ${times === 1 ? "way" : "ways"}`),
  ];
}
