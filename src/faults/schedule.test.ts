import { describe, expect, it } from "vitest";
import type { Fault } from "./fault.ts";
import { type Strike, countFaults, scheduleOf } from "./schedule.ts";

describe("scheduleOf", () => {
  it("has no bursts where nothing struck", () => {
    expect(scheduleOf([])).toEqual([]);
  });

  it("joins consecutive passes of one point with one fault, whatever struck in between", () => {
    const strikes = [
      struck("shop.pay", 2, "refuse"),
      struck("shop.ship", 1, "stall"),
      struck("shop.pay", 3, "refuse"),
      struck("shop.pay", 4, "refuse"),
    ];

    expect(scheduleOf(strikes)).toEqual([
      { at: "shop.pay", from: 2, times: 3, fault: "refuse" },
      { at: "shop.ship", from: 1, times: 1, fault: "stall" },
    ]);
  });

  it("begins a new burst after a pass without a fault", () => {
    const strikes = [struck("shop.pay", 1, "refuse"), struck("shop.pay", 3, "refuse")];

    expect(scheduleOf(strikes)).toEqual([
      { at: "shop.pay", from: 1, times: 1, fault: "refuse" },
      { at: "shop.pay", from: 3, times: 1, fault: "refuse" },
    ]);
  });

  it("keeps points apart although their passes follow each other", () => {
    const strikes = [struck("shop.pay", 1, "refuse"), struck("shop.ship", 2, "refuse")];

    expect(scheduleOf(strikes)).toEqual([
      { at: "shop.pay", from: 1, times: 1, fault: "refuse" },
      { at: "shop.ship", from: 2, times: 1, fault: "refuse" },
    ]);
  });

  it("begins a new burst for another fault at the same point", () => {
    const strikes = [struck("shop.pay", 1, "refuse"), struck("shop.pay", 2, "stall")];

    expect(scheduleOf(strikes)).toEqual([
      { at: "shop.pay", from: 1, times: 1, fault: "refuse" },
      { at: "shop.pay", from: 2, times: 1, fault: "stall" },
    ]);
  });
});

describe("countFaults", () => {
  it("counts every pass of every burst", () => {
    expect(countFaults([])).toBe(0);
    expect(
      countFaults([
        { at: "shop.pay", from: 7, times: 3, fault: "refuse" },
        { at: "invocation end", from: 1, times: 2, fault: "crash" },
      ]),
    ).toBe(5);
  });
});

function struck(at: string, nth: number, fault: Fault): Strike {
  return { at, nth, fault, progress: 0, nthAtProgress: nth };
}
