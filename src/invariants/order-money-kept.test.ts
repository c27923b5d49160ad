import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { noMoneyKeptForFailedOrder } from "./order-money.ts";

const verdict = (story: BooksStory) => verdictOn(noMoneyKeptForFailedOrder, story);

/** A story that has the money of ORD-1 held until 100 ms after it is told so. */
const held = () => new BooksStory().intends("pi_1").authorises("pi_1", 100);

describe("no-money-kept-for-failed-order", () => {
  it("lets a confirmed order keep its money", () => {
    expect(verdict(new BooksStory().pays().ends("confirmed"))).toBeUndefined();
  });

  it.each(["undone", "attention", "rejected", "FAILED", "TIMED_OUT"] as const)(
    "wants all money back that was taken for an order that is %s",
    (ending) => {
      const word = ending === "FAILED" || ending === "TIMED_OUT" ? "dead" : ending;

      expect(verdict(new BooksStory().pays().ends(ending))).toEqual({
        message: `order ORD-1 is ${word}, but 50 of pi_1 was not given back`,
        witnesses: ["pi_1 authorised", "pi_1 captured", "ended"],
      });
      expect(verdict(new BooksStory().pays().refunds("pi_1", 50).ends(ending))).toBeUndefined();
    },
  );

  it("is not content with a part of it, nor with a refund that failed", () => {
    const story = new BooksStory().pays().refunds("pi_1", 20).refunds("pi_1", 30, "failed");

    expect(verdict(story.ends("undone"))?.message).toBe(
      "order ORD-1 is undone, but 30 of pi_1 was not given back",
    );
  });

  it("does not let the refund of one payment stand for another", () => {
    const story = new BooksStory().pays("pi_1").refunds("pi_1", 50).pays("pi_2").ends("undone");

    expect(verdict(story)).toEqual({
      message: "order ORD-1 is undone, but 50 of pi_2 was not given back",
      witnesses: ["pi_2 authorised", "pi_2 captured", "ended"],
    });
  });

  it("tells of each payment that was kept", () => {
    const story = new BooksStory().pays("pi_1").intends("pi_2").authorises("pi_2").ends("undone");

    expect(verdict(story)).toEqual({
      message:
        "order ORD-1 is undone, but 50 of pi_1 was not given back and 50 of pi_2 is still held",
      witnesses: ["pi_1 authorised", "pi_1 captured", "pi_2 authorised", "ended"],
    });
  });

  it("wants back what is taken after the end", () => {
    const story = held().ends("TIMED_OUT").captures("pi_1");

    expect(verdict(story)).toEqual({
      message: "order ORD-1 is dead, but 50 of pi_1 was not given back",
      witnesses: ["pi_1 authorised", "ended", "pi_1 captured"],
    });
    expect(verdict(story.refunds("pi_1", 50))).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory().pays())).toBeUndefined();
  });
});

describe("money that is held for an order that failed", () => {
  it("is let go", () => {
    expect(verdict(held().voids("pi_1").ends("undone"))).toBeUndefined();
  });

  it("never was, where the card was declined", () => {
    expect(
      verdict(new BooksStory().intends("pi_1").declines("pi_1").ends("undone")),
    ).toBeUndefined();
  });

  it("is not kept until after the end", () => {
    // 10 of the 100 ms pass with the end itself.
    expect(verdict(held().later(89).ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but 50 of pi_1 is still held",
      witnesses: ["pi_1 authorised", "ended"],
    });
  });

  it("may be let go by the bank by then", () => {
    expect(verdict(held().later(90).ends("undone"))).toBeUndefined();
  });

  it("may be let go by the bank after the execution's end, while the trial goes on", () => {
    const story = held().ends("undone").orders("ORD-2").later(80).ends("rejected");

    expect(verdict(story)).toBeUndefined();
  });
});

describe("money of an order that failed, and that people look after,", () => {
  it("may be kept where they were asked to settle the payment", () => {
    const story = new BooksStory().pays().escalates("payment");

    expect(verdict(story.ends("undone"))).toBeUndefined();
  });

  it("may be held where nobody knows whether the order was shipped", () => {
    expect(verdict(held().escalates("label").ends("attention"))).toBeUndefined();
  });

  it.each(["undone", "FAILED"] as const)(
    "goes back where only its label is theirs, and it is not of attention: %s",
    (ending) => {
      expect(verdict(new BooksStory().pays().escalates("label").ends(ending))?.message).toMatch(
        /but 50 of pi_1 was not given back$/,
      );
    },
  );

  it("goes back where they were asked about something else", () => {
    const story = new BooksStory().pays().escalates("stock").escalates("mail").ends("attention");

    expect(verdict(story)?.message).toBe(
      "order ORD-1 is attention, but 50 of pi_1 was not given back",
    );
  });

  it("goes back where they were asked about another order", () => {
    const story = new BooksStory().pays().ends("undone");

    story.orders("ORD-2").escalates("payment").ends("attention");
    expect(verdict(story)).toEqual({
      message: "order ORD-1 is undone, but 50 of pi_1 was not given back",
      witnesses: ["pi_1 authorised", "pi_1 captured", "ended", "other-1 ended"],
    });
  });
});

describe("money of an order whose execution died", () => {
  it("may be kept once a reconciler has confirmed the order", () => {
    const story = new BooksStory().pays().ends("TIMED_OUT").reconciles().ends("confirmed");

    expect(verdict(story)).toBeUndefined();
  });

  it("goes back when a reconciler undid it", () => {
    const story = new BooksStory().pays().ends("TIMED_OUT").reconciles();

    expect(verdict(story.ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but 50 of pi_1 was not given back",
      witnesses: ["pi_1 authorised", "pi_1 captured", "ended", "other-1 ended"],
    });
  });

  it("is not judged while a reconciler runs", () => {
    expect(verdict(new BooksStory().pays().ends("TIMED_OUT").reconciles())).toBeUndefined();
  });
});

describe("money of one order", () => {
  it("may be kept though another order failed", () => {
    const story = new BooksStory().pays().ends("confirmed").orders("ORD-2").ends("undone");

    expect(verdict(story)).toBeUndefined();
  });

  it("goes back though another order is confirmed", () => {
    const story = new BooksStory().pays("pi_1").ends("confirmed");

    story.orders("ORD-2").pays("pi_2").ends("undone");
    expect(verdict(story)).toEqual({
      message: "order ORD-2 is undone, but 50 of pi_2 was not given back",
      witnesses: ["ended", "pi_2 authorised", "pi_2 captured", "other-1 ended"],
    });
  });
});
