import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import {
  confirmedOrderKeepsItsLabel,
  labelIsPaidFor,
  noLabelForFailedOrder,
  orderHasOneLabel,
} from "./order-label.ts";

/** A story that has paid for its order, and bought a label for it. */
const shipped = () => new BooksStory().pays().ships().buysLabel();

describe("order-has-one-label", () => {
  const verdict = (story: BooksStory) => verdictOn(orderHasOneLabel, story);

  it("does not count shipments without a label, or with one that was voided", () => {
    const story = shipped().ships("shp_2").ships("shp_3").buysLabel("shp_3").voidsLabel("shp_3");

    expect(verdict(story.ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["confirmed", "confirmed"],
    ["undone", "undone"],
    ["TIMED_OUT", "dead"],
  ] as const)("names both labels of an order that is %s", (ending, word) => {
    const story = shipped().ships("shp_2").buysLabel("shp_2").ends(ending);

    expect(verdict(story)).toEqual({
      message: `order ORD-1 is ${word}, but it has 2 labels`,
      witnesses: ["shp_1 created", "shp_1 purchased", "shp_2 created", "shp_2 purchased", "ended"],
    });
  });

  it("lets two orders have a label each", () => {
    const story = shipped().ends("confirmed").orders("ORD-2").ships("shp_2").buysLabel("shp_2");

    expect(verdict(story.ends("confirmed"))).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(shipped().ships("shp_2").buysLabel("shp_2"))).toBeUndefined();
  });
});

describe("label-is-paid-for", () => {
  const verdict = (story: BooksStory) => verdictOn(labelIsPaidFor, story);
  const unpaid = "order ORD-1 is confirmed, but a label for shp_1 was bought without its money";
  const label = ["shp_1 purchased", "ended"];

  it("is content with money that is held or taken when the label is bought", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").ships().buysLabel();

    expect(verdict(story.captures("pi_1").ends("confirmed"))).toBeUndefined();
    expect(verdict(shipped().ends("confirmed"))).toBeUndefined();
  });

  it("does not mind what becomes of the money later", () => {
    const story = new BooksStory().intends("pi_1").authorises("pi_1").ships().buysLabel();

    expect(verdict(story.voids("pi_1").ends("undone"))).toBeUndefined();
  });

  it.each([
    ["is not there", new BooksStory()],
    ["is only meant to be", new BooksStory().intends("pi_1")],
    ["was declined", new BooksStory().intends("pi_1").declines("pi_1")],
    ["was let go", new BooksStory().intends("pi_1").authorises("pi_1").voids("pi_1")],
  ])("names the label that was bought when the money %s", (_, story) => {
    expect(verdict(story.ships().buysLabel().ends("confirmed"))).toEqual({
      message: unpaid,
      witnesses: label,
    });
  });

  it("is not content with money that comes after the label", () => {
    const story = new BooksStory().ships().buysLabel().pays().ends("confirmed");

    expect(verdict(story)).toEqual({ message: unpaid, witnesses: label });
  });

  it("is content with one payment that is good, whatever became of another", () => {
    const story = new BooksStory().intends("pi_1").declines("pi_1").pays("pi_2").ships();

    expect(verdict(story.buysLabel().ends("confirmed"))).toBeUndefined();
  });

  it("minds a label that was voided since, and no shipment without one", () => {
    const story = new BooksStory().ships("shp_0").ships().buysLabel().voidsLabel().ends("undone");

    expect(verdict(story)).toEqual({
      message: "order ORD-1 is undone, but a label for shp_1 was bought without its money",
      witnesses: label,
    });
  });

  it("does not let another order's money pay for it", () => {
    const story = new BooksStory().pays().ends("confirmed").orders("ORD-2").ships().buysLabel();

    expect(verdict(story.ends("TIMED_OUT"))).toEqual({
      message: "order ORD-2 is dead, but a label for shp_1 was bought without its money",
      witnesses: ["ended", "shp_1 purchased", "other-1 ended"],
    });
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(new BooksStory().ships().buysLabel())).toBeUndefined();
  });
});

describe("no-label-for-failed-order", () => {
  const verdict = (story: BooksStory) => verdictOn(noLabelForFailedOrder, story);

  it("lets a confirmed order have its label", () => {
    expect(verdict(shipped().ends("confirmed"))).toBeUndefined();
  });

  it.each([
    ["undone", "undone"],
    ["attention", "attention"],
    ["rejected", "rejected"],
    ["FAILED", "dead"],
    ["TIMED_OUT", "dead"],
  ] as const)("names the label of an order that is %s, unless it was voided", (ending, word) => {
    expect(verdict(shipped().ends(ending))).toEqual({
      message: `order ORD-1 is ${word}, but the label of shp_1 is good`,
      witnesses: ["shp_1 created", "shp_1 purchased", "ended"],
    });
    expect(verdict(shipped().voidsLabel().ends(ending))).toBeUndefined();
    expect(verdict(new BooksStory().ships().ends(ending))).toBeUndefined();
  });

  it("sees a label that is bought after the end", () => {
    expect(verdict(new BooksStory().ships().ends("TIMED_OUT").buysLabel())?.witnesses).toEqual([
      "shp_1 created",
      "ended",
      "shp_1 purchased",
    ]);
  });

  it("tells of each label that is good", () => {
    const story = shipped().ships("shp_2").buysLabel("shp_2").ends("undone");

    expect(verdict(story)?.message).toBe(
      "order ORD-1 is undone, but the label of shp_1 is good and the label of shp_2 is good",
    );
  });

  it("leaves the label to people who were asked to settle it", () => {
    expect(verdict(shipped().escalates("label").ends("attention"))).toBeUndefined();
    expect(verdict(shipped().escalates("label").ends("undone"))).toBeUndefined();
  });

  it("is not content with people who were asked about something else, or another order", () => {
    const story = shipped().escalates("payment").ends("attention").orders("ORD-2");

    expect(verdict(story.escalates("label").ends("attention"))?.message).toBe(
      "order ORD-1 is attention, but the label of shp_1 is good",
    );
  });

  it("waits for the reconciler of a dead order, and judges what that made of it", () => {
    const dead = () => shipped().ends("TIMED_OUT").reconciles();

    expect(verdict(dead())).toBeUndefined();
    expect(verdict(dead().ends("confirmed"))).toBeUndefined();
    expect(verdict(dead().voidsLabel().ends("undone"))).toBeUndefined();
    expect(verdict(dead().ends("undone"))).toEqual({
      message: "order ORD-1 is undone, but the label of shp_1 is good",
      witnesses: ["shp_1 created", "shp_1 purchased", "ended", "other-1 ended"],
    });
  });

  it("lets one order have its label though another failed", () => {
    const story = shipped().ends("confirmed").orders("ORD-2").ends("undone");

    expect(verdict(story)).toBeUndefined();
  });

  it("says nothing of an order that runs", () => {
    expect(verdict(shipped())).toBeUndefined();
  });
});

describe("confirmed-order-keeps-its-label", () => {
  const verdict = (story: BooksStory) => verdictOn(confirmedOrderKeepsItsLabel, story);
  const message = "order ORD-1 is confirmed, but it has no label";

  it("is content with a label, though another was voided", () => {
    const story = shipped().voidsLabel().ships("shp_2").buysLabel("shp_2").ends("confirmed");

    expect(verdict(story)).toBeUndefined();
  });

  it("tells what became of a label that was voided, also after the end", () => {
    expect(verdict(shipped().ends("confirmed").voidsLabel())).toEqual({
      message,
      witnesses: ["shp_1 created", "shp_1 purchased", "ended", "shp_1 voided"],
    });
  });

  it("misses a label that never was bought", () => {
    expect(verdict(new BooksStory().pays().ends("confirmed"))).toEqual({
      message,
      witnesses: ["ended"],
    });
    expect(verdict(new BooksStory().pays().ships().ends("confirmed"))).toEqual({
      message,
      witnesses: ["shp_1 created", "ended"],
    });
  });

  it("does not let another order's label stand for it", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2").ships().buysLabel();

    expect(verdict(story.ends("confirmed"))).toEqual({
      message,
      witnesses: ["ended", "other-1 ended"],
    });
  });

  it.each(["undone", "attention", "rejected", "FAILED"] as const)(
    "asks no label of an order that is %s",
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
