import { describe, expect, it } from "vitest";
import type { Lane, Mark } from "./finding-view.ts";
import { foldLanes, mostDrawn } from "./fold-lanes.ts";
import { plainBar, plainLane } from "./lanes.test-support.ts";

function drawnIn(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, { bars, marks }) => sum + bars.length + marks.length, 0);
}

const manyBars: Lane = {
  ...plainLane("step", []),
  bars: Array.from({ length: 2_000 }, (_, nth) => plainBar(nth, nth + 1, nth === 1_000)),
};

describe("foldLanes", () => {
  it("leaves what can be drawn as it is, without lanes in which nothing is", () => {
    const lane = plainLane("step", [[0, 1]]);

    expect(foldLanes([lane, plainLane("idle", [])])).toEqual({ lanes: [lane], folded: undefined });
  });

  it("draws 500 bars at most, and tells how many it left out, and from when to when", () => {
    const { lanes, folded } = foldLanes([manyBars]);

    expect(drawnIn(lanes)).toBe(mostDrawn);
    expect(folded).toEqual({ count: 1_500, fromMs: 250, toMs: 1_750 });
  });

  it("keeps what breaks the invariant and the faults, however far in the middle", () => {
    const fault: Mark = {
      atMs: 900,
      sign: "fault",
      label: "refuse",
      isWitness: false,
      isNeeded: true,
      facts: [],
    };
    const faults: Lane = { kind: "fault", name: "Faults", bars: [], marks: [fault] };
    const { lanes } = foldLanes([faults, manyBars]);

    expect(lanes[0]?.marks).toEqual([fault]);
    expect(lanes[1]?.bars.filter(({ isWitness }) => isWitness)).toHaveLength(1);
    expect(drawnIn(lanes)).toBe(mostDrawn);
  });

  it("lets the last operations share a lane where there are too many to scroll past", () => {
    const operations = Array.from({ length: 100 }, (_, nth) =>
      plainLane(`step-${nth}`, [[nth, nth]]),
    );
    const service: Lane = { ...plainLane("payment", [[0, 1]]), kind: "service" };
    const { lanes } = foldLanes([...operations, service]);

    expect(lanes).toHaveLength(60);
    expect(lanes.at(-2)).toMatchObject({ name: "42 more operations", kind: "operation" });
    expect(lanes.at(-2)?.bars).toHaveLength(42);
    expect(lanes.at(-1)?.name).toBe("payment");
  });
});
