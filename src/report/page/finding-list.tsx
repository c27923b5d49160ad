import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { renderCount } from "../counts.ts";
import { newsKindOf } from "../news.ts";
import type { TabProps } from "./app.tsx";
import { Choice } from "./choice.tsx";

const kinds = [
  { value: "all" },
  { value: "new" },
  { value: "AWS", title: "Brought about by AWS itself, which ends the execution" },
  { value: "known" },
] as const;

/** All findings that the filter lets through, world by world. */
export function FindingList(props: TabProps): JSX.Element {
  const { data, place, shown, filter, search, onFilter, go, step } = props;
  const { findings } = data.report;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [place.finding]);
  const byWorld = Map.groupBy(shown, (index) => findings[index]?.world ?? "");
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  };
  return (
    <aside class="list" aria-label="Findings">
      <div class="list-head">
        <input
          ref={search}
          type="search"
          aria-label="Filter findings"
          placeholder="Filter: invariant, fault, world, id"
          value={filter.text}
          onInput={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
        <div class="list-choice">
          <Choice
            label="New, of AWS itself, or known"
            options={kinds}
            value={filter.kind}
            onChoose={(kind) => onFilter({ ...filter, kind })}
          />
          <span class="muted tally">
            {shown.length === findings.length
              ? renderCount(shown.length)
              : `${renderCount(shown.length)} of ${renderCount(findings.length)}`}
          </span>
        </div>
      </div>
      <div class="list-body" ref={list} onKeyDown={onKeyDown}>
        {shown.length === 0 ? <p class="muted nothing">No finding is like that.</p> : undefined}
        {Array.from(byWorld, ([world, indexes]) => (
          <section key={world}>
            <h2>{world}</h2>
            <ul>
              {indexes.map((index) => (
                <ListItem
                  key={index}
                  finding={findings[index]}
                  isOpen={index === place.finding}
                  onOpen={() => go({ finding: index })}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </aside>
  );
}

function ListItem({
  finding,
  isOpen,
  onOpen,
}: {
  readonly finding: FindingRecord | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}): JSX.Element | undefined {
  if (finding === undefined) return undefined;
  const { id, invariant, hits, faults, kind } = finding;
  return (
    <li>
      <button
        type="button"
        class="item"
        aria-current={isOpen ? "true" : undefined}
        onClick={onOpen}
      >
        <span class="item-head">
          <KindTag finding={finding} />
          <code>{id}</code>
          {kind === "violation" ? undefined : <span class="muted small">{kind}</span>}
          <span class="hits" title={`${renderCount(hits)} trials fell into it`}>
            ×{renderCount(hits)}
          </span>
        </span>
        <span class="item-name">{invariant}</span>
        <span class="item-faults muted">
          {faults.length === 0 ? "no fault at all" : faults.join(", ")}
        </span>
      </button>
    </li>
  );
}

/** What a finding is, in a form that needs no colour. */
export function KindTag({ finding }: { readonly finding: FindingRecord }): JSX.Element {
  const kind = newsKindOf(finding);
  return kind === "new" ? (
    <span class="tag bad">✗ new</span>
  ) : (
    <span class="tag warn">! {kind}</span>
  );
}
