import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { confirmedOrderIsPaid, moneyIsTakenOnce, noRefundAboveItsPayment } from "./order-money.ts";

describe("money-is-taken-once", () => {
  it("lets an order be paid, and another one", () => {
    const story = new BooksStory().pays("pi_1").ends("confirmed").orders("ORD-2").pays("pi_2");

    expect(verdictOn(moneyIsTakenOnce, story.ends("confirmed"))).toBeUndefined();
  });

  it("does not count money that was only held", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").voids("pi_1").pays("pi_2");

    expect(verdictOn(moneyIsTakenOnce, story.ends("confirmed"))).toBeUndefined();
  });

  it("names both captures of one payment", () => {
    const story = new BooksStory().pays("pi_1").captures("pi_1").ends("confirmed");

    expect(verdictOn(moneyIsTakenOnce, story)).toEqual({
      message: "order ORD-1 is confirmed, but 100 was taken in 2 captures",
      witnesses: ["pi_1 captured", "pi_1 captured", "ended"],
    });
  });

  it("counts captures of two payments, though the first was refunded", () => {
    const story = new BooksStory().pays("pi_1").refunds("pi_1", 50).pays("pi_2").ends("undone");

    expect(verdictOn(moneyIsTakenOnce, story)).toEqual({
      message: "order ORD-1 is undone, but 100 was taken in 2 captures",
      witnesses: ["pi_1 captured", "pi_2 captured", "ended"],
    });
  });

  it("counts two captures that together are no more than the total", () => {
    const story = new BooksStory().intends("pi_1", { amount: 25 }).captures("pi_1");

    story.intends("pi_2", { amount: 25 }).captures("pi_2").ends("confirmed");
    expect(verdictOn(moneyIsTakenOnce, story)?.message).toBe(
      "order ORD-1 is confirmed, but 50 was taken in 2 captures",
    );
  });

  it("sees one capture of more than the total", () => {
    const story = new BooksStory().intends("pi_1", { amount: 51 }).captures("pi_1").ends("FAILED");

    expect(verdictOn(moneyIsTakenOnce, story)).toEqual({
      message: "order ORD-1 is dead, but 51 was taken in 1 captures",
      witnesses: ["pi_1 captured", "ended"],
    });
  });

  it("sees a second capture that lands after the end", () => {
    const story = new BooksStory().pays("pi_1").ends("confirmed").captures("pi_1");

    expect(verdictOn(moneyIsTakenOnce, story)?.witnesses).toEqual([
      "pi_1 captured",
      "ended",
      "pi_1 captured",
    ]);
  });

  it("says nothing of an order that runs", () => {
    expect(
      verdictOn(moneyIsTakenOnce, new BooksStory().pays("pi_1").captures("pi_1")),
    ).toBeUndefined();
  });
});

describe("confirmed-order-is-paid", () => {
  it("is content with the total", () => {
    expect(
      verdictOn(confirmedOrderIsPaid, new BooksStory().pays().ends("confirmed")),
    ).toBeUndefined();
  });

  it("is content with a total that is left when too much was given back and taken again", () => {
    const story = new BooksStory().pays("pi_1").refunds("pi_1", 50).pays("pi_2");

    expect(verdictOn(confirmedOrderIsPaid, story.ends("confirmed"))).toBeUndefined();
  });

  it("does not take money that is held for money that is taken", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").ends("confirmed");

    expect(verdictOn(confirmedOrderIsPaid, story)).toEqual({
      message: "order ORD-1 is confirmed, but 0 of 50 was kept",
      witnesses: ["pi_1 authorised", "ended"],
    });
  });

  it("does not let another order's payment stand for it", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2").pays().ends("confirmed");

    expect(verdictOn(confirmedOrderIsPaid, story)).toEqual({
      message: "order ORD-1 is confirmed, but 0 of 50 was kept",
      witnesses: ["ended", "other-1 ended"],
    });
  });

  it("takes off what was given back, but not a refund that failed", () => {
    const story = new BooksStory().pays().refunds("pi_1", 20, "failed").refunds("pi_1", 10);

    expect(verdictOn(confirmedOrderIsPaid, story.ends("confirmed"))).toEqual({
      message: "order ORD-1 is confirmed, but 40 of 50 was kept",
      witnesses: ["pi_1 authorised", "pi_1 captured", "ended"],
    });
  });

  it("sees that more than the total was kept", () => {
    const story = new BooksStory().intends("pi_1", { amount: 60 }).captures("pi_1");

    expect(verdictOn(confirmedOrderIsPaid, story.ends("confirmed"))).toEqual({
      message: "order ORD-1 is confirmed, but 60 of 50 was kept",
      witnesses: ["pi_1 captured", "ended"],
    });
  });

  it("asks no money of an order that a reconciler undid", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().ends("undone");

    expect(verdictOn(confirmedOrderIsPaid, story)).toBeUndefined();
  });

  it("asks it of an order that a reconciler confirmed", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().ends("confirmed");

    expect(verdictOn(confirmedOrderIsPaid, story)).toEqual({
      message: "order ORD-1 is confirmed, but 0 of 50 was kept",
      witnesses: ["ended", "other-1 ended"],
    });
  });

  it("says nothing of an order that runs", () => {
    expect(verdictOn(confirmedOrderIsPaid, new BooksStory())).toBeUndefined();
  });
});

describe("no-refund-above-its-payment", () => {
  it("lets a payment be given back in full, in parts", () => {
    const story = new BooksStory().pays().refunds("pi_1", 20).refunds("pi_1", 30).ends("undone");

    expect(verdictOn(noRefundAboveItsPayment, story)).toBeUndefined();
  });

  it("names the refunds that together are too much", () => {
    const story = new BooksStory().pays().refunds("pi_1", 20).refunds("pi_1", 40).ends("undone");

    expect(verdictOn(noRefundAboveItsPayment, story)).toEqual({
      message: "order ORD-1 is undone, but 10 more was given back for pi_1 than was taken",
      witnesses: ["re_1 of 20 accepted", "re_2 of 40 accepted", "ended"],
    });
  });

  it("does not count a refund that failed, nor name it", () => {
    const story = new BooksStory().pays().refunds("pi_1", 50, "failed").refunds("pi_1", 50);

    story.refunds("pi_1", 1).ends("attention");
    expect(verdictOn(noRefundAboveItsPayment, story)).toEqual({
      message: "order ORD-1 is attention, but 1 more was given back for pi_1 than was taken",
      witnesses: ["re_2 of 50 accepted", "re_3 of 1 accepted", "ended"],
    });
  });

  it("does not let one payment's money be given back for another", () => {
    const story = new BooksStory().pays("pi_1").intends("pi_2").refunds("pi_2", 50).ends("FAILED");

    expect(verdictOn(noRefundAboveItsPayment, story)).toEqual({
      message: "order ORD-1 is dead, but 50 more was given back for pi_2 than was taken",
      witnesses: ["re_1 of 50 accepted", "ended"],
    });
  });

  it("says nothing of an order that runs", () => {
    const story = new BooksStory().pays().refunds("pi_1", 60);

    expect(verdictOn(noRefundAboveItsPayment, story)).toBeUndefined();
  });
});
