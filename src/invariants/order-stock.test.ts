import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import {
  confirmedOrderHasItsStock,
  noStockKeptForFailedOrder,
  stockIsNotOversold,
} from "./order-stock.ts";

describe("stock-is-not-oversold", () => {
  it("lets all that is there be sold", () => {
    const story = new BooksStory().reserves("rs_1").commits("rs_1").ends("confirmed");

    story.orders("ORD-2").reserves("rs_2", { lines: [{ sku: "ITEM-1", qty: 1 }] });
    expect(verdictOn(stockIsNotOversold, story.commits("rs_2").ends("confirmed"))).toBeUndefined();
  });

  it("does not count what is only held, or was released", () => {
    const story = new BooksStory().reserves("rs_1").commits("rs_1").reserves("rs_2");

    story.releases("rs_2").reserves("rs_3").ends("confirmed");
    expect(verdictOn(stockIsNotOversold, story)).toBeUndefined();
  });

  it("adds up what all orders have, also those that run", () => {
    const story = new BooksStory().reserves("rs_1", { holdMs: 100 }).later(100);

    story.orders("ORD-2").reserves("rs_2").commits("rs_2").commits("rs_1");
    expect(verdictOn(stockIsNotOversold, story)).toEqual({
      message: "4 x ITEM-1 are sold, and there were 3",
      witnesses: ["rs_2 committed", "rs_1 committed"],
    });
  });

  it("counts a reservation that is committed twice once", () => {
    const story = new BooksStory().reserves().commits().commits().ends("confirmed");

    expect(verdictOn(stockIsNotOversold, story)).toBeUndefined();
  });

  it("adds up lines of one article, and keeps articles apart", () => {
    const lines = [
      { sku: "ITEM-1", qty: 2 },
      { sku: "ITEM-1", qty: 2 },
    ];
    const story = new BooksStory().reserves("rs_1", { lines }).commits().ends("confirmed");

    expect(verdictOn(stockIsNotOversold, story)).toEqual({
      message: "4 x ITEM-1 are sold, and there were 3",
      witnesses: ["rs_1 committed"],
    });
  });

  it("has none of an article that is not on hand", () => {
    const lines = [
      { sku: "ITEM-1", qty: 3 },
      { sku: "ITEM-9", qty: 1 },
    ];
    const story = new BooksStory().reserves("rs_1", { lines }).commits().ends("confirmed");

    expect(verdictOn(stockIsNotOversold, story)?.message).toBe(
      "1 x ITEM-9 are sold, and there were 0",
    );
  });
});

describe("no-stock-kept-for-failed-order", () => {
  const verdict = (story: BooksStory) => verdictOn(noStockKeptForFailedOrder, story);

  it("lets a confirmed order keep its units", () => {
    expect(verdict(new BooksStory().reserves().commits().ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["undone", "undone"],
    ["attention", "attention"],
    ["rejected", "rejected"],
    ["FAILED", "dead"],
    ["TIMED_OUT", "dead"],
  ] as const)("wants the units back that an order sold that is %s", (ending, word) => {
    expect(verdict(new BooksStory().reserves().commits().ends(ending))).toEqual({
      message: `order ORD-1 is ${word}, but rs_1 is committed`,
      witnesses: ["rs_1 held", "rs_1 committed", "ended"],
    });
    expect(verdict(new BooksStory().reserves().releases().ends(ending))).toBeUndefined();
    expect(verdict(new BooksStory().reserves().commits().releases().ends(ending))).toBeUndefined();
  });

  it("tells of each reservation that was kept", () => {
    const story = new BooksStory().reserves("rs_1").reserves("rs_2").commits("rs_2");

    expect(verdict(story.ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but rs_1 is held and rs_2 is committed",
      witnesses: ["rs_1 held", "rs_2 held", "rs_2 committed", "ended"],
    });
  });

  it("minds a hold that outlasts the end, and none that has expired by then", () => {
    // 10 of the 100 ms pass with the end itself.
    const held = () => new BooksStory().reserves("rs_1", { holdMs: 100 });

    expect(verdict(held().later(89).ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but rs_1 is held",
      witnesses: ["rs_1 held", "ended"],
    });
    expect(verdict(held().later(90).ends("undone"))).toBeUndefined();
  });

  it("does not let units that are sold expire", () => {
    const story = new BooksStory().reserves("rs_1", { holdMs: 100 }).commits().later(1_000);

    expect(verdict(story.ends("undone"))?.message).toBe(
      "order ORD-1 is undone, but rs_1 is committed",
    );
  });

  it("sees units that are sold after the end", () => {
    expect(verdict(new BooksStory().reserves().ends("TIMED_OUT").commits())).toEqual({
      message: "order ORD-1 is dead, but rs_1 is committed",
      witnesses: ["rs_1 held", "ended", "rs_1 committed"],
    });
  });

  it("leaves units to people who were asked to settle them", () => {
    const story = new BooksStory().reserves().escalates("stock").ends("undone");

    expect(verdict(story)).toBeUndefined();
  });

  it("leaves units where nobody knows whether the order was shipped, and it is of attention", () => {
    const story = () => new BooksStory().reserves().commits().escalates("label");

    expect(verdict(story().ends("attention"))).toBeUndefined();
    expect(verdict(story().ends("undone"))?.message).toBe(
      "order ORD-1 is undone, but rs_1 is committed",
    );
  });

  it("is not content with people who were asked about something else, or another order", () => {
    const story = new BooksStory().reserves().escalates("payment").ends("attention");

    story.orders("ORD-2").escalates("stock").escalates("label").ends("attention");
    expect(verdict(story)).toEqual({
      message: "order ORD-1 is attention, but rs_1 is held",
      witnesses: ["rs_1 held", "ended", "other-1 ended"],
    });
  });

  it("waits for the reconciler of a dead order, and judges what that made of it", () => {
    const dead = () => new BooksStory().reserves().commits().ends("TIMED_OUT").reconciles();

    expect(verdict(dead())).toBeUndefined();
    expect(verdict(dead().ends("confirmed"))).toBeUndefined();
    expect(verdict(dead().releases().ends("undone"))).toBeUndefined();
    expect(verdict(dead().ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but rs_1 is committed",
      witnesses: ["rs_1 held", "rs_1 committed", "ended", "other-1 ended"],
    });
  });

  it("keeps the units of two orders apart", () => {
    const story = new BooksStory().reserves("rs_1").commits("rs_1").ends("confirmed");

    expect(verdict(story.orders("ORD-2").ends("undone"))).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory().reserves().commits())).toBeUndefined();
  });
});

describe("confirmed-order-has-its-stock", () => {
  const verdict = (story: BooksStory) => verdictOn(confirmedOrderHasItsStock, story);
  const none = "order ORD-1 is confirmed, but 0 reservations were committed for it";
  const one = "order ORD-1 is confirmed, but 1 reservations were committed for it";

  it("is content with exactly what was ordered, whatever else was released", () => {
    const story = new BooksStory().reserves("rs_1").releases("rs_1").reserves("rs_2");

    expect(verdict(story.commits("rs_2").ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["never held", new BooksStory()],
    ["only held", new BooksStory().reserves()],
    ["given back again", new BooksStory().reserves().commits().releases()],
  ])("misses units that were %s", (_, story) => {
    expect(verdict(story.ends("confirmed"))).toEqual({ message: none, witnesses: ["ended"] });
  });

  it("names both reservations that were sold", () => {
    const story = new BooksStory().reserves("rs_1").reserves("rs_2").commits("rs_1");

    expect(verdict(story.commits("rs_2").ends("confirmed"))).toEqual({
      message: "order ORD-1 is confirmed, but 2 reservations were committed for it",
      witnesses: ["rs_1 held", "rs_2 held", "rs_1 committed", "rs_2 committed", "ended"],
    });
  });

  it.each([
    ["fewer", [{ sku: "ITEM-1", qty: 1 }]],
    ["others", [{ sku: "ITEM-2", qty: 2 }]],
    [
      "more",
      [
        { sku: "ITEM-1", qty: 2 },
        { sku: "ITEM-2", qty: 1 },
      ],
    ],
    ["none", []],
  ])("sees that %s were sold than were ordered", (_, lines) => {
    const story = new BooksStory().reserves("rs_1", { lines }).commits().ends("confirmed");

    expect(verdict(story)).toEqual({
      message: one,
      witnesses: ["rs_1 held", "rs_1 committed", "ended"],
    });
  });

  it("does not let another order's units stand for it", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2").reserves().commits();

    expect(verdict(story.ends("confirmed"))?.message).toBe(none);
  });

  it("leaves to people what they were asked to settle, and nothing else", () => {
    expect(verdict(new BooksStory().escalates("stock").ends("confirmed"))).toBeUndefined();
    expect(verdict(new BooksStory().escalates("label").ends("confirmed"))?.message).toBe(none);
  });

  it("asks it of a dead order only when a reconciler has confirmed it", () => {
    const dead = () => new BooksStory().ends("TIMED_OUT");

    expect(verdict(dead())).toBeUndefined();
    expect(verdict(dead().reconciles())).toBeUndefined();
    expect(verdict(dead().reconciles().ends("undone"))).toBeUndefined();
    expect(verdict(dead().reconciles().ends("confirmed"))).toEqual({
      message: none,
      witnesses: ["ended", "other-1 ended"],
    });
  });

  it("says nothing of orders that run, or that were rejected", () => {
    expect(verdict(new BooksStory())).toBeUndefined();
    expect(verdict(new BooksStory().ends("rejected"))).toBeUndefined();
  });
});
