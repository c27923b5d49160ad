import type { Span } from "./spans.ts";
import type { AxisStrip } from "./time-axis.ts";
import { cut } from "./value.ts";

/** Something that stands at a moment of a lane. */
interface Mark {
  readonly atMs: number;
  readonly symbol: string;
}

/** Something that lasts, as a lane shows it. */
export interface Bar extends Span {
  /** What it begins with, if there is room. */
  readonly start: string;
  /** From when on nobody works on it any more, and it is still to be heard of. */
  readonly idleFromMs: number;
  readonly marks: readonly Mark[];
}

/** What happens to one thing over time. */
export interface Lane {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Where it waits for its next bar. */
  readonly waits: readonly Span[];
}

/** Columns of the longest label; a longer one is cut, and on a narrow page each that takes a third of it. */
const widestLabel = 24;
/** Columns before a label, and behind it. */
const margins = 4;

/** How the columns of a page are shared between labels and picture. */
export interface Columns {
  readonly label: number;
  readonly picture: number;
}

/** Shares the columns of a page. */
export function shareColumns(lanes: readonly Lane[], columns: number): Columns {
  const widest = Math.min(widestLabel, Math.floor(columns / 3));
  const label = Math.min(Math.max(0, ...lanes.map((lane) => lane.label.length)), widest);
  return { label, picture: Math.max(columns - margins - label, 16) };
}

/** One strip of a picture: its axis, and every lane on which something happens in it. */
export function drawStrip(lanes: readonly Lane[], strip: AxisStrip, { label }: Columns): string {
  const lines = lanes.flatMap((lane) =>
    rowsOf(lane, strip).map((row, index) => lineOf(index === 0 ? lane.label : "", row, label)),
  );
  return [...axisOf(strip).map((row) => lineOf("", row, label)), ...lines].join("\n");
}

function lineOf(label: string, row: readonly string[], width: number): string {
  return `  ${cut(label, width).padEnd(width)}  ${row.join("")}`.trimEnd();
}

/** The times, and a line with a notch for each of them. */
function axisOf({ width, breaks, ticks }: AxisStrip): readonly (readonly string[])[] {
  const times: string[] = [];
  for (const { column, label } of ticks) {
    while (times.length < column) times.push(" ");
    times.push(...label.split(""));
  }
  const line = Array.from({ length: width }, () => "─");
  for (const { column } of ticks) line[column] = "┬";
  for (const column of breaks) line.splice(column - 1, 3, " ", "┊", " ");
  return [times, line];
}

/** A lane as few rows as its bars leave room for; none where nothing of it happens. */
function rowsOf(lane: Lane, strip: AxisStrip): readonly (readonly string[])[] {
  const isSeen = ({ fromMs, untilMs }: Span) => fromMs <= strip.untilMs && untilMs >= strip.fromMs;
  const bars = lane.bars.filter((bar) => isSeen(bar));
  const waits = lane.waits.filter((wait) => isSeen(wait));
  if (bars.length === 0 && waits.length === 0) return [];
  const rows: { readonly cells: string[]; until: number }[] = [emptyRow(strip)];
  for (const { fromMs, untilMs } of waits) {
    const [first] = rows;
    if (first !== undefined)
      fill(first.cells, [strip.columnOf(fromMs), strip.columnOf(untilMs)], "┄");
  }
  for (const bar of bars.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const from = strip.columnOf(bar.fromMs);
    const until = strip.columnOf(bar.untilMs);
    let row = rows.find((one) => from >= one.until && until > one.until);
    if (row === undefined) rows.push((row = emptyRow(strip)));
    draw(row.cells, bar, strip);
    row.until = until;
  }
  return rows.map(({ cells }) => cells);
}

function emptyRow({ width, breaks }: AxisStrip): { readonly cells: string[]; until: number } {
  const cells = Array.from({ length: width }, () => " ");
  for (const column of breaks) cells[column] = "┊";
  return { cells, until: -1 };
}

/** Cells that something else may be drawn over. */
const faint = new Set([" ", "┄"]);

function draw(
  cells: string[],
  { fromMs, untilMs, idleFromMs, start, marks }: Bar,
  strip: AxisStrip,
): void {
  const from = strip.columnOf(fromMs);
  const until = strip.columnOf(untilMs);
  fill(cells, [strip.columnOf(idleFromMs), until], "┄");
  if (idleFromMs >= strip.fromMs) fill(cells, [from, strip.columnOf(idleFromMs)], "─");
  // Where another bar has just ended, its mark stays.
  const first = cells[from] === "─" ? from : from + 1;
  const isHere = fromMs >= strip.fromMs && fromMs <= strip.untilMs;
  if (isHere && first + start.length <= until) {
    cells.splice(first, start.length, ...start.split(""));
  }
  for (const { atMs, symbol } of marks) {
    if (atMs >= strip.fromMs && atMs <= strip.untilMs) cells[strip.columnOf(atMs)] = symbol;
  }
}

function fill(cells: string[], [from, until]: readonly [number, number], symbol: string): void {
  for (let column = from; column <= until; column++) {
    if (faint.has(cells[column] ?? "")) cells[column] = symbol;
  }
}
