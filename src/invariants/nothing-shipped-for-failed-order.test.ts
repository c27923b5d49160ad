import { describe, expect, it } from "vitest";
import { nothingShippedForFailedOrder } from "./nothing-shipped-for-failed-order.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("nothing-shipped-for-failed-order", () => {
  it("lets a successful order be shipped", () => {
    const story = new OrderStory().ships().ends("SUCCEEDED");

    expect(verdictOn(nothingShippedForFailedOrder, story)).toBeUndefined();
  });

  it("accepts a failed order that nothing left for", () => {
    const story = new OrderStory().calls("shipping.create").ends("FAILED");

    expect(verdictOn(nothingShippedForFailedOrder, story)).toBeUndefined();
  });

  it("names every parcel that left for a failed order", () => {
    const story = new OrderStory().ships().ships().ends("FAILED");

    expect(verdictOn(nothingShippedForFailedOrder, story)).toEqual({
      message: "order ORD-1 failed, but parcel trk_1 was shipped and parcel trk_2 was shipped",
      witnesses: [
        "shipping.create applied (call 1)",
        "shipping.create applied (call 2)",
        "execution.ended",
      ],
    });
  });
});
