import { describe, expect, it } from "vitest";
import { noStockHeldForFailedOrder } from "./no-stock-held-for-failed-order.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("no-stock-held-for-failed-order", () => {
  it("lets a successful order keep its stock", () => {
    const story = new OrderStory().reserves(twoOfItem1).ends("SUCCEEDED");

    expect(verdictOn(noStockHeldForFailedOrder, story)).toBeUndefined();
  });

  it("accepts a failed order that gave everything back", () => {
    const story = new OrderStory().reserves(twoOfItem1).releases(twoOfItem1).ends("FAILED");

    expect(verdictOn(noStockHeldForFailedOrder, story)).toBeUndefined();
  });

  it("names every article that a failed order still holds", () => {
    const story = new OrderStory().reserves(twoOfItem1, { sku: "ITEM-2", qty: 1 }).ends("FAILED");

    expect(verdictOn(noStockHeldForFailedOrder, story)).toEqual({
      message:
        "order ORD-1 failed, but 2 x ITEM-1 stayed reserved for ORD-1 and 1 x ITEM-2 stayed reserved for ORD-1",
      witnesses: ["inventory.reserve applied (call 1)", "execution.ended"],
    });
  });

  it("counts a reservation that a crash repeated", () => {
    const story = new OrderStory()
      .reserves(twoOfItem1)
      .invocationEnds("crashed")
      .isInvokedAgain()
      .reserves(twoOfItem1)
      .releases(twoOfItem1)
      .ends("FAILED");

    expect(verdictOn(noStockHeldForFailedOrder, story)).toEqual({
      message: "order ORD-1 failed, but 2 x ITEM-1 stayed reserved for ORD-1",
      witnesses: [
        "inventory.reserve applied (call 1)",
        "inventory.reserve applied (call 2)",
        "inventory.cancel applied (call 3)",
        "execution.ended",
      ],
    });
  });

  it("does not count what was released under another order's id", () => {
    const story = new OrderStory()
      .reserves(twoOfItem1)
      .releases(twoOfItem1, "ORD-2")
      .ends("FAILED");

    expect(verdictOn(noStockHeldForFailedOrder, story)).toEqual({
      message: "order ORD-1 failed, but 2 x ITEM-1 stayed reserved for ORD-1",
      witnesses: ["inventory.reserve applied (call 1)", "execution.ended"],
    });
  });

  it("does not count another article that was released", () => {
    const story = new OrderStory()
      .reserves(twoOfItem1)
      .releases({ sku: "ITEM-2", qty: 2 })
      .ends("FAILED");

    expect(verdictOn(noStockHeldForFailedOrder, story)?.message).toBe(
      "order ORD-1 failed, but 2 x ITEM-1 stayed reserved for ORD-1",
    );
  });
});

const twoOfItem1 = { sku: "ITEM-1", qty: 2 };
