import { describe, expect, it } from "vitest";
import { renderDuration } from "./duration.ts";

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_000, "1 s"],
    [1_150, "1.1 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min"],
    [200_000, "3 min 20 s"],
    [900_000, "15 min"],
    [7_500_000, "2 h 5 min"],
    [366 * 86_400_000, "366 d"],
    [90_000_000, "1 d 1 h"],
  ])("%d ms read %s", (ms, text) => {
    expect(renderDuration(ms)).toBe(text);
  });
});
