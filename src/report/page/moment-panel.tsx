import type { JSX } from "preact";
import { renderDuration } from "../duration.ts";
import type { Fact, FindingView, Lane, LaneKind } from "../html/finding-view.ts";

interface Happening {
  readonly lane: Lane;
  readonly verb: string;
  readonly facts: readonly Fact[];
  readonly isFault: boolean;
  readonly isWitness: boolean;
}

/** What a reader looks for first, first. */
const order: readonly LaneKind[] = [
  "fault",
  "service",
  "operation",
  "function",
  "checkpoint",
  "other",
];

/** All that begins, ends or happens at the cursor. */
export function MomentPanel({
  view,
  atMs,
}: {
  readonly view: FindingView;
  readonly atMs: number;
}): JSX.Element {
  const happenings = view.lanes
    .flatMap((lane) => happeningsOf(lane, atMs))
    .toSorted((one, other) => order.indexOf(one.lane.kind) - order.indexOf(other.lane.kind));
  return (
    <section class="card moment" aria-labelledby="moment">
      <h3 id="moment">
        This moment <span class="muted">at {renderDuration(atMs)}</span>
      </h3>
      {happenings.length === 0 ? <p class="muted">A ledger changes.</p> : undefined}
      <ul>
        {happenings.map(({ lane, verb, facts, isFault, isWitness }, index) => (
          <li key={index} class={isFault ? "fault" : isWitness ? "witness" : ""}>
            <p class="what">
              {isFault ? <span class="sign warn">▲ </span> : undefined}
              {isWitness ? <span class="sign bad">✗ </span> : undefined}
              <b>{lane.name}</b> <span class="muted">{verb}</span>
            </p>
            <dl>
              {facts.map(([label, text]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

function happeningsOf(lane: Lane, atMs: number): readonly Happening[] {
  const isFault = lane.kind === "fault";
  const bars = lane.bars
    .filter(({ fromMs, toMs }) => fromMs === atMs || toMs === atMs)
    .map(({ fromMs, toMs, facts, isWitness, label }) => ({
      lane,
      verb: `${label} ${fromMs === toMs ? "" : fromMs === atMs ? "begins" : "ends"}`,
      facts,
      isFault,
      isWitness,
    }));
  const marks = lane.marks
    .filter((mark) => mark.atMs === atMs)
    .map(({ facts, isWitness, isNeeded, sign, label }) => ({
      lane,
      verb: isNeeded ? "needed" : sign === "end" ? label : "",
      facts,
      isFault,
      isWitness,
    }));
  return [...marks, ...bars];
}
