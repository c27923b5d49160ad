import { describe, expect, it } from "vitest";
import { intervalOf } from "./share.ts";

describe("the interval of a share", () => {
  it("is Wilson's, as the textbooks have it", () => {
    const { from, to } = intervalOf({ hits: 8, of: 10 });

    expect([from, to].map((chance) => chance.toFixed(3))).toEqual(["0.490", "0.943"]);
  });

  it("is no point where all did it or none, and anything where none was tried", () => {
    expect(intervalOf({ hits: 0, of: 60 }).to).toBeCloseTo(0.06, 2);
    expect(intervalOf({ hits: 60, of: 60 }).from).toBeCloseTo(0.94, 2);
    expect(intervalOf({ hits: 0, of: 0 })).toEqual({ from: 0, to: 1 });
  });
});
