import { describe, expect, it } from "vitest";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";
import { undosInReverseOrder } from "./undos-in-reverse-order.ts";

describe("undos-in-reverse-order", () => {
  it("accepts the last effect undone first, retries included", () => {
    const story = reservedThenCharged()
      .calls("payment.refund")
      .calls("payment.refund")
      .calls("inventory.cancel")
      .calls("inventory.cancel");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("accepts an order of which only the first effect is undone", () => {
    const story = reservedThenCharged().calls("inventory.cancel");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds an undo that comes after the undo of something older", () => {
    const story = reservedThenCharged().calls("inventory.cancel").calls("payment.refund");

    expect(verdictOn(invariant, story)).toEqual({
      message:
        "payment.refund was called after inventory.cancel, but payment.charge had been called after inventory.reserve",
      witnesses: [
        "inventory.reserve requested (call 1)",
        "payment.charge requested (call 2)",
        "inventory.cancel requested (call 3)",
        "payment.refund requested (call 4)",
      ],
    });
  });

  it("finds an undo that is tried again once something older was undone", () => {
    const story = reservedThenCharged()
      .calls("payment.refund")
      .calls("inventory.cancel")
      .calls("inventory.cancel")
      .calls("payment.refund");

    expect(verdictOn(invariant, story)?.witnesses).toEqual([
      "inventory.reserve requested (call 1)",
      "payment.charge requested (call 2)",
      "inventory.cancel requested (call 4)",
      "payment.refund requested (call 6)",
    ]);
  });

  it("goes by the first request of each effect, not by its retries", () => {
    const story = reservedThenCharged()
      .calls("inventory.reserve")
      .calls("payment.refund")
      .calls("inventory.cancel");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("goes by the order in the trace, not in the list of pairs", () => {
    const story = new OrderStory()
      .calls("payment.charge")
      .calls("inventory.reserve")
      .calls("inventory.cancel")
      .calls("payment.refund");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds an undo of what was not done", () => {
    const story = new OrderStory()
      .calls("inventory.reserve")
      .calls("payment.refund")
      .calls("payment.charge");

    expect(verdictOn(invariant, story)).toEqual({
      message: "payment.refund was called, but payment.charge had not been",
      witnesses: ["payment.refund requested (call 2)"],
    });
  });

  it.each([
    ["the one that was done first", ["payment.charge"], []],
    ["the one that was done last", [], ["inventory.reserve"]],
  ])("lets either come first where %s is independent of the other", (_which, ofFirst, ofLast) => {
    const partial = undosInReverseOrder([
      { forward: "inventory.reserve", undo: "inventory.cancel", independentOf: ofFirst },
      { forward: "payment.charge", undo: "payment.refund", independentOf: ofLast },
      { forward: "shipping.create", undo: "shipping.cancel" },
    ]);
    const story = () => reservedThenCharged().calls("shipping.create");
    const either = story()
      .calls("shipping.cancel")
      .calls("inventory.cancel")
      .calls("payment.refund");
    const wrong = story()
      .calls("inventory.cancel")
      .calls("payment.refund")
      .calls("shipping.cancel");

    expect(verdictOn(partial, either)).toBeUndefined();
    expect(verdictOn(partial, wrong)?.message).toContain("shipping.cancel was called after");
  });
});

const invariant = undosInReverseOrder([
  { forward: "inventory.reserve", undo: "inventory.cancel" },
  { forward: "payment.charge", undo: "payment.refund" },
]);

function reservedThenCharged(): OrderStory {
  return new OrderStory().calls("inventory.reserve").calls("payment.charge");
}
