import type { JSX, TargetedPointerEvent } from "preact";
import { renderDuration } from "../duration.ts";
import type { Fact } from "../html/finding-view.ts";
import {
  type PlacedBar,
  type PlacedLane,
  type PlacedMark,
  type TimelineLayout,
  timelineSizes,
} from "../html/timeline-layout.ts";

const { axis, bar: barHeight } = timelineSizes;

/** A timeline that was laid out, as SVG. */
export function TimelinePicture({
  layout,
  atMs,
  name,
  onPoint,
}: {
  readonly layout: TimelineLayout;
  readonly atMs: number;
  readonly name: string;
  /** Somebody points at, or drags to, this place. */
  readonly onPoint: (x: number) => void;
}): JSX.Element {
  const { width, height, lanes, guides, fold } = layout;
  const cursor = layout.xOf(atMs);
  const point = (event: TargetedPointerEvent<SVGSVGElement>): void =>
    onPoint(event.clientX - event.currentTarget.getBoundingClientRect().left);
  return (
    <svg
      class="picture"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`Timeline of ${name}; the table "What happened" says the same`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) point(event);
      }}
    >
      <Patterns />
      <Axis layout={layout} />
      {lanes.map((lane) => (
        <LaneGround key={`${lane.kind} ${lane.name}`} lane={lane} width={width} />
      ))}
      {guides.map((x) => (
        <line key={x} class="guide" x1={x} x2={x} y1={axis} y2={height} />
      ))}
      {fold === undefined ? undefined : (
        <rect class="fold" x={fold.x} y={axis} width={fold.width} height={height - axis} />
      )}
      {lanes.map((lane) => (
        <g key={`${lane.kind} ${lane.name}`}>
          {lane.bars.map((placed, index) => (
            <BarShape key={index} placed={placed} />
          ))}
          {lane.marks.map((placed, index) => (
            <MarkShape key={index} placed={placed} />
          ))}
        </g>
      ))}
      <g class="cursor">
        <line x1={cursor} x2={cursor} y1={axis - 6} y2={height} />
        <path d={`M${cursor - 5},${axis - 12}h10v5l-5,6l-5,-6z`} />
      </g>
    </svg>
  );
}

function Patterns(): JSX.Element {
  return (
    <defs>
      <pattern
        id="cut"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="cut-ground" width="6" height="6" />
        <line class="cut-line" x1="0" x2="0" y1="0" y2="6" />
      </pattern>
      <pattern
        id="folded"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line class="fold-line" x1="0" x2="0" y1="0" y2="8" />
      </pattern>
    </defs>
  );
}

function Axis({ layout }: { readonly layout: TimelineLayout }): JSX.Element {
  const { ticks, height } = layout;
  return (
    <g class="axis">
      {ticks.map(({ x, label }) => (
        <g key={x}>
          <line x1={x} x2={x} y1={axis - 6} y2={height} />
          <text x={x} y={11} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

function LaneGround({
  lane,
  width,
}: {
  readonly lane: PlacedLane;
  readonly width: number;
}): JSX.Element {
  const { y, height, kind } = lane;
  return <rect class={`ground ${kind}`} x={0} y={y} width={width} height={height} />;
}

function BarShape({ placed }: { readonly placed: PlacedBar }): JSX.Element {
  const { bar, x, y, width, label, isLabelInside } = placed;
  const { tone, isWitness, facts } = bar;
  const textX = isLabelInside ? x + width / 2 : x + width + 4;
  return (
    <g class={`bar ${tone}${isWitness ? " witness" : ""}`}>
      <title>{tooltip(facts)}</title>
      <rect x={x} y={y} width={width} height={barHeight} rx={2.5} />
      {label === "" ? undefined : (
        <text
          x={textX}
          y={y + barHeight / 2 + 3.8}
          text-anchor={isLabelInside ? "middle" : "start"}
        >
          {label}
        </text>
      )}
    </g>
  );
}

function MarkShape({ placed }: { readonly placed: PlacedMark }): JSX.Element {
  const { mark, x, y, label, isLabelLeft } = placed;
  const { sign, isWitness, isNeeded, facts, atMs } = mark;
  const classes = `mark ${sign}${isWitness ? " witness" : ""}${isNeeded ? " needed" : ""}`;
  return (
    <g class={classes}>
      <title>{`${renderDuration(atMs)}\n${tooltip(facts)}`}</title>
      <path d={pathOf(sign, isWitness, { x, y })} />
      {label === "" ? undefined : (
        <text
          x={x + (isLabelLeft ? -11 : 9)}
          y={y + 3.8}
          text-anchor={isLabelLeft ? "end" : "start"}
        >
          {label}
        </text>
      )}
    </g>
  );
}

function pathOf(
  sign: PlacedMark["mark"]["sign"],
  isWitness: boolean,
  { x, y }: { readonly x: number; readonly y: number },
): string {
  if (isWitness) return `M${x - 5},${y - 5}l10,10m0,-10l-10,10`;
  switch (sign) {
    case "fault":
      return `M${x},${y - 6}l6.5,11h-13z`;
    case "checkpoint":
      return `M${x},${y - 5}v10`;
    case "rejected":
      return `M${x - 4},${y - 4}l8,8m0,-8l-8,8`;
    case "effect":
      return `M${x - 4.5},${y}a4.5,4.5 0 1 0 9,0a4.5,4.5 0 1 0 -9,0z`;
    case "end":
      return `M${x - 4.5},${y - 4.5}h9v9h-9z`;
    case "log":
    case "outside":
      return `M${x},${y - 5}l5,5l-5,5l-5,-5z`;
  }
}

function tooltip(facts: readonly Fact[]): string {
  return facts.map(([label, text]) => `${label}: ${text}`).join("\n");
}
