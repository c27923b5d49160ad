import type { JSX } from "preact";
import type { WorldFigures } from "../../campaign/campaign-report.ts";
import { renderCount } from "../counts.ts";
import { renderDuration } from "../duration.ts";
import { type TrendLine, trendLine } from "../html/trend-line.ts";

const size = { width: 200, height: 44 } as const;
/** Rows of the table beside a picture: enough to see the bend. */
const mostRows = 12;

/** How trials and behaviours grew, world by world. */
export function Trends({ worlds }: { readonly worlds: readonly WorldFigures[] }): JSX.Element {
  return (
    <section class="card trends" aria-labelledby="trend">
      <h2 id="trend">Trend</h2>
      <p class="muted">
        A line of behaviours that is flat at its end says that little is left to be seen.
      </p>
      <div class="scroll">
        <table class="trend-table">
          <thead>
            <tr>
              <th>world</th>
              <th>trials</th>
              <th>behaviours</th>
            </tr>
          </thead>
          <tbody>
            {worlds.map(({ world, trend, trials, behaviours }) => (
              <tr key={world}>
                <th scope="row">
                  {world}
                  <TrendNumbers trend={trend} />
                </th>
                <td>
                  <Sparkline line={trendLine(trend, "trials", size)} name={`trials of ${world}`} />
                  {renderCount(trials)}
                </td>
                <td>
                  <Sparkline
                    line={trendLine(trend, "behaviours", size)}
                    name={`behaviours of ${world}`}
                  />
                  {renderCount(behaviours)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Sparkline({
  line,
  name,
}: {
  readonly line: TrendLine | undefined;
  readonly name: string;
}): JSX.Element {
  if (line === undefined) return <span class="muted">too short</span>;
  const { width, height } = size;
  return (
    <svg
      class="spark"
      viewBox={`-1 -2 ${width + 4} ${height + 3}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${name}: ${renderCount(line.most)} after ${renderDuration(line.endMs)}`}
    >
      <path class="area" d={line.area} />
      <path class="line" d={line.path} />
    </svg>
  );
}

function TrendNumbers({ trend }: { readonly trend: WorldFigures["trend"] }): JSX.Element {
  const every = Math.max(1, Math.ceil(trend.length / mostRows));
  const rows = trend.filter((_, index) => (trend.length - 1 - index) % every === 0);
  return (
    <details class="numbers">
      <summary>numbers</summary>
      <table>
        <thead>
          <tr>
            <th>after</th>
            <th>trials</th>
            <th>behaviours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ elapsedMs, trials, behaviours }) => (
            <tr key={elapsedMs}>
              <td>{renderDuration(elapsedMs)}</td>
              <td>{renderCount(trials)}</td>
              <td>{renderCount(behaviours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
