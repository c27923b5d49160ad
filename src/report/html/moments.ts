import type { FindingView, Lane } from "./finding-view.ts";

/** Every moment at which something begins, ends or happens, in order: where a cursor stops. */
export function momentsOf({ lanes, books, endMs }: FindingView): readonly number[] {
  const entries = books.flatMap(({ lists }) => lists.flatMap((list) => list.entries));
  const all = [
    0,
    endMs,
    ...lanes.flatMap(({ bars, marks }) => [
      ...bars.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
      ...marks.map(({ atMs }) => atMs),
    ]),
    ...entries.map(({ atMs }) => atMs),
    ...entries.flatMap(({ moves }) => moves.map(({ atMs }) => atMs)),
  ];
  return [...new Set(all)].toSorted((one, other) => one - other);
}

/** The last of these moments that is not later; the first where all are. */
export function momentIndexAt(moments: readonly number[], atMs: number): number {
  return Math.max(
    0,
    moments.findLastIndex((moment) => moment <= atMs),
  );
}

/** Only the lanes in which something was injected, failed or broke the invariant. */
export function troubledLanes(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.filter(
    ({ kind, bars, marks }) =>
      kind === "function" ||
      bars.some(({ tone, isWitness }) => isWitness || tone === "bad" || tone === "cut") ||
      marks.some(({ sign, isWitness }) => isWitness || sign === "fault" || sign === "rejected"),
  );
}
