import { describe, expect, it } from "vitest";
import { listOf, ordinal, plural, renderCount, renderShare } from "./counts.ts";

describe("counts in words", () => {
  it("parts the thousands", () => {
    expect([0, 999, 1_000, 22_109, 1_234_567].map((count) => renderCount(count))).toEqual([
      "0",
      "999",
      "1,000",
      "22,109",
      "1,234,567",
    ]);
  });

  it("fits the noun to its number", () => {
    expect(plural(1, "try")).toBe("1 try");
    expect(plural(2, "try")).toBe("2 tries");
    expect(plural(0, "fault")).toBe("0 faults");
    expect(plural(29, "pass")).toBe("29 passes");
  });

  it("calls no share none or all that only comes close", () => {
    const shares = [0, 0.000_01, 0.0123, 0.084, 0.5, 0.975, 0.9997, 0.999_99, 1];

    expect(shares.map((share) => renderShare(share))).toEqual([
      "0 %",
      "under 0.01 %",
      "1.2 %",
      "8.4 %",
      "50 %",
      "97.5 %",
      "99.97 %",
      "over 99.99 %",
      "100 %",
    ]);
  });

  it("counts places", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map((nth) => ordinal(nth))).toEqual(
      "1st 2nd 3rd 4th 11th 12th 13th 21st 112th".split(" "),
    );
  });

  it("joins a list as a sentence does", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((items) => listOf(items))).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});
