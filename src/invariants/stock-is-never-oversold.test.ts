import { describe, expect, it } from "vitest";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";
import { stockIsNeverOversold } from "./stock-is-never-oversold.ts";

describe("stock-is-never-oversold", () => {
  it("lets the last unit be reserved", () => {
    const story = new OrderStory().reserves({ sku: "ITEM-1", qty: 5 });

    expect(verdictOn(stockIsNeverOversold, story)).toBeUndefined();
  });

  it("lets released units be reserved again", () => {
    const three = { sku: "ITEM-1", qty: 3 };
    const story = new OrderStory().reserves(three).releases(three).reserves(three);

    expect(verdictOn(stockIsNeverOversold, story)).toBeUndefined();
  });

  it("finds the reservation that took too much, even if it was released later", () => {
    const three = { sku: "ITEM-1", qty: 3 };
    const story = new OrderStory()
      .reserves(three)
      .reserves({ sku: "ITEM-2", qty: 5 })
      .reserves(three)
      .releases(three);

    expect(verdictOn(stockIsNeverOversold, story)).toEqual({
      message: "6 x ITEM-1 were reserved, but only 5 were on hand",
      witnesses: ["inventory.reserve applied (call 1)", "inventory.reserve applied (call 3)"],
    });
  });

  it("adds up the lines of one call", () => {
    const three = { sku: "ITEM-1", qty: 3 };

    const story = new OrderStory().reserves(three, three);

    expect(verdictOn(stockIsNeverOversold, story)).toEqual({
      message: "6 x ITEM-1 were reserved, but only 5 were on hand",
      witnesses: ["inventory.reserve applied (call 1)"],
    });
  });

  it("knows of no stock of an unknown article", () => {
    const story = new OrderStory().reserves({ sku: "ITEM-9", qty: 1 });

    expect(verdictOn(stockIsNeverOversold, story)?.message).toBe(
      "1 x ITEM-9 were reserved, but only 0 were on hand",
    );
  });
});
