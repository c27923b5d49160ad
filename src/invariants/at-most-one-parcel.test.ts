import { describe, expect, it } from "vitest";
import { atMostOneParcel } from "./at-most-one-parcel.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("at-most-one-parcel", () => {
  it("accepts one parcel an order", () => {
    const story = new OrderStory().ships("ORD-1").ships("ORD-2");

    expect(verdictOn(atMostOneParcel, story)).toBeUndefined();
  });

  it("names the parcels of an order that was shipped twice", () => {
    const story = new OrderStory().ships("ORD-2").ships("ORD-1").ships("ORD-1");

    expect(verdictOn(atMostOneParcel, story)).toEqual({
      message: "order ORD-1 was shipped 2 times: trk_2, trk_3",
      witnesses: ["shipping.create applied (call 2)", "shipping.create applied (call 3)"],
    });
  });
});
