import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageData } from "../html/html-report.ts";
import { CampaignTab } from "./campaign-tab.tsx";
import { CoverageTab } from "./coverage-tab.tsx";
import { FindingsTab } from "./findings-tab.tsx";
import { PageHeader } from "./page-header.tsx";
import { type Filter, filterFindings } from "./filter.ts";
import { type Place, type TabName, placeFromHash, tabNames, writeHash } from "./place.ts";
import { WorldsTab } from "./worlds-tab.tsx";

/** The whole report: which part of it is open, and the keys that lead through it. */
export function App({ data }: { readonly data: PageData }): JSX.Element {
  const { findings } = data.report;
  const [place, setPlace] = useState<Place>(() => placeFromHash(location.hash, data.report));
  const [filter, setFilter] = useState<Filter>({ text: "", kind: "all" });
  const search = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => filterFindings(findings, filter), [findings, filter]);
  const go = (change: Partial<Place>): void => setPlace((before) => ({ ...before, ...change }));
  // Of what was before, for keys come faster than the page is drawn.
  const step = (by: number): void =>
    setPlace((before) => {
      const next = shown[Math.max(0, shown.indexOf(before.finding) + by)] ?? before.finding;
      return { ...before, tab: "findings", finding: next };
    });

  useEffect(() => writeHash(place, data.report), [place, data]);
  useEffect(() => {
    const followHash = (): void => setPlace(placeFromHash(location.hash, data.report));
    addEventListener("hashchange", followHash);
    return () => removeEventListener("hashchange", followHash);
  }, [data]);
  // Before anybody sees the page: no key is lost.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const tab = tabNames[Number(event.key) - 1];
      if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (tab !== undefined) go({ tab });
      else if (event.key === "/") {
        event.preventDefault();
        go({ tab: "findings" });
        search.current?.focus();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });

  return (
    <>
      <PageHeader report={data.report} tab={place.tab} onTab={(tab) => go({ tab })} />
      <OpenTab
        {...{ data, place, shown, filter, search }}
        onFilter={setFilter}
        go={go}
        step={step}
      />
    </>
  );
}

/** What the open tab needs of the report, and how it leads elsewhere. */
export interface TabProps {
  readonly data: PageData;
  readonly place: Place;
  /** Indexes of the findings that the filter lets through. */
  readonly shown: readonly number[];
  readonly filter: Filter;
  readonly search: { current: HTMLInputElement | null };
  readonly onFilter: (filter: Filter) => void;
  readonly go: (change: Partial<Place>) => void;
  readonly step: (by: number) => void;
}

function OpenTab(props: TabProps): JSX.Element {
  const { data, place, go } = props;
  const { report } = data;
  const tabs: Readonly<Record<TabName, () => JSX.Element>> = {
    findings: () => <FindingsTab {...props} />,
    worlds: () => <WorldsTab report={report} go={go} />,
    coverage: () => <CoverageTab report={report} world={place.world} go={go} />,
    campaign: () => <CampaignTab report={report} />,
  };
  return (
    <main id={`tab-${place.tab}`} class={`tab tab-${place.tab}`}>
      {tabs[place.tab]()}
    </main>
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement)
    return target.type !== "range" && target.type !== "checkbox";
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
