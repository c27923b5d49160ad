import { describe, expect, it } from "vitest";
import { declinedCardIsNotChargedAgain } from "./declined-card-is-not-charged-again.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("declined-card-is-not-charged-again", () => {
  it("accepts an order that gives up when the card is declined", () => {
    const story = new OrderStory().declinesCard().calls("inventory.cancel").ends("FAILED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("accepts retries until the card is declined", () => {
    const story = new OrderStory().calls("payment.charge").declinesCard().ends("FAILED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds the charge after the card was declined", () => {
    const story = new OrderStory().declinesCard().declinesCard().ends("FAILED");

    expect(verdictOn(invariant, story)).toEqual({
      message: "payment.charge was declined, but was called again",
      witnesses: ["payment.charge answered (call 1)", "payment.charge requested (call 2)"],
    });
  });

  it("remembers what an invocation learnt before it was suspended", () => {
    const story = new OrderStory()
      .declinesCard()
      .invocationEnds("pending")
      .isInvokedAgain()
      .charges(50);

    expect(verdictOn(invariant, story)?.witnesses).toEqual([
      "payment.charge answered (call 1)",
      "payment.charge requested (call 2)",
    ]);
  });

  it("does not expect the function to know of a decline whose reply was lost", () => {
    const story = new OrderStory().declinesCard("is lost").declinesCard().ends("FAILED");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it.each(["crashed", "timed-out", "threw"] as const)(
    "lets a step body that %s with its invocation run again, lost replies included",
    (end) => {
      const story = new OrderStory()
        .declinesCard()
        .invocationEnds(end)
        .isInvokedAgain()
        .declinesCard("is lost")
        .declinesCard()
        .ends("FAILED");

      expect(verdictOn(invariant, story)).toBeUndefined();
    },
  );

  it("lets a step body run again when its checkpoint was rejected", () => {
    const story = new OrderStory().declinesCard().checkpointIsRejected().declinesCard();

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("lets one crash excuse no charge after the next decline", () => {
    const story = new OrderStory()
      .declinesCard()
      .invocationEnds("crashed")
      .isInvokedAgain()
      .declinesCard()
      .charges(50);

    expect(verdictOn(invariant, story)?.witnesses).toEqual([
      "payment.charge answered (call 2)",
      "payment.charge requested (call 3)",
    ]);
  });

  it("does not expect a successor to know what a zombie was told", () => {
    const toldBefore = new OrderStory().declinesCard().isInvokedAgain().declinesCard();
    const toldAfter = new OrderStory()
      .isInvokedAgain()
      .zombie((story) => story.declinesCard())
      .declinesCard();

    expect(verdictOn(invariant, toldBefore)).toBeUndefined();
    expect(verdictOn(invariant, toldAfter)).toBeUndefined();
  });

  it("does not expect a zombie to know what its successor was told", () => {
    const story = new OrderStory()
      .isInvokedAgain()
      .declinesCard()
      .zombie((zombie) => zombie.declinesCard());

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("watches the call that the world names", () => {
    const bankDebit = declinedCardIsNotChargedAgain("bank.debit");

    expect(
      verdictOn(bankDebit, new OrderStory().declinesCard().calls("bank.debit")),
    ).toBeUndefined();
    expect(verdictOn(bankDebit, new OrderStory().declinesCard().charges(50))).toBeUndefined();
  });
});

const invariant = declinedCardIsNotChargedAgain();
