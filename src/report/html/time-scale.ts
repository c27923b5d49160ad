import { renderDuration } from "../duration.ts";

/**
 * How virtual time becomes width: `even` gives every moment at which something happens its room,
 * however far it is from the next; `true` draws equal times equally wide.
 */
export type ScaleKind = "even" | "true";

/** A moment with a label on the axis. */
export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Where moments are on a picture. */
export interface TimeScale {
  readonly xOf: (atMs: number) => number;
  readonly ticks: readonly Tick[];
}

/** Between two labels of the axis: lines that are too close say less. */
const narrowestGap = 56;
/** Of a label's font, roughly. */
const letterWidth = 6.3;
/** Room that a label needs where all are about equally long. */
const tickWidth = 76;

/** A scale over all these moments, from `left` to `right`. */
export function timeScale(
  moments: readonly number[],
  kind: ScaleKind,
  { left, right }: { readonly left: number; readonly right: number },
): TimeScale {
  const knots = [...new Set([0, ...moments])].toSorted((one, other) => one - other);
  const endMs = knots.at(-1) ?? 0;
  if (kind === "true") {
    const xOf = (atMs: number): number =>
      endMs === 0 ? left : left + ((right - left) * atMs) / endMs;
    return { xOf, ticks: roundTicks(endMs, xOf, (right - left) / tickWidth) };
  }
  const xOf = evenly(knots, left, right);
  return { xOf, ticks: knotTicks(knots, xOf) };
}

/** Each step between two moments gets room for its existence, and some more for its length. */
function evenly(knots: readonly number[], left: number, right: number): (atMs: number) => number {
  const offsets = [0];
  for (const [index, knot] of knots.entries()) {
    const before = knots[index - 1];
    if (before !== undefined)
      offsets.push((offsets.at(-1) ?? 0) + 1 + Math.log2(1 + (knot - before)));
  }
  const perUnit = (right - left) / (offsets.at(-1) || 1);
  return (atMs) => {
    const next = knots.findIndex((knot) => knot >= atMs);
    if (next === -1) return right;
    const from = knots[next - 1];
    const offset = offsets[next] ?? 0;
    const to = knots[next] ?? 0;
    if (from === undefined || to === atMs) return left + offset * perUnit;
    const before = offsets[next - 1] ?? 0;
    return left + (before + ((offset - before) * (atMs - from)) / (to - from)) * perUnit;
  };
}

/** Labels where something happens, as many as there is room for; the start and the end always. */
function knotTicks(knots: readonly number[], xOf: (atMs: number) => number): readonly Tick[] {
  const all = knots.map((knot) => ({ x: xOf(knot), label: renderDuration(knot) }));
  const last = all.at(-1);
  const ticks: Tick[] = [];
  for (const tick of all) {
    const before = ticks.at(-1);
    const hasRoom = before === undefined || isBeside(before, tick);
    const isClear = tick === last || last === undefined || isBeside(tick, last);
    if (hasRoom && isClear && before?.label !== tick.label) ticks.push(tick);
  }
  return ticks;
}

/** Whether two labels, each in the middle above its moment, stay apart. */
function isBeside(one: Tick, other: Tick): boolean {
  const letters = (one.label.length + other.label.length) / 2;
  return other.x - one.x >= Math.max(narrowestGap, letters * letterWidth + 10);
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units: readonly (readonly [unitMs: number, steps: readonly number[]])[] = [
  [1, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
  [second, [1, 2, 5, 10, 20, 30]],
  [minute, [1, 2, 5, 10, 20, 30]],
  [hour, [1, 2, 4, 6, 12]],
  [day, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
];

function roundTicks(endMs: number, xOf: (atMs: number) => number, most: number): readonly Tick[] {
  const steps = units.flatMap(([unitMs, counts]) => counts.map((count) => count * unitMs));
  const stepMs = steps.find((step) => endMs / step <= most) ?? endMs;
  const count = stepMs === 0 ? 0 : Math.floor(endMs / stepMs);
  return Array.from({ length: count + 1 }, (_, index) => ({
    x: xOf(index * stepMs),
    label: renderDuration(index * stepMs),
  }));
}
