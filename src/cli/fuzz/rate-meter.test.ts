import { describe, expect, it } from "vitest";
import { RateMeter } from "./rate-meter.ts";

describe("a rate meter", () => {
  it("tells how fast it went of late, and forgets what is longer ago", () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 100; second++) {
      meter.add(second * 1_000, second < 50 ? second * 10 : 500 + (second - 50) * 200);
    }

    expect(meter.rates).toEqual(Array.from({ length: 8 }, () => 200));
  });

  it("says nothing before a second is over", () => {
    const meter = new RateMeter();
    expect(meter.rates).toEqual([]);
    meter.add(0, 0);
    expect(meter.rates).toEqual([]);
    meter.add(2_000, 30);
    expect(meter.rates).toEqual([15]);
  });
});
