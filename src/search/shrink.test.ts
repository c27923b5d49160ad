import { describe, expect, it } from "vitest";
import { scheduled } from "../faults/adversary.ts";
import { type FaultSchedule, scheduleOf } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { Bucket } from "./bucket.ts";
import { Prober } from "./prober.ts";
import { shrink } from "./shrink.ts";

const twoParcels: Bucket = { invariant: "at-most-one-parcel", tier: "saga" };
const keptMoney: Bucket = { invariant: "no-charge-without-refund", tier: "saga" };

describe("shrinking", () => {
  it("leaves out every fault that the violation does not need", async () => {
    const { schedule } = await shrunk(twoParcels, [
      { at: "invocation start", from: 1, times: 2, fault: "crash" },
      { at: "payment.charge", from: 2, times: 1, fault: "crash-after" },
      { at: "shipping.create", from: 1, times: 1, fault: "lose-reply" },
      { at: "checkpoint SUCCEED ship", from: 1, times: 1, fault: "crash-after" },
    ]);

    expect(schedule).toEqual([{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }]);
  });

  it("puts the mildest fault that will do in the place of each", async () => {
    const { schedule } = await shrunk(twoParcels, [
      { at: "shipping.create", from: 1, times: 1, fault: "crash-after" },
    ]);

    expect(schedule).toEqual([{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }]);
  });

  it("makes one burst of faults that differ without need", async () => {
    const { schedule } = await shrunk(keptMoney, [
      { at: "shipping.create", from: 1, times: 1, fault: "throttle" },
      { at: "shipping.create", from: 2, times: 1, fault: "refuse" },
    ]);

    expect(schedule).toEqual([{ at: "shipping.create", from: 1, times: 2, fault: "refuse" }]);
  });

  it("ends with the world's plain input and seed where they do", async () => {
    const { input, seed } = await shrunk(
      twoParcels,
      [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }],
      { input: { orderId: "another", zip: "elsewhere" }, seed: 77 },
    );

    expect({ input, seed }).toEqual({ input: parcelWorld.examples[0]?.input, seed: 1 });
  });

  it("stays in its bucket: it does not slip to a smaller violation of something else", async () => {
    const { violated } = await shrunk(keptMoney, [
      { at: "shipping.create", from: 1, times: 2, fault: "lose-reply" },
    ]);

    expect(violated).toContain("no-charge-without-refund");
  });
});

async function shrunk(
  bucket: Bucket,
  schedule: FaultSchedule,
  start = { input: { orderId: "o1", zip: "somewhere" }, seed: 1 },
) {
  return inMacrotask(() => {
    const prober = new Prober(parcelWorld);
    const decider = { kind: "adversary", adversary: scheduled(schedule) } as const;
    const found = prober.run({ ...start, decider });
    const { result } = shrink(prober, bucket, found);
    const { input, seed, strikes, violations } = result;
    const violated = violations.map(({ invariant }) => invariant);
    return { input, seed, schedule: scheduleOf(strikes), violated };
  });
}
