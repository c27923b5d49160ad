import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { declinedCardIsNotTriedAgain, paymentIsOrderTotal } from "./order-money.ts";

describe("payment-is-order-total", () => {
  it("lets each order have a payment of its own total", () => {
    const story = new BooksStory().intends("pi_1").ends("undone");

    story.orders("ORD-2", [{ sku: "ITEM-1", qty: 3 }]).intends("pi_2", { amount: 75 });
    expect(verdictOn(paymentIsOrderTotal, story.ends("confirmed"))).toBeUndefined();
  });

  it.each([
    [{ amount: 49 }, "pi_1 is of 49 usd, and not of 50 usd"],
    [{ amount: 51 }, "pi_1 is of 51 usd, and not of 50 usd"],
    [{ currency: "eur" }, "pi_1 is of 50 eur, and not of 50 usd"],
  ])("names a payment of another amount or currency: %o", (other, what) => {
    const story = new BooksStory().intends("pi_1", other).authorises("pi_1").ends("rejected");

    expect(verdictOn(paymentIsOrderTotal, story)).toEqual({
      message: `order ORD-1 is rejected, but ${what}`,
      witnesses: ["pi_1 created", "ended"],
    });
  });

  it("names wrong payments only", () => {
    const story = new BooksStory().pays("pi_1").intends("pi_2", { amount: 1 }).ends("confirmed");

    expect(verdictOn(paymentIsOrderTotal, story)).toEqual({
      message: "order ORD-1 is confirmed, but pi_2 is of 1 usd, and not of 50 usd",
      witnesses: ["pi_2 created", "ended"],
    });
  });

  it("says nothing of an order that runs", () => {
    const story = new BooksStory().intends("pi_1", { amount: 1 });

    expect(verdictOn(paymentIsOrderTotal, story)).toBeUndefined();
  });
});

describe("declined-card-is-not-tried-again", () => {
  it("lets a declined card rest", () => {
    const story = new BooksStory().intends("pi_1").declines("pi_1").voids("pi_1").ends("undone");

    expect(verdictOn(declinedCardIsNotTriedAgain, story)).toBeUndefined();
  });

  it("names the tries that followed, whatever came of them", () => {
    const story = new BooksStory().intends("pi_1").declines("pi_1").declines("pi_1");

    story.intends("pi_2").authorises("pi_2").captures("pi_2").ends("confirmed");
    expect(verdictOn(declinedCardIsNotTriedAgain, story)).toEqual({
      message: "order ORD-1 is confirmed, but its card was tried again after it was declined",
      witnesses: ["pi_1 declined", "pi_1 declined", "pi_2 authorised", "ended"],
    });
  });

  it("does not mind a card that is declined after it was accepted", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").intends("pi_2");

    story.declines("pi_2").ends("undone");
    expect(verdictOn(declinedCardIsNotTriedAgain, story)).toBeUndefined();
  });

  it("is not shown by a try that came before the card was declined", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").declines("pi_1");

    expect(verdictOn(declinedCardIsNotTriedAgain, story.authorises("pi_1").ends("undone"))).toEqual(
      {
        message: "order ORD-1 is undone, but its card was tried again after it was declined",
        witnesses: ["pi_1 declined", "pi_1 authorised", "ended"],
      },
    );
  });

  it("lets another order try the card that was declined", () => {
    const story = new BooksStory().intends("pi_1").declines("pi_1").ends("undone");

    story.orders("ORD-2").intends("pi_2").authorises("pi_2").ends("confirmed");
    expect(verdictOn(declinedCardIsNotTriedAgain, story)).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    const story = new BooksStory().intends("pi_1").declines("pi_1").declines("pi_1");

    expect(verdictOn(declinedCardIsNotTriedAgain, story)).toBeUndefined();
  });
});
