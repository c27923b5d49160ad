import { bothEnds } from "./both-ends.ts";
import type { Bar, FoldedAway, Lane, Mark } from "./finding-view.ts";

/** So many bars and marks are drawn at most. */
export const mostDrawn = 500;

/** A lane less is a lane that nobody scrolls past. */
const mostLanes = 60;

interface Drawn {
  readonly lane: number;
  readonly shape: Bar | Mark;
  readonly atMs: number;
  readonly matters: boolean;
}

/** Lanes of which no more is left than can be drawn, and what was left out. */
export interface FoldedLanes {
  readonly lanes: readonly Lane[];
  readonly folded: FoldedAway | undefined;
}

/**
 * Leaves out the middle of what is too much: whatever breaks the invariant, and the faults, stay
 * before the rest, and of the rest the beginning and the end.
 */
export function foldLanes(all: readonly Lane[], most: number = mostDrawn): FoldedLanes {
  const lanes = all.filter(({ bars, marks }) => bars.length + marks.length > 0);
  const drawn = lanes.flatMap(({ bars, marks }, lane) => [
    ...bars.map((shape) => drawnAs(lane, shape, shape.fromMs)),
    ...marks.map((shape) => drawnAs(lane, shape, shape.atMs)),
  ]);
  if (drawn.length <= most && lanes.length <= mostLanes) return { lanes, folded: undefined };
  const inTime = drawn.toSorted((one, other) => one.atMs - other.atMs);
  const important = bothEnds(
    inTime.filter(({ matters }) => matters),
    most,
  );
  const others = bothEnds(
    inTime.filter(({ matters }) => !matters),
    most - important.length,
  );
  const kept = new Set([...important, ...others].map(({ shape }) => shape));
  const gone = inTime.filter(({ shape }) => !kept.has(shape));
  const left = withFewLanes(lanes.map((lane) => keep(lane, kept)));
  const toMs = Math.max(0, ...gone.map(({ atMs }) => atMs));
  return { lanes: left, folded: { count: gone.length, fromMs: gone[0]?.atMs ?? 0, toMs } };
}

function drawnAs(lane: number, shape: Bar | Mark, atMs: number): Drawn {
  const matters = shape.isWitness || ("sign" in shape && shape.sign === "fault");
  return { lane, shape, atMs, matters };
}

function keep(lane: Lane, kept: ReadonlySet<Bar | Mark>): Lane {
  return {
    ...lane,
    bars: lane.bars.filter((bar) => kept.has(bar)),
    marks: lane.marks.filter((mark) => kept.has(mark)),
  };
}

/** Operations beyond the number of lanes that can be read share the last one. */
function withFewLanes(all: readonly Lane[]): readonly Lane[] {
  const lanes = all.filter(({ bars, marks }) => bars.length + marks.length > 0);
  const operations = lanes.filter(({ kind }) => kind === "operation");
  const surplus = lanes.length - mostLanes;
  if (surplus <= 0) return lanes;
  const merged = new Set(operations.slice(-surplus - 1));
  const rest: Lane = {
    kind: "operation",
    name: `${merged.size} more operations`,
    bars: [...merged].flatMap(({ bars }) => bars),
    marks: [],
  };
  const at = lanes.findIndex((lane) => merged.has(lane));
  return lanes.flatMap((lane, index) => (index === at ? [rest] : merged.has(lane) ? [] : [lane]));
}
