import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { Bucket } from "./bucket.ts";
import { Prober } from "./prober.ts";
import { type Substitution, substitutionsOf } from "./substitution.ts";

const twoParcels: Bucket = { invariant: "at-most-one-parcel", tier: "saga" };
const keptMoney: Bucket = { invariant: "no-charge-without-refund", tier: "saga" };

const lost = { at: "shipping.create", from: 1, times: 1, fault: "lose-reply" } as const;

describe("putting other kinds of faults in the place of one", () => {
  it("tells those that break the same from those that do not", async () => {
    const [substitution] = await substituted(twoParcels, [lost]);

    expect(substitution?.burst).toEqual(lost);
    // Whatever lets the parcel be made, and the caller not know.
    expect(substitution?.breaking).toEqual([
      "slow-reply",
      "late-effect",
      "duplicate",
      "crash-after",
      "stall",
    ]);
    expect(substitution?.passing).toEqual(["refuse", "throttle", "crash-before"]);
  });

  it("changes all of a burst: one that is made up for would tell nothing of the others", async () => {
    const refused = { at: "shipping.create", from: 1, times: 2, fault: "refuse" } as const;
    const [substitution] = await substituted(keptMoney, [refused]);

    expect(substitution?.breaking).toContain("throttle");
    expect(substitution?.passing).toContain("crash-before");
  });

  it("leaves the other bursts as they are, and tells of each", async () => {
    const crashed = { at: "payment.charge", from: 1, times: 1, fault: "crash-before" } as const;
    const [charge, parcel] = await substituted(twoParcels, [crashed, lost]);

    expect(charge?.burst).toEqual(crashed);
    expect(charge?.passing).toEqual([]);
    expect(parcel?.passing).toEqual(["refuse", "throttle", "crash-before"]);
  });

  it("says nothing of a trial that never ended", async () => {
    const cut = { kind: "bound", bound: "maxEvents", limit: 1 } as const;
    const found = await inMacrotask(() => {
      const prober = new Prober(parcelWorld);
      const decider = { kind: "schedule", schedule: [lost] } as const;
      const result = prober.run({ input: parcelWorld.examples[0]?.input, seed: 1, decider });
      return substitutionsOf(prober, twoParcels, { ...result, cut });
    });

    expect(found).toEqual([]);
  });
});

async function substituted(
  bucket: Bucket,
  schedule: FaultSchedule,
): Promise<readonly Substitution[]> {
  return inMacrotask(() => {
    const prober = new Prober(parcelWorld);
    const decider = { kind: "schedule", schedule } as const;
    const found = prober.run({ input: parcelWorld.examples[0]?.input, seed: 1, decider });
    return substitutionsOf(prober, bucket, found);
  });
}
