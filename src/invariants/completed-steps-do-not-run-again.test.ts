import { describe, expect, it } from "vitest";
import { completedStepsDoNotRunAgain } from "./completed-steps-do-not-run-again.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("completed-steps-do-not-run-again", () => {
  it("accepts attempts until a step succeeds, and the steps after it", () => {
    const story = new OrderStory()
      .calls("payment.charge")
      .stepMoves("charge-payment", "PENDING")
      .charges(50)
      .stepMoves("charge-payment", "SUCCEEDED")
      .ships()
      .stepMoves("create-shipment", "SUCCEEDED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("lets a crash before the checkpoint repeat the call", () => {
    const story = new OrderStory()
      .charges(50)
      .invocationEnds("crashed")
      .isInvokedAgain()
      .charges(50)
      .stepMoves("charge-payment", "SUCCEEDED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds the call that a replay repeats", () => {
    const story = new OrderStory()
      .charges(50)
      .stepMoves("charge-payment", "SUCCEEDED")
      .invocationEnds("crashed")
      .isInvokedAgain()
      .charges(50);

    expect(verdictOn(invariant, story)).toEqual({
      message: "step charge-payment had succeeded, but payment.charge was called again",
      witnesses: ["charge-payment SUCCEEDED", "payment.charge requested (call 2)"],
    });
  });

  it("is not misled by the success of another step, or by a call it was not told of", () => {
    const story = new OrderStory()
      .stepMoves("create-shipment", "SUCCEEDED")
      .stepMoves("validate-order", "SUCCEEDED")
      .charges(50)
      .refunds("ch_1", 50);

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("does not judge the calls of a zombie", () => {
    const story = new OrderStory()
      .isInvokedAgain()
      .charges(50)
      .stepMoves("charge-payment", "SUCCEEDED")
      .zombie((zombie) => zombie.charges(50));

    expect(verdictOn(invariant, story)).toBeUndefined();
  });
});

const invariant = completedStepsDoNotRunAgain({
  "charge-payment": "payment.charge",
  "create-shipment": "shipping.create",
});
