import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { paymentGoesBackOnce, whatComesLateIsUndone } from "./order-undo.ts";

describe("payment-goes-back-once", () => {
  it("holds for one refund in full, one hold let go, a refund that failed first, and nothing to give", () => {
    const paid = () => new BooksStory().pays("pi_1");
    const stories = [
      paid().refunds("pi_1", 50),
      paid().refunds("pi_1", 50, "failed").refunds("pi_1", 50),
      new BooksStory().intends("pi_1").authorises("pi_1").voids("pi_1"),
      new BooksStory(),
    ];

    for (const story of stories) {
      expect(verdictOn(paymentGoesBackOnce, story.ends("undone"))).toBe(undefined);
    }
  });

  it("breaks where it goes back in parts, or twice", () => {
    const parts = new BooksStory().pays("pi_1").refunds("pi_1", 30).refunds("pi_1", 20);
    const short = new BooksStory().pays("pi_1").refunds("pi_1", 49);
    const twice = new BooksStory().intends("pi_1").voids("pi_1").voids("pi_1");

    expect(verdictOn(paymentGoesBackOnce, parts.ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but pi_1 went back 2 times, and not once in full",
      witnesses: ["re_1 of 30 accepted", "re_2 of 20 accepted", "ended"],
    });
    expect(verdictOn(paymentGoesBackOnce, short.ends("undone"))).toBeDefined();
    expect(verdictOn(paymentGoesBackOnce, twice.ends("undone"))).toBeDefined();
  });

  it("says nothing where people settle it, or the order is confirmed", () => {
    const short = () => new BooksStory().pays("pi_1").refunds("pi_1", 49);

    expect(verdictOn(paymentGoesBackOnce, short().escalates("payment").ends("undone"))).toBe(
      undefined,
    );
    expect(verdictOn(paymentGoesBackOnce, short().ends("confirmed"))).toBe(undefined);
  });
});

describe("what-comes-late-is-undone", () => {
  it("breaks where a hold, a capture or a reservation stays that came behind the first undo", () => {
    const released = () => new BooksStory().reserves("r1").releases("r1");

    expect(verdictOn(whatComesLateIsUndone, released().pays("pi_1").ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but pi_1 came after its undo",
      witnesses: ["r1 released", "pi_1 authorised", "pi_1 captured", "ended"],
    });
    const held = released().intends("pi_1").authorises("pi_1");
    expect(verdictOn(whatComesLateIsUndone, held.ends("undone"))).toBeDefined();
    expect(
      verdictOn(whatComesLateIsUndone, released().reserves("r2").ends("undone")),
    ).toBeDefined();
  });

  it("holds where it is undone in its turn, is over by itself, or came before", () => {
    const released = () => new BooksStory().reserves("r1").releases("r1");
    const stories = [
      released().pays("pi_1").refunds("pi_1", 50),
      released().intends("pi_1").authorises("pi_1").voids("pi_1"),
      released().intends("pi_1").authorises("pi_1", 1_000).later(2_000),
      new BooksStory().pays("pi_1").reserves("r1").releases("r1"),
    ];

    for (const story of stories) {
      expect(verdictOn(whatComesLateIsUndone, story.ends("undone"))).toBe(undefined);
    }
    const confirmed = released().pays("pi_1").ends("confirmed");
    expect(verdictOn(whatComesLateIsUndone, confirmed)).toBe(undefined);
  });
});
