import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { type EndedOrder, endMsOf, isEscalated, ofEachOrder } from "./order-books.ts";

const everyOrderIsWrong = ofEachOrder("every-order-is-wrong", () => [
  { what: "it should not be", events: [] },
]);

function endingsIn(story: BooksStory): readonly (readonly [string, string])[] {
  return judgedIn(story).map(({ orderId, ending }) => [orderId, ending]);
}

function judgedIn(story: BooksStory): readonly EndedOrder[] {
  const judged: EndedOrder[] = [];
  const invariant = ofEachOrder("remembers-orders", (order) => {
    judged.push(order);
    return [];
  });
  invariant.check(story);
  return judged;
}

describe("an order", () => {
  it.each(["confirmed", "undone", "attention", "rejected"] as const)(
    "is %s when its execution says so",
    (ending) => {
      expect(endingsIn(new BooksStory().ends(ending))).toEqual([["ORD-1", ending]]);
    },
  );

  it.each(["FAILED", "TIMED_OUT", "STOPPED"] as const)(
    "is dead when its execution is %s",
    (status) => {
      const story = new BooksStory().endsWith({ status, error: {} });

      expect(endingsIn(story)).toEqual([["ORD-1", "dead"]]);
    },
  );

  it.each([undefined, "{}"])("is dead when its execution says %s of how it ended", (result) => {
    const story = new BooksStory().endsWith({ status: "SUCCEEDED", result });

    expect(endingsIn(story)).toEqual([["ORD-1", "dead"]]);
  });

  it("is not judged while its execution runs", () => {
    expect(endingsIn(new BooksStory())).toEqual([]);
  });

  it("is judged by what was ordered, with the total of all its lines", () => {
    const lines = [
      { sku: "ITEM-1", qty: 2 },
      { sku: "ITEM-2", qty: 3 },
    ];
    const story = new BooksStory().ends("undone").orders("ORD-2", lines).ends("confirmed");

    expect(judgedIn(story)[1]).toEqual({
      orderId: "ORD-2",
      total: 125,
      currency: "usd",
      lines: [
        { sku: "ITEM-1", qty: 2, unitPrice: 25 },
        { sku: "ITEM-2", qty: 3, unitPrice: 25 },
      ],
      ending: "confirmed",
    });
  });
});

describe("a reconciler", () => {
  it.each(["confirmed", "undone", "attention"] as const)(
    "has the last word on a dead order: %s",
    (ending) => {
      const story = new BooksStory().ends("TIMED_OUT").reconciles().ends(ending);

      expect(endingsIn(story)).toEqual([["ORD-1", ending]]);
    },
  );

  it("leaves the order dead when it dies, too", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().ends("FAILED");

    expect(endingsIn(story)).toEqual([["ORD-1", "dead"]]);
  });

  it("is followed by another, which has the last word then", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().ends("FAILED");

    expect(endingsIn(story.reconciles().ends("undone"))).toEqual([["ORD-1", "undone"]]);
  });

  it("puts the judgement off while it runs", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles();

    expect(endingsIn(story)).toEqual([]);
  });

  it("does not end an order whose own execution runs", () => {
    const story = new BooksStory().reconciles().ends("undone");

    expect(endingsIn(story)).toEqual([]);
  });

  it("changes nothing of what was ordered", () => {
    const story = new BooksStory().ends("TIMED_OUT").reconciles().ends("undone");

    expect(judgedIn(story)).toMatchObject([
      { total: 50, currency: "usd", lines: [{ sku: "ITEM-1", qty: 2 }] },
    ]);
  });

  it("looks after its own order only", () => {
    const story = new BooksStory().ends("TIMED_OUT").orders("ORD-2").ends("TIMED_OUT");

    expect(endingsIn(story.reconciles().ends("undone"))).toEqual([
      ["ORD-1", "dead"],
      ["ORD-2", "undone"],
    ]);
  });
});

describe("a trial of several orders", () => {
  it("has each judged by its own ending", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2").ends("rejected");

    expect(endingsIn(story)).toEqual([
      ["ORD-1", "confirmed"],
      ["ORD-2", "rejected"],
    ]);
  });

  it("has the ended ones judged while another runs", () => {
    const story = new BooksStory().ends("confirmed").orders("ORD-2");

    expect(endingsIn(story)).toEqual([["ORD-1", "confirmed"]]);
  });

  it("has an order that is ordered again judged by its last execution", () => {
    const story = new BooksStory().ends("undone").orders("ORD-1").ends("confirmed");

    expect(endingsIn(story)).toEqual([["ORD-1", "confirmed"]]);
  });

  it("does not have an order judged that is ordered again and still runs", () => {
    const story = new BooksStory().ends("undone").orders("ORD-1");

    expect(endingsIn(story)).toEqual([]);
  });

  it("tells what is wrong with the first order that is wrong, and when all ended", () => {
    const secondIsWrong = ofEachOrder("second-is-wrong", ({ orderId }) =>
      orderId === "ORD-2" ? [{ what: "it is the second", events: [] }] : [],
    );
    const story = new BooksStory().ends("confirmed").orders("ORD-2").ends("undone");

    expect(verdictOn(secondIsWrong, story)).toEqual({
      message: "order ORD-2 is undone, but it is the second",
      witnesses: ["ended", "other-1 ended"],
    });
    expect(verdictOn(everyOrderIsWrong, story)?.message).toMatch(/^order ORD-1 is confirmed/);
  });

  it("is passed over where no execution is about an order", () => {
    const story = new BooksStory().ends("confirmed");
    story.executions[0] = { label: undefined, input: null, outcome: story.outcome };

    expect(endingsIn(story)).toEqual([]);
  });
});

describe("what is wrong with an order", () => {
  it("is told in one sentence, with each witness once, in trace order", () => {
    const invariant = ofEachOrder("two-wrongs", () => [
      { what: "it is late", events: [1, 0] },
      { what: "it is wet", events: [1] },
    ]);
    const story = new BooksStory().reserves().commits().ends("confirmed");

    expect(verdictOn(invariant, story)).toEqual({
      message: "order ORD-1 is confirmed, but it is late and it is wet",
      witnesses: ["rs_1 held", "rs_1 committed", "ended"],
    });
  });

  it("has a name of its own", () => {
    expect(everyOrderIsWrong.name).toBe("every-order-is-wrong");
  });
});

describe("an escalation", () => {
  const story = new BooksStory().escalates("payment").ends("attention");
  const order: EndedOrder = {
    orderId: "ORD-1",
    total: 50,
    currency: "usd",
    lines: [],
    ending: "attention",
  };

  it("is of one action of one order", () => {
    expect(isEscalated(story.ledgers, order, "payment")).toBe(true);
    expect(isEscalated(story.ledgers, order, "stock")).toBe(false);
    expect(isEscalated(story.ledgers, { ...order, orderId: "ORD-2" }, "payment")).toBe(false);
  });
});

describe("the end of a trial", () => {
  it("is when its last event happened", () => {
    expect(endMsOf(new BooksStory().reserves().later(500).ends("undone"))).toBe(520);
  });

  it("is its start when nothing happened", () => {
    expect(endMsOf(new BooksStory())).toBe(0);
  });
});
