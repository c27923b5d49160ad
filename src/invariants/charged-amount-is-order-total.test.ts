import { describe, expect, it } from "vitest";
import { chargedAmountIsOrderTotal } from "./charged-amount-is-order-total.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("charged-amount-is-order-total", () => {
  it("has nothing to say of an order that was not charged", () => {
    expect(verdictOn(chargedAmountIsOrderTotal, new OrderStory())).toBeUndefined();
  });

  it("adds up price times quantity of every item", () => {
    const items = [
      { sku: "ITEM-1", qty: 2, price: 25 },
      { sku: "ITEM-2", qty: 3, price: 9.99 },
    ];

    const story = new OrderStory(items).charges(79.97);

    expect(verdictOn(chargedAmountIsOrderTotal, story)).toBeUndefined();
  });

  it("compares whole cents, not floats", () => {
    const story = new OrderStory([{ sku: "ITEM-1", qty: 3, price: 0.1 }]).charges(0.3);

    expect(verdictOn(chargedAmountIsOrderTotal, story)).toBeUndefined();
  });

  it("names the charge that is one cent off", () => {
    const story = new OrderStory().charges(50).charges(49.99);

    expect(verdictOn(chargedAmountIsOrderTotal, story)).toEqual({
      message: "order ORD-1 costs 50.00, but charge ch_2 of 49.99 was made",
      witnesses: ["payment.charge applied (call 2)"],
    });
  });
});
