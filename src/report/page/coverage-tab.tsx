import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { CampaignReport } from "../../campaign/campaign-report.ts";
import type { Place as FaultPlace } from "../../faults/place.ts";
import { plural, renderCount } from "../counts.ts";
import { type HeatCell, type HeatMap, heatMapOf } from "../html/heat-map.ts";
import type { Place } from "./place.ts";

/** Which faults struck where, and which never did. */
export function CoverageTab({
  report,
  world,
  go,
}: {
  readonly report: CampaignReport;
  readonly world: number;
  readonly go: (change: Partial<Place>) => void;
}): JSX.Element {
  const { worlds } = report;
  const coverage = worlds[world]?.coverage;
  const map = useMemo(() => heatMapOf(coverage ?? []), [coverage]);
  return (
    <section class="card coverage" aria-labelledby="coverage">
      <div class="tools">
        <h2 id="coverage">Fault coverage</h2>
        <label>
          world{" "}
          <select
            value={String(world)}
            onInput={({ currentTarget }) => go({ world: Number(currentTarget.value) })}
          >
            {worlds.map((one, index) => (
              <option key={one.world} value={String(index)}>
                {one.world}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p>
        <b>
          {renderCount(map.struck)} of {plural(map.possible, "way")}
        </b>{" "}
        in which this world's fault points can fail were struck.
      </p>
      <ul class="legend muted" aria-hidden="true">
        <li>
          <i class="cell heat-1" />
          seldom
        </li>
        <li>
          <i class="cell heat-5" />
          often
        </li>
        <li>
          <i class="cell never" />
          never struck
        </li>
        <li>
          <i class="cell" />
          not possible there
        </li>
      </ul>
      <div class="scroll heat-scroll">
        <HeatTable map={map} />
      </div>
    </section>
  );
}

const placeTitles: Readonly<Record<FaultPlace, string>> = {
  call: "Calls of services",
  callback: "Callbacks",
  invoke: "Invoked functions",
  checkpoint: "Checkpoints",
  "invocation start": "Invocations begin",
  "invocation end": "Invocations end",
  "wake-up": "Wake-ups",
  "state page": "Pages of state",
  timer: "Timers",
  "execution start": "Executions start",
};

function HeatTable({ map }: { readonly map: HeatMap }): JSX.Element {
  return (
    <table class="heat">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">fault point</span>
          </th>
          {map.faults.map((fault) => (
            <th key={fault} scope="col" class="kind">
              <span>{fault}</span>
            </th>
          ))}
        </tr>
      </thead>
      {map.groups.map(({ place, rows }) => (
        <tbody key={place}>
          <tr class="place">
            <th scope="rowgroup" colSpan={map.faults.length + 1}>
              <span>{placeTitles[place]}</span>
            </th>
          </tr>
          {rows.map(({ at, cells }) => (
            <tr key={at}>
              <th scope="row" title={at}>
                {at.replace(/^checkpoint /, "")}
              </th>
              {cells.map((cell, index) => (
                <HeatTableCell key={index} cell={cell} title={`${map.faults[index]} at ${at}`} />
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

const heats = 5;

function HeatTableCell({
  cell,
  title,
}: {
  readonly cell: HeatCell;
  readonly title: string;
}): JSX.Element {
  if (cell.kind === "impossible") return <td class="cell" />;
  if (cell.kind === "never") {
    return (
      <td class="cell never" title={`${title}: never struck`}>
        <span class="unseen">never</span>
      </td>
    );
  }
  const heat = Math.max(1, Math.ceil(cell.heat * heats));
  return (
    <td class={`cell heat-${heat}`} title={`${title}: struck ${plural(cell.strikes, "time")}`}>
      {inShort(cell.strikes)}
    </td>
  );
}

/** `950`, `1.2k`, `34k`, `1.2M`: what fits into a cell. */
function inShort(count: number): string {
  if (count < 1_000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1_000, "k"] : [count / 1_000_000, "M"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
