import { describe, expect, it } from "vitest";
import { inMacrotask } from "../kernel/drain.ts";
import { beHasty } from "../trial/hasty.test-support.ts";
import { parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import { Enumeration } from "./exhaustive.ts";
import { Merging } from "./merging.ts";
import { Prober } from "./prober.ts";

const card = { type: "card", token: "tok" };

describe("code that keeps the processor", () => {
  beHasty();

  it("is found behind two faults, though trials are merged", async () => {
    const world = parcelWorldWith(async (context, { orderId, zip }, { payment, shipping }) => {
      const isRefused = (error: unknown) => String(error).includes("refused");
      const charge = async () => payment.charge(card, 1, orderId).then(() => false, isRefused);
      const isUnpaid = await context.step("charge", charge);
      const address = { street: "", city: "", zip };
      const ship = async () => shipping.create(orderId, address, []).then(() => false, isRefused);
      const isKept = await context.step("ship", ship);
      if (isUnpaid && isKept) for (;;) await Promise.resolve();
    });
    const prober = new Prober(world);
    const inputs = world.examples.map(({ input }) => input);
    const found = await inMacrotask(() => {
      const merging = new Merging(prober, { seed: 1, maxFaults: 2, merge: true, leaveOut: true });
      const trials = new Enumeration(2, prober.faultsAt, merging.triersFor(inputs)).trials();
      for (;;) {
        const batch = prober.guarded(1, () => trials.next());
        if (batch.kind === "endless-loop") return batch.result.strikes.map(({ fault }) => fault);
        if (batch.value.done === true) return "nothing";
      }
    });
    expect(found).toEqual(["refuse", "refuse"]);
  });
});
