import { renderDuration } from "./duration.ts";
import type { Span } from "./spans.ts";

/** A stretch of a time axis that fits on one line; times that matter have a column each. */
export interface AxisStrip extends Span {
  /** Columns that it takes. */
  readonly width: number;
  /** The column of a moment; those before and behind the strip are at its ends. */
  readonly columnOf: (ms: number) => number;
  /** Columns where time is left out in which nothing runs. */
  readonly breaks: readonly number[];
  readonly ticks: readonly { readonly column: number; readonly label: string }[];
}

/** Nothing that runs, for this long, is left out. */
const shortestBreakMs = 500;
const breakColumns = 4;
/** No stretch is drawn wider, however long it takes. */
const widestStretch = 8;

/** Moments without a break between them, and how many columns lie before each. */
interface Period {
  readonly moments: readonly number[];
  readonly steps: readonly number[];
}

/**
 * Lays out the moments that matter on lines of some width. A stretch ten times as long is some three
 * columns wider, and where nothing is `busy` time is left out: so milliseconds and hours fit in one picture.
 */
export function layOutTime(
  times: readonly number[],
  busy: readonly Span[],
  width: number,
): readonly AxisStrip[] {
  const moments = [...new Set(times)].toSorted((one, other) => one - other);
  const periods = periodsOf(moments, busy).flatMap((period) => fitted(period, width));
  const lines: Period[][] = [];
  let used = 0;
  for (const period of periods) {
    const needed = widthOf(period);
    const line = lines.at(-1);
    if (line !== undefined && used + breakColumns + needed <= width) {
      line.push(period);
      used += breakColumns + needed;
    } else {
      lines.push([period]);
      used = needed;
    }
  }
  return lines.map((line) => stripOf(line, width));
}

function widthOf({ steps }: Period): number {
  return steps.reduce((sum, columns) => sum + columns, 1);
}

function periodsOf(moments: readonly number[], busy: readonly Span[]): readonly Period[] {
  const periods: { readonly moments: number[]; readonly steps: number[] }[] = [];
  let before = -Infinity;
  for (const moment of moments) {
    const isIdle =
      moment - before >= shortestBreakMs &&
      !busy.some(({ fromMs, untilMs }) => fromMs < moment && untilMs > before);
    const period = periods.at(-1);
    if (period === undefined || isIdle) {
      periods.push({ moments: [moment], steps: [0] });
    } else {
      period.moments.push(moment);
      period.steps.push(columnsFor(moment - before));
    }
    before = moment;
  }
  return periods;
}

function columnsFor(ms: number): number {
  return Math.min(Math.max(Math.round(1 + Math.log2(ms / 10)), 1), widestStretch);
}

/** Squeezes a period that is too wide, and cuts it where squeezing does not help. */
function fitted({ moments, steps }: Period, width: number): readonly Period[] {
  for (let widest = widestStretch; widest >= 1; widest--) {
    const squeezed = { moments, steps: steps.map((columns) => Math.min(columns, widest)) };
    if (widthOf(squeezed) <= width) return [squeezed];
  }
  const parts: Period[] = [];
  for (let from = 0; from < moments.length; from += width) {
    const part = moments.slice(from, from + width);
    parts.push({ moments: part, steps: part.map((_, index) => Math.min(index, 1)) });
  }
  return parts;
}

function stripOf(periods: readonly Period[], width: number): AxisStrip {
  const columns = new Map<number, number>();
  const breaks: number[] = [];
  const starts: number[] = [];
  let column = 0;
  for (const [nth, { moments, steps }] of periods.entries()) {
    if (nth > 0) {
      breaks.push(column + breakColumns / 2);
      column += breakColumns;
    }
    for (const [index, moment] of moments.entries()) {
      column += steps[index] ?? 0;
      columns.set(moment, column);
    }
    starts.push(moments[0] ?? 0);
  }
  const all = [...columns.keys()];
  const fromMs = all[0] ?? 0;
  const untilMs = all.at(-1) ?? 0;
  return {
    fromMs,
    untilMs,
    width: column + 1,
    columnOf: (ms) => columns.get(ms) ?? (ms < fromMs ? 0 : column),
    breaks,
    ticks: ticksOf(columns, starts, width),
  };
}

/** As many labels as there is room for; where things start again goes first. */
function ticksOf(
  columns: ReadonlyMap<number, number>,
  starts: readonly number[],
  width: number,
): AxisStrip["ticks"] {
  const taken: { readonly column: number; readonly label: string }[] = [];
  for (const ms of [...starts, ...columns.keys()]) {
    const column = columns.get(ms) ?? 0;
    const label = renderDuration(ms);
    const fits =
      column + label.length <= width &&
      taken.every(
        (other) =>
          column > other.column + other.label.length || other.column > column + label.length,
      );
    if (fits && taken.every((other) => other.label !== label)) taken.push({ column, label });
  }
  return taken.toSorted((one, other) => one.column - other.column);
}
