import { describe, expect, it } from "vitest";
import { noDuplicateCharge } from "./no-duplicate-charge.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("no-duplicate-charge", () => {
  it("accepts one charge, however often it was asked for", () => {
    const story = new OrderStory().calls("payment.charge").charges(50).calls("payment.charge");

    expect(verdictOn(noDuplicateCharge, story.ends("SUCCEEDED"))).toBeUndefined();
  });

  it("names all charges of an order that was charged twice", () => {
    const story = new OrderStory().charges(50).charges(50).ends("SUCCEEDED");

    expect(verdictOn(noDuplicateCharge, story)).toEqual({
      message: "order ORD-1 was charged 2 times: ch_1 of 50.00, ch_2 of 50.00",
      witnesses: ["payment.charge applied (call 1)", "payment.charge applied (call 2)"],
    });
  });

  it("takes no refund as an excuse", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 50).charges(50).ends("SUCCEEDED");

    expect(verdictOn(noDuplicateCharge, story)).toEqual({
      message: "order ORD-1 was charged 2 times: ch_1 of 50.00, ch_2 of 50.00",
      witnesses: ["payment.charge applied (call 1)", "payment.charge applied (call 3)"],
    });
  });
});
