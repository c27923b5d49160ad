import { describe, expect, it } from "vitest";
import type { Lane, Mark } from "./finding-view.ts";
import { plainLane, viewWith } from "./lanes.test-support.ts";
import { layoutTimeline } from "./timeline-layout.ts";

const hour = 3_600_000;
const options = { widthPx: 900, scale: "even", zoom: 1 } as const;

describe("layoutTimeline", () => {
  it("gives milliseconds and hours their room in one picture", () => {
    const lane = plainLane("step", [
      [0, 10],
      [20, 30],
      [6 * hour, 6 * hour + 10],
    ]);
    const { lanes } = layoutTimeline(viewWith([lane], 6 * hour + 10), options);
    const widths = lanes[0]?.bars.map(({ width }) => width) ?? [];

    expect(Math.min(...widths)).toBeGreaterThan(60);
    expect(lanes[0]?.bars.at(-1)?.x).toBeGreaterThan(700);
  });

  it("draws equal times equally wide when asked to be true to scale, and nothing invisibly thin", () => {
    const lane = plainLane("step", [
      [0, 1_000],
      [1_000, 2_000],
      [9_000, 9_001],
    ]);
    const { lanes } = layoutTimeline(viewWith([lane], 10_000), { ...options, scale: "true" });
    const widths = lanes[0]?.bars.map(({ width }) => width) ?? [];

    expect(widths[0]).toBeCloseTo(widths[1] ?? 0);
    expect(widths[2]).toBe(4);
  });

  it("is as much wider as it is zoomed", () => {
    const view = viewWith([plainLane("step", [[0, 10]])], 10);

    expect(layoutTimeline(view, { ...options, zoom: 3 }).width).toBe(2_700);
  });

  it("puts what runs side by side into rows of its own, and makes the lane higher", () => {
    const sideBySide = plainLane("call", [
      [0, 100],
      [10, 90],
      [95, 120],
    ]);
    const view = viewWith([sideBySide, plainLane("next", [[0, 1]])], 120);
    const { lanes } = layoutTimeline(view, options);
    const [first, second, third] = lanes[0]?.bars ?? [];

    expect(second?.y).toBeGreaterThan((first?.y ?? 0) + 14);
    expect(third?.y).toBe(second?.y);
    expect(lanes[1]?.y).toBe((lanes[0]?.y ?? 0) + 50);
  });

  it("leaves out labels that would lie upon something", () => {
    const crowded = plainLane(
      "step",
      Array.from({ length: 80 }, (_, nth) => [nth * 10, nth * 10] as const),
    );
    const { lanes } = layoutTimeline(viewWith([crowded], 800), options);
    const labels = lanes[0]?.bars.map(({ label }) => label) ?? [];

    expect(labels.slice(0, -1)).toEqual(Array.from({ length: 79 }, () => ""));
  });

  it("writes the label of a fault to its left where the picture ends on its right", () => {
    const { lanes } = layoutTimeline(viewWith([faultsAt([50, 1_000])], 1_000), options);

    expect(lanes[0]?.marks.map(({ label, isLabelLeft }) => [label, isLabelLeft])).toEqual([
      ["lose-reply", false],
      ["lose-reply", true],
    ]);
  });

  it("writes one label where faults lie close together", () => {
    const close = faultsAt([0, 4_000, 9_999, 10_000]);
    const { lanes } = layoutTimeline(viewWith([close], 10_000), { ...options, scale: "true" });

    expect(lanes[0]?.marks.map(({ label }) => label)).toEqual([
      "lose-reply",
      "lose-reply",
      "lose-reply",
      "",
    ]);
  });

  it("leads the eye from needed faults through all lanes, unless there are too many", () => {
    const few = viewWith([faultsAt([10, 20])], 100);
    const many = viewWith([faultsAt(Array.from({ length: 30 }, (_, nth) => nth))], 100);

    expect(layoutTimeline(few, options).guides).toHaveLength(2);
    expect(layoutTimeline(many, options).guides).toEqual([]);
  });

  it("keeps long labels of the axis apart", () => {
    const moments = Array.from({ length: 40 }, (_, nth) => nth * 600_000 + 10 * hour);
    const lane = plainLane(
      "step",
      moments.map((atMs) => [atMs, atMs] as const),
    );
    const { ticks } = layoutTimeline(viewWith([lane], 18 * hour), options);
    const overlaps = ticks.slice(1).filter(({ x, label }, index) => {
      const before = ticks[index];
      const letters = (label.length + (before?.label.length ?? 0)) / 2;
      return x - (before?.x ?? 0) < letters * 6;
    });

    expect(ticks.length).toBeGreaterThan(6);
    expect(overlaps).toEqual([]);
  });

  it("labels the axis where there is room, with the start and the end", () => {
    const lane = plainLane(
      "step",
      Array.from({ length: 60 }, (_, nth) => [nth * 100, nth * 100 + 50] as const),
    );
    for (const scale of ["even", "true"] as const) {
      const { ticks } = layoutTimeline(viewWith([lane], 6_000), { ...options, scale });
      const gaps = ticks.slice(1).map(({ x }, index) => x - (ticks[index]?.x ?? 0));

      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
      expect([ticks[0]?.label, ticks.at(-1)?.label]).toEqual(["0 ms", "6 s"]);
    }
  });
});

function faultsAt(times: readonly number[]): Lane {
  const marks = times.map((atMs): Mark => ({
    atMs,
    sign: "fault",
    label: "lose-reply",
    isWitness: false,
    isNeeded: true,
    facts: [],
  }));
  return { kind: "fault", name: "Faults", bars: [], marks };
}
