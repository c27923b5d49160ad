import { describe, expect, it } from "vitest";
import type { Burst } from "../faults/schedule.ts";
import { parcelWorld } from "./parcel-world.test-support.ts";
import { replay } from "./replay.ts";
import type { Scenario } from "./scenario.ts";

describe("replaying a scenario", () => {
  it("strikes every fault of a scenario that fits", async () => {
    const { missed, result } = await replayWith({ at: "shipping.create", from: 1, times: 1 });

    expect(missed).toEqual([]);
    expect(result.strikes).toHaveLength(1);
  });

  it("tells which fault never struck because its point is gone", async () => {
    const { missed } = await replayWith({ at: "carrier.create", from: 1, times: 1 });

    expect(missed).toMatchObject([{ index: 0, struck: 0, passes: 0 }]);
  });

  it("tells how often a fault struck whose point is not passed as often as planned", async () => {
    const { missed } = await replayWith({ at: "shipping.create", from: 2, times: 3 });
    const { missed: partly } = await replayWith({ at: "shipping.create", from: 1, times: 3 });

    expect(missed).toMatchObject([{ struck: 0, passes: 1 }]);
    expect(partly).toMatchObject([{ struck: 2, passes: 2 }]);
  });
});

async function replayWith(burst: Omit<Burst, "fault">) {
  const scenario: Scenario = {
    version: 1,
    name: "replies are lost",
    world: "parcel",
    input: { orderId: "o1", zip: "somewhere" },
    faults: [{ ...burst, fault: "lose-reply" }],
    seed: 1,
    expect: { verdict: "held" },
  };
  return replay(parcelWorld, scenario);
}
