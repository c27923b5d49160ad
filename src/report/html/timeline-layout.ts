import type { Bar, FindingView, Lane, LaneKind, Mark } from "./finding-view.ts";
import { momentsOf } from "./moments.ts";
import { type ScaleKind, type Tick, type TimeScale, timeScale } from "./time-scale.ts";

/** How a timeline is to be drawn. */
export interface TimelineOptions {
  /** What is visible without scrolling. */
  readonly widthPx: number;
  readonly scale: ScaleKind;
  /** 1 shows all of it. */
  readonly zoom: number;
}

/** A bar in its place; `label` is empty where there is no room for one. */
export interface PlacedBar {
  readonly bar: Bar;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly label: string;
  readonly isLabelInside: boolean;
}

/** A mark in its place; `label` is empty where there is no room for one. */
export interface PlacedMark {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** To the left where there is no room to the right. */
  readonly isLabelLeft: boolean;
}

/** A lane in its place. */
export interface PlacedLane {
  readonly kind: LaneKind;
  readonly name: string;
  readonly y: number;
  readonly height: number;
  /** Whether it begins another kind of lanes. */
  readonly isFirstOfKind: boolean;
  readonly bars: readonly PlacedBar[];
  readonly marks: readonly PlacedMark[];
}

/** A timeline, ready to be drawn. */
export interface TimelineLayout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly PlacedLane[];
  readonly ticks: readonly Tick[];
  /** Where needed faults strike, as lines through all lanes. */
  readonly guides: readonly number[];
  readonly fold: { readonly x: number; readonly width: number } | undefined;
  readonly xOf: TimeScale["xOf"];
}

/** Sizes of the picture, in px. */
export const timelineSizes = {
  axis: 26,
  row: 22,
  bar: 14,
  /** Above and below the rows of a lane. */
  lanePadding: 3,
  groupGap: 7,
  edge: 16,
  /** Room for the last label of the axis. */
  endEdge: 36,
  /** The width of a letter, roughly: labels are for whoever has room for them. */
  letter: 6.9,
} as const;

const { axis, row, bar: barHeight, lanePadding, groupGap, edge, endEdge, letter } = timelineSizes;
const narrowestBar = 4;
/** Bars at the same time take a row each, up to so many; more of them lie upon each other. */
const mostRows = 6;
const mostGuides = 24;
/** What a mark takes to the right of its moment. */
const markRadius = 7;

/** Puts everything of a view in its place. */
export function layoutTimeline(
  view: FindingView,
  { widthPx, scale, zoom }: TimelineOptions,
): TimelineLayout {
  const width = Math.round(widthPx * zoom);
  const moments = momentsOf(view);
  const { xOf, ticks } = timeScale(moments, scale, { left: edge, right: width - endEdge });
  const lanes: PlacedLane[] = [];
  let y = axis;
  for (const lane of view.lanes) {
    const isFirstOfKind = lanes.at(-1)?.kind !== lane.kind;
    if (isFirstOfKind && lanes.length > 0) y += groupGap;
    const placed = placeLane(lane, { xOf, y, width });
    lanes.push({ ...placed, isFirstOfKind });
    y += placed.height;
  }
  const { folded } = view;
  return {
    width,
    height: y + lanePadding,
    lanes,
    ticks,
    guides: guidesOf(view, xOf),
    fold:
      folded === undefined
        ? undefined
        : { x: xOf(folded.fromMs), width: Math.max(2, xOf(folded.toMs) - xOf(folded.fromMs)) },
    xOf,
  };
}

interface Room {
  readonly xOf: TimeScale["xOf"];
  readonly y: number;
  readonly width: number;
}

function placeLane(lane: Lane, room: Room): Omit<PlacedLane, "isFirstOfKind"> {
  const { kind, name } = lane;
  const { xOf, y, width } = room;
  const rowEnds: number[] = [];
  const placed = lane.bars
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .map((bar) => {
      const x = xOf(bar.fromMs);
      const barWidth = Math.max(narrowestBar, xOf(bar.toMs) - x);
      const free = rowEnds.findIndex((end) => end <= x + 0.5);
      const index = free === -1 ? Math.min(rowEnds.length, mostRows - 1) : free;
      rowEnds[index] = Math.max(rowEnds[index] ?? 0, x + barWidth);
      return { bar, x, width: barWidth, y: y + lanePadding + index * row + (row - barHeight) / 2 };
    });
  const markY = y + lanePadding + row / 2;
  const markXs = lane.marks.map(({ atMs }) => xOf(atMs));
  const starts = [...placed.map((one) => one.x), ...markXs];
  const before = [
    { from: 0, to: 0 },
    ...placed.map((one) => ({ from: one.x, to: one.x + one.width })),
    ...markXs.map((x) => ({ from: x, to: x + markRadius })),
  ];
  return {
    kind,
    name,
    y,
    height: Math.max(1, rowEnds.length) * row + 2 * lanePadding,
    bars: placed.map((one) => Object.assign(one, barLabel(one, starts, width))),
    marks: lane.marks.map((mark, index) => {
      const x = markXs[index] ?? 0;
      const label = markLabel(mark, { x, starts, before, end: width });
      return { mark, x, y: markY, ...label };
    }),
  };
}

/** What is around a mark, from left to right. */
interface Surroundings {
  readonly x: number;
  readonly starts: readonly number[];
  readonly before: readonly { readonly from: number; readonly to: number }[];
  readonly end: number;
}

/** Inside the bar, or else to its right if nothing is there. */
function barLabel(
  { bar, x, width }: { readonly bar: Bar; readonly x: number; readonly width: number },
  starts: readonly number[],
  end: number,
): Pick<PlacedBar, "label" | "isLabelInside"> {
  const needs = bar.label.length * letter + 6;
  if (needs <= width) return { label: bar.label, isLabelInside: true };
  // What a call did is told beside it, and says more than its name.
  const room = roomBehind(x + 0.5, starts, end) - width - 4;
  return { label: needs <= room ? bar.label : "", isLabelInside: false };
}

function markLabel(
  { label, sign }: Mark,
  { x, starts, before, end }: Surroundings,
): Pick<PlacedMark, "label" | "isLabelLeft"> {
  const none = { label: "", isLabelLeft: false };
  if (sign === "checkpoint") return none;
  const lettersIn = (room: number) => Math.floor((room - markRadius - 4) / letter);
  const behind = lettersIn(roomBehind(x + 0.5, starts, end));
  if (label.length <= behind) return { label, isLabelLeft: false };
  // A few letters of a sentence are no help.
  if (sign === "effect") {
    return behind < 12 ? none : { label: `${label.slice(0, behind - 1)}…`, isLabelLeft: false };
  }
  const occupied = before.filter(({ from }) => from < x).map(({ to }) => to);
  const inFront = lettersIn(x - Math.max(...occupied));
  // What is in front may have a label of its own.
  return label.length * 2 <= inFront ? { label, isLabelLeft: true } : none;
}

function roomBehind(x: number, starts: readonly number[], end: number): number {
  return Math.min(end, ...starts.filter((start) => start >= x)) - x;
}

function guidesOf({ lanes }: FindingView, xOf: TimeScale["xOf"]): readonly number[] {
  const struck = lanes
    .flatMap(({ marks }) => marks)
    .filter(({ sign, isNeeded }) => sign === "fault" && isNeeded)
    .map(({ atMs }) => xOf(atMs));
  const places = [...new Set(struck)];
  return places.length > mostGuides ? [] : places;
}
