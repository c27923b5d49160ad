import { describe, expect, it } from "vitest";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";
import { releasesNeverExceedReservations } from "./releases-never-exceed-reservations.ts";

describe("releases-never-exceed-reservations", () => {
  it("accepts a release of all that was reserved", () => {
    const story = new OrderStory().reserves(twoOfItem1).releases(twoOfItem1);

    expect(verdictOn(releasesNeverExceedReservations, story)).toBeUndefined();
  });

  it("finds the release that a crash repeated", () => {
    const story = new OrderStory()
      .reserves(twoOfItem1)
      .releases(twoOfItem1)
      .invocationEnds("crashed")
      .isInvokedAgain()
      .releases(twoOfItem1);

    expect(verdictOn(releasesNeverExceedReservations, story)).toEqual({
      message: "2 x ITEM-1 were released for ORD-1 without being reserved",
      witnesses: [
        "inventory.reserve applied (call 1)",
        "inventory.cancel applied (call 2)",
        "inventory.cancel applied (call 3)",
      ],
    });
  });

  it("takes no later reservation as an excuse", () => {
    const story = new OrderStory().releases(twoOfItem1).reserves(twoOfItem1);

    expect(verdictOn(releasesNeverExceedReservations, story)).toEqual({
      message: "2 x ITEM-1 were released for ORD-1 without being reserved",
      witnesses: ["inventory.cancel applied (call 1)"],
    });
  });

  it("finds a release of what another order has reserved", () => {
    const story = new OrderStory().reserves(twoOfItem1).releases(twoOfItem1, "ORD-2");

    expect(verdictOn(releasesNeverExceedReservations, story)).toEqual({
      message: "2 x ITEM-1 were released for ORD-2 without being reserved",
      witnesses: ["inventory.cancel applied (call 2)"],
    });
  });
});

const twoOfItem1 = { sku: "ITEM-1", qty: 2 };
