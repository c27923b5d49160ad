import { expect, it } from "vitest";
import { trendLine } from "./trend-line.ts";

const size = { width: 100, height: 10 };

it("draws a count from nothing to its most, over the whole time", () => {
  const trend = [
    { elapsedMs: 500, trials: 10, behaviours: 4 },
    { elapsedMs: 1_000, trials: 40, behaviours: 5 },
  ];

  expect(trendLine(trend, "trials", size)).toEqual({
    path: "M0,10L50,7.5L100,0",
    area: "M0,10L50,7.5L100,0L100,10L0,10Z",
    most: 40,
    endMs: 1_000,
  });
  expect(trendLine(trend.slice(0, 1), "trials", size)).toBeUndefined();
});
