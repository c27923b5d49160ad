import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { renderCount } from "../counts.ts";
import type { TabProps } from "./app.tsx";
import { Choice } from "./choice.tsx";

const states = [{ value: "all" }, { value: "new" }, { value: "known" }] as const;

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
            label="New or known"
            options={states}
            value={filter.state}
            onChoose={(state) => onFilter({ ...filter, state })}
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
  const { id, state, invariant, hits, faults, tier, kind } = finding;
  return (
    <li>
      <button
        type="button"
        class="item"
        aria-current={isOpen ? "true" : undefined}
        onClick={onOpen}
      >
        <span class="item-head">
          <StateTag state={state} />
          <code>{id}</code>
          {tier === "platform" ? <span class="muted small">platform</span> : undefined}
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

/** Whether a finding is new, in a form that needs no colour. */
export function StateTag({ state }: { readonly state: FindingRecord["state"] }): JSX.Element {
  return state === "new" ? (
    <span class="tag bad">✗ new</span>
  ) : (
    <span class="tag warn">! known</span>
  );
}
