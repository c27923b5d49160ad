import { describe, expect, it } from "vitest";
import { type Trend, sumOfTrends, withEntry } from "./trend.ts";

describe("a trend", () => {
  it("never has more than 200 entries, however long it goes on, and ends where the campaign stands", () => {
    let trend: Trend = [];
    for (let trials = 1; trials <= 5_000; trials++) {
      trend = withEntry(trend, { elapsedMs: trials * 300, trials, behaviours: 1 });
      expect(trend.length).toBeLessThanOrEqual(200);
      expect(trend.at(-1)?.trials).toBe(trials);
    }

    // Half of it is about the first half.
    const before = trend.filter(({ trials }) => trials <= 2_500).length;
    expect(before).toBeGreaterThan(trend.length / 4);
  });
});

describe("the trend of shards", () => {
  it("adds up what each had at a moment, and no more behaviours than there are", () => {
    const one = [
      { elapsedMs: 10, trials: 5, behaviours: 3 },
      { elapsedMs: 30, trials: 9, behaviours: 4 },
    ];
    const other = [{ elapsedMs: 20, trials: 7, behaviours: 4 }];

    expect(sumOfTrends([one, other], 6)).toEqual([
      { elapsedMs: 10, trials: 5, behaviours: 3 },
      { elapsedMs: 20, trials: 12, behaviours: 6 },
      { elapsedMs: 30, trials: 16, behaviours: 6 },
    ]);
  });
});
