import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import {
  confirmationIsSentOnce,
  confirmedOrderIsAnnounced,
  onlyConfirmedOrderIsAnnounced,
} from "./order-mail.ts";

describe("only-confirmed-order-is-announced", () => {
  const verdict = (story: BooksStory) => verdictOn(onlyConfirmedOrderIsAnnounced, story);

  it("lets a confirmed order be announced", () => {
    expect(verdict(new BooksStory().mails().ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["undone", "undone"],
    ["attention", "attention"],
    ["rejected", "rejected"],
    ["FAILED", "dead"],
    ["TIMED_OUT", "dead"],
  ] as const)("names what was sent for an order that is %s", (ending, word) => {
    expect(verdict(new BooksStory().ends(ending))).toBeUndefined();
    expect(verdict(new BooksStory().mails().ends(ending).mails())).toEqual({
      message: `order ORD-1 is ${word}, but its customer has a confirmation`,
      witnesses: ["ml_1 sent", "ended", "ml_2 sent"],
    });
  });

  it("does not mind a mail that says something else", () => {
    expect(verdict(new BooksStory().mails("sorry").ends("undone"))).toBeUndefined();
  });

  it("minds it though people were asked to settle the mail", () => {
    const story = new BooksStory().mails().escalates("mail").ends("attention");

    expect(verdict(story)?.message).toBe(
      "order ORD-1 is attention, but its customer has a confirmation",
    );
  });

  it("waits for the reconciler of a dead order, and judges what that made of it", () => {
    const dead = () => new BooksStory().mails().ends("TIMED_OUT").reconciles();

    expect(verdict(dead())).toBeUndefined();
    expect(verdict(dead().ends("confirmed"))).toBeUndefined();
    expect(verdict(dead().ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but its customer has a confirmation",
      witnesses: ["ml_1 sent", "ended", "other-1 ended"],
    });
  });

  it("keeps the mails of two orders apart", () => {
    const story = new BooksStory().mails().ends("confirmed").orders("ORD-2").ends("undone");

    expect(verdict(story)).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory().mails())).toBeUndefined();
  });
});

describe("confirmed-order-is-announced", () => {
  const verdict = (story: BooksStory) => verdictOn(confirmedOrderIsAnnounced, story);
  const message = "order ORD-1 is confirmed, but its customer has no confirmation";

  it("is content with a confirmation, also after the end", () => {
    expect(verdict(new BooksStory().mails().ends("confirmed"))).toBeUndefined();
    expect(verdict(new BooksStory().ends("confirmed").mails())).toBeUndefined();
    expect(verdict(new BooksStory().mails().mails().ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["nothing", new BooksStory()],
    ["something else", new BooksStory().mails("sorry")],
  ])("is not content with %s", (_, story) => {
    expect(verdict(story.ends("confirmed"))).toEqual({ message, witnesses: ["ended"] });
  });

  it("does not let another order's confirmation stand for it", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2").mails().ends("confirmed");

    expect(verdict(story)).toEqual({ message, witnesses: ["ended", "other-1 ended"] });
  });

  it("leaves the mail to people who were asked to send it, and asked about nothing else", () => {
    expect(verdict(new BooksStory().escalates("mail").ends("confirmed"))).toBeUndefined();
    expect(verdict(new BooksStory().escalates("stock").ends("confirmed"))?.message).toBe(message);
  });

  it.each(["undone", "attention", "rejected", "FAILED"] as const)(
    "asks none of an order that is %s",
    (ending) => {
      expect(verdict(new BooksStory().ends(ending))).toBeUndefined();
    },
  );

  it("asks it of a dead order when a reconciler has confirmed it", () => {
    const dead = () => new BooksStory().ends("TIMED_OUT").reconciles();

    expect(verdict(dead().ends("undone"))).toBeUndefined();
    expect(verdict(dead().ends("confirmed"))?.message).toBe(message);
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory())).toBeUndefined();
  });
});

describe("confirmation-is-sent-once", () => {
  const verdict = (story: BooksStory) => verdictOn(confirmationIsSentOnce, story);

  it("lets each order be confirmed once, and told something else", () => {
    const story = new BooksStory().mails().mails("shipped").ends("confirmed");

    expect(verdict(story.orders("ORD-2").mails().ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["confirmed", "confirmed"],
    ["undone", "undone"],
    ["TIMED_OUT", "dead"],
  ] as const)("names each confirmation of an order that is %s", (ending, word) => {
    const story = new BooksStory().mails().mails("shipped").mails().ends(ending).mails();

    expect(verdict(story)).toEqual({
      message: `order ORD-1 is ${word}, but 3 confirmations were sent`,
      witnesses: ["ml_1 sent", "ml_3 sent", "ended", "ml_4 sent"],
    });
  });

  it("counts those of a dead execution and of its reconciler together", () => {
    const story = new BooksStory().mails().ends("TIMED_OUT").reconciles().mails();

    expect(verdict(story)).toBeUndefined();
    expect(verdict(story.ends("confirmed"))).toEqual({
      message: "order ORD-1 is confirmed, but 2 confirmations were sent",
      witnesses: ["ml_1 sent", "ended", "ml_2 sent", "other-1 ended"],
    });
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory().mails().mails())).toBeUndefined();
  });
});
