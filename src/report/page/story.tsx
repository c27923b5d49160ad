import type { JSX } from "preact";
import { plural } from "../counts.ts";
import { renderDuration } from "../duration.ts";
import type { EventRow, FindingView } from "../html/finding-view.ts";

/** The timeline as a table: for reading, for copying, and for whoever does not see the picture. */
export function Story({
  view,
  atMs,
  onMoment,
}: {
  readonly view: FindingView;
  readonly atMs: number;
  readonly onMoment: (atMs: number) => void;
}): JSX.Element {
  const { events, eventsLeftOut } = view;
  const gap = eventsLeftOut === 0 ? -1 : Math.ceil(events.length / 2);
  return (
    <section class="card" aria-labelledby="story">
      <h3 id="story">
        What happened{" "}
        <span class="muted">
          the timeline as text; ▲ injected fault, ✗ breaks the invariant, #2 second attempt
        </span>
      </h3>
      <div class="scroll">
        <table class="story">
          <thead>
            <tr>
              <th class="marks">
                <span class="unseen">mark</span>
              </th>
              <th class="time">time</th>
              <th>invocation</th>
              <th>step</th>
              <th>what</th>
            </tr>
          </thead>
          <tbody>
            {events.map((row, index) => (
              <>
                {index === gap ? (
                  <tr class="gap">
                    <td colSpan={5}>… {plural(eventsLeftOut, "more line")} …</td>
                  </tr>
                ) : undefined}
                <StoryRow row={row} above={events[index - 1]} atMs={atMs} onMoment={onMoment} />
              </>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function StoryRow({
  row,
  above,
  atMs,
  onMoment,
}: {
  readonly row: EventRow;
  readonly above: EventRow | undefined;
  readonly atMs: number;
  readonly onMoment: (atMs: number) => void;
}): JSX.Element {
  const { invocation, step, text, isInjected, isWitness } = row;
  const isNew = above?.invocation !== invocation;
  const classes = [
    row.atMs > atMs ? "later" : row.atMs === atMs ? "now" : "",
    isWitness ? "witness" : "",
    isInjected ? "fault" : "",
    isNew ? "first" : "",
  ];
  return (
    <tr class={classes.join(" ")} onClick={() => onMoment(row.atMs)}>
      <td class="marks">
        {isInjected ? (
          <span class="sign warn" title="injected fault">
            ▲
          </span>
        ) : undefined}
        {isWitness ? (
          <span class="sign bad" title="breaks the invariant">
            ✗
          </span>
        ) : undefined}
      </td>
      <td class="time">{renderDuration(row.atMs)}</td>
      <td>{isNew ? invocation : ""}</td>
      <td>{isNew || above?.step !== step ? step : ""}</td>
      <td>{text}</td>
    </tr>
  );
}
