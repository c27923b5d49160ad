import { createRetryStrategy } from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorld, parcelWorldWith } from "../trial/parcel-world.test-support.ts";
import { runTrialNow } from "../trial/run-trial.ts";
import type { World } from "../trial/world.ts";
import { freeFields } from "./generality.ts";
import { Prober } from "./prober.ts";

const twoParcels = [{ at: "shipping.create", from: 1, times: 1, fault: "lose-reply" }] as const;

/** Which fields make no difference to an order that is shipped twice, where orders are drawn like this. */
async function freeOf(
  input: fc.Arbitrary<unknown>,
  around: typeof parcelWorld = parcelWorld,
): Promise<readonly string[]> {
  const world = { ...around, input } as unknown as World;
  return inMacrotask(() => {
    const decider = { kind: "schedule", schedule: twoParcels } as const;
    const found = runTrialNow(world, { input: { orderId: "o1", zip: "here" }, seed: 1, decider });
    return freeFields(new Prober(world), { invariant: "at-most-one-parcel", tier: "saga" }, found);
  });
}

const places = fc.constantFrom("there", "everywhere", "home");

describe("the fields that make no difference", () => {
  it("are those whose other values break the same invariant under the same faults", async () => {
    const orderId = fc.constantFrom("o2", "o3");
    expect(await freeOf(fc.record({ orderId, zip: places }))).toEqual(["orderId", "zip"]);
  });

  it("are not those of which one value does not", async () => {
    const held = parcelWorldWith(async (context, { orderId, zip }, { shipping }) => {
      const address = { street: "", city: "", zip };
      const retryStrategy = createRetryStrategy({ maxAttempts: zip === "home" ? 1 : 2 });
      const ship = async () => shipping.create(orderId, address, []);
      await context.step("ship", ship, { retryStrategy });
    });
    const orderId = fc.constantFrom("o2", "o3");
    expect(await freeOf(fc.record({ orderId, zip: places }), held)).toEqual(["orderId"]);
  });

  it("do not count values with which all goes another way without faults", async () => {
    const zip = fc.constantFrom("there", "everywhere", "nowhere");
    expect(await freeOf(fc.record({ orderId: fc.constant("o1"), zip }))).toEqual(["zip"]);
  });

  it("are not those of which too few other values are known", async () => {
    expect(await freeOf(fc.record({ orderId: fc.constant("o2"), zip: places }))).toEqual(["zip"]);
  });

  it("are none of an input that has no fields", async () => {
    expect(await freeOf(fc.constant("a text"))).toEqual([]);
  });

  it("tell nothing by values that the world does not allow", async () => {
    const zip = fc.constantFrom<unknown>(1, 2, 3);
    expect(await freeOf(fc.record({ orderId: fc.constantFrom("o2", "o3"), zip }))).toEqual([
      "orderId",
    ]);
  });
});
