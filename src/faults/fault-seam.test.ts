import { describe, expect, it } from "vitest";
import { Trace } from "../kernel/trace.ts";
import { scheduled } from "./adversary.ts";
import { callFaults, checkpointFaults } from "./fault.ts";
import { FaultSeam } from "./fault-seam.ts";
import { scheduleOf } from "./schedule.ts";

describe("FaultSeam", () => {
  it("counts the passes of each point apart", () => {
    const seam = new FaultSeam(scheduled([]), new Trace());

    for (const at of ["shop.pay", "shop.ship", "shop.pay"]) seam.decide(at, callFaults, 0);

    expect(seam.passed.map(({ at, nth }) => `${at} ${nth}`)).toEqual([
      "shop.pay 1",
      "shop.ship 1",
      "shop.pay 2",
    ]);
  });

  it("counts passes anew when the execution has come further", () => {
    const seam = new FaultSeam(scheduled([]), new Trace());

    seam.decide("shop.pay", callFaults, 0);
    seam.progress = 3;
    seam.decide("shop.pay", callFaults, 0);
    seam.decide("shop.pay", callFaults, 0);
    seam.progress = 4;
    seam.decide("shop.pay", callFaults, 0);

    expect(seam.passed).toMatchObject([
      { at: "shop.pay", nth: 1, progress: 0, nthAtProgress: 1 },
      { at: "shop.pay", nth: 2, progress: 3, nthAtProgress: 1 },
      { at: "shop.pay", nth: 3, progress: 3, nthAtProgress: 2 },
      { at: "shop.pay", nth: 4, progress: 4, nthAtProgress: 1 },
    ]);
  });

  it("hears that what it was asked about last has happened, unless a fault struck or another point was passed", () => {
    let heard = 0;
    const shipping = scheduled([{ at: "shop.ship", from: 1, times: 1, fault: "lose-reply" }]);
    const seam = new FaultSeam(shipping, new Trace(), () => void heard++);

    for (const at of ["shop.ship", "shop.pay"]) {
      seam.decide(at, callFaults, 0);
      seam.carriedOut(at);
    }
    expect(heard).toBe(1);
    seam.decide("shop.look", callFaults, 0);
    seam.carriedOut("shop.pay");
    expect(heard).toBe(1);
  });

  it("answers what the adversary decides, and keeps it as a strike and in the trace", () => {
    const trace = new Trace();
    const schedule = [{ at: "shop.pay", from: 2, times: 1, fault: "stall" }] as const;
    const seam = new FaultSeam(scheduled(schedule), trace);

    expect(seam.decide("shop.pay", callFaults, 10)).toBeUndefined();
    expect(seam.decide("shop.pay", callFaults, 20)).toBe("stall");

    expect(seam.strikes).toEqual([
      { at: "shop.pay", nth: 2, progress: 0, nthAtProgress: 2, fault: "stall" },
    ]);
    expect(scheduleOf(seam.strikes)).toEqual(schedule);
    expect(trace.events).toEqual([
      { kind: "fault.struck", atMs: 20, at: "shop.pay", nth: 2, fault: "stall" },
    ]);
  });

  it("ignores a fault that cannot strike at the point, but counts the pass", () => {
    const trace = new Trace();
    const at = "checkpoint SUCCEED pay";
    const seam = new FaultSeam(scheduled([{ at, from: 1, times: 1, fault: "duplicate" }]), trace);

    expect(seam.decide(at, checkpointFaults, 0)).toBeUndefined();

    expect(seam.passed).toHaveLength(1);
    expect(seam.strikes).toEqual([]);
    expect(trace.events).toEqual([]);
  });
});
