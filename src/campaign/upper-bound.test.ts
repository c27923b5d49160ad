import { describe, expect, it } from "vitest";
import { upperBound } from "./upper-bound.ts";

describe("the share of trials that break something", () => {
  it("is by the rule of three where none has", () => {
    expect(upperBound(0, 3_000)).toBe(0.001);
  });

  it("is above what was seen, the closer the more was seen, and never above all", () => {
    // Of Poisson's distribution: 95 % of the time one sees more than 10 if 16.96 are to be expected.
    expect(upperBound(10, 1_000)).toBeCloseTo(0.01696, 4);
    expect(upperBound(1_000, 100_000)).toBeLessThan(0.0106);
    expect(upperBound(3, 3)).toBe(1);
    expect(upperBound(0, 0)).toBe(1);
  });
});
