import type { JSX } from "preact";
import type { CampaignReport } from "../../campaign/campaign-report.ts";
import { renderCount } from "../counts.ts";
import { renderDuration } from "../duration.ts";
import { Trends } from "./trends.tsx";
import { sumOf, whenIn } from "./words.ts";

const endings: Readonly<Record<CampaignReport["campaign"]["endedBy"], string>> = {
  time: "its time was up",
  trials: "it had run all its trials",
  idle: "nothing new came any more",
  interrupt: "somebody interrupted it",
};

/** The facts of the campaign, what is fixed, and how it went over time. */
export function CampaignTab({ report }: { readonly report: CampaignReport }): JSX.Element {
  const { campaign, tool, worlds, fixed } = report;
  const { shards, families } = campaign;
  const trials = sumOf(worlds, "trials");
  const perSecond = Math.round((trials * 1_000) / Math.max(1, campaign.elapsedMs));
  const rows: readonly (readonly [name: string, text: string])[] = [
    ["begun", whenIn(campaign.startedAt)],
    ["took", `${renderDuration(campaign.elapsedMs)}; ended because ${endings[campaign.endedBy]}`],
    ["seed", String(campaign.seed)],
    ["workers", renderCount(campaign.workers)],
    ["shards", shards.map(({ index, of }) => `${index}/${of}`).join(", ")],
    ["families", families.join(", ")],
    [
      "trials",
      `${renderCount(trials)}, some ${renderCount(perSecond)} a second; ${renderCount(sumOf(worlds, "shrinkingTrials"))} more to shrink`,
    ],
    ["faults", renderCount(sumOf(worlds, "faults"))],
    ["inconclusive", renderCount(sumOf(worlds, "inconclusive"))],
    ["run twice", renderCount(sumOf(worlds, "repeated"))],
    ["durable-chaos", tool.version],
    ["Node", tool.node.replace(/^v/, "")],
    ["durable SDK", tool.sdk],
  ];
  return (
    <div class="campaign">
      <section class="card">
        <h2>Campaign</h2>
        <dl class="rows">
          {rows.map(([name, text]) => (
            <>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
        <h3>Fixed</h3>
        {fixed.length === 0 ? (
          <p class="muted">No committed scenario that expects a violation holds now.</p>
        ) : (
          <ul class="fixed">
            {fixed.map(({ file, world, invariants }) => (
              <li key={file}>
                <span class="sign good">✓</span> <code>{file}</code>
                <br />
                <span class="muted">
                  {invariants.join(", ")} holds now in {world}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Trends worlds={worlds} />
    </div>
  );
}
