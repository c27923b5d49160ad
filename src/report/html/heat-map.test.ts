import { describe, expect, it } from "vitest";
import { heatMapOf } from "./heat-map.ts";

const map = heatMapOf([
  { at: "checkpoint SUCCEED pay", fault: "stall", strikes: 0 },
  { at: "payment.charge", fault: "lose-reply", strikes: 1_000 },
  { at: "payment.charge", fault: "refuse", strikes: 1 },
  { at: "invocation start", fault: "crash", strikes: 1 },
]);

describe("heatMapOf", () => {
  it("has services before AWS, and the mildest faults first", () => {
    expect(map.faults).toEqual(["refuse", "lose-reply", "stall", "crash"]);
    expect(map.groups.map(({ place }) => place)).toEqual([
      "call",
      "checkpoint",
      "invocation start",
    ]);
  });

  it("tells what never struck from what cannot strike there", () => {
    expect(map.groups[1]?.rows).toEqual([
      {
        at: "checkpoint SUCCEED pay",
        cells: [
          { kind: "impossible" },
          { kind: "impossible" },
          { kind: "never" },
          { kind: "impossible" },
        ],
      },
    ]);
    expect([map.struck, map.possible]).toEqual([3, 4]);
  });

  it("compares strikes by powers, so that seldom is not the same as never", () => {
    const heats = map.groups[0]?.rows[0]?.cells.map((cell) => ("heat" in cell ? cell.heat : 0));

    expect(heats?.map((heat) => Number(heat.toFixed(2)))).toEqual([0.1, 1, 0, 0]);
  });
});
