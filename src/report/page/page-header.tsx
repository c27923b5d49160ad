import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CampaignReport } from "../../campaign/campaign-report.ts";
import { plural, renderCount } from "../counts.ts";
import { renderDuration } from "../duration.ts";
import { newsOf } from "../news.ts";
import { type TabName, tabNames } from "./place.ts";
import { sumOf, whenIn } from "./words.ts";

/** What it is a report of, how it went, and the way to its parts. */
export function PageHeader({
  report,
  tab,
  onTab,
}: {
  readonly report: CampaignReport;
  readonly tab: TabName;
  readonly onTab: (tab: TabName) => void;
}): JSX.Element {
  const { campaign, worlds, findings } = report;
  const titles: Readonly<Record<TabName, readonly [title: string, count?: number]>> = {
    findings: ["Findings", findings.length],
    worlds: ["Worlds", worlds.length],
    coverage: ["Fault coverage"],
    campaign: ["Campaign"],
  };
  return (
    <header class="head">
      <div class="head-line">
        <h1>durable-chaos</h1>
        <p class="muted">
          {whenIn(campaign.startedAt)}
          <Dot />
          {renderDuration(campaign.elapsedMs)}
          <Dot />
          {plural(sumOf(worlds, "trials"), "trial")}
          <Dot />
          {plural(worlds.length, "world")}
        </p>
        <News report={report} />
        <ThemeButton />
      </div>
      <nav class="tabs" aria-label="Parts of the report">
        {tabNames.map((name, index) => {
          const [title, count] = titles[name];
          return (
            <button
              type="button"
              key={name}
              aria-current={name === tab ? "page" : undefined}
              title={`Key ${index + 1}`}
              onClick={() => onTab(name)}
            >
              {title}
              {count === undefined ? undefined : <span class="badge">{renderCount(count)}</span>}
            </button>
          );
        })}
        <Keys />
      </nav>
    </header>
  );
}

function News({ report }: { readonly report: CampaignReport }): JSX.Element {
  const { fresh, platform, known } = newsOf(report);
  return (
    <p class="counts">
      <span class={fresh.length > 0 ? "count bad" : "count"}>
        ✗ {renderCount(fresh.length)} new
      </span>
      {platform.length === 0 ? undefined : (
        <span class="count warn">! {renderCount(platform.length)} of AWS itself</span>
      )}
      <span class="count warn">! {renderCount(known.length)} known</span>
      <span class="count good">✓ {renderCount(report.fixed.length)} fixed</span>
    </p>
  );
}

function Keys(): JSX.Element {
  return (
    <p class="keys muted" aria-label="Keys">
      <kbd>j</kbd>
      <kbd>k</kbd> finding <kbd>←</kbd>
      <kbd>→</kbd> time <kbd>/</kbd> filter <kbd>1</kbd>–<kbd>4</kbd> part
    </p>
  );
}

function Dot(): JSX.Element {
  return <span class="dot"> · </span>;
}

const themes = ["light dark", "light", "dark"] as const;

/** As the system has it, until somebody wants it otherwise. */
function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState(0);
  const next = (theme + 1) % themes.length;
  const names = ["Auto", "Light", "Dark"];
  return (
    <button
      type="button"
      class="quiet theme"
      title={`Colours: ${names[theme]}. Change to ${names[next]}`}
      onClick={() => {
        document.documentElement.style.colorScheme = themes[next] ?? "";
        setTheme(next);
      }}
    >
      ◐ {names[theme]}
    </button>
  );
}
