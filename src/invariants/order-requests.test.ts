import { describe, expect, it } from "vitest";
import { BooksStory, verdictOn } from "./order-books-story.test-support.ts";
import { CallStory, judged } from "./call-story.test-support.ts";
import {
  effectsAreFoundByTheirOrder,
  refusedRequestsAreNotRepeated,
  requestsSayWhatTheOrderSays,
} from "./order-requests.ts";

describe("requests-say-what-the-order-says", () => {
  const own = { orderId: "ORD-1" };

  it("holds where all is as it was ordered", () => {
    const story = new CallStory()
      .asks("pay.create", { ...own, amount: 50, currency: "usd", card: "card_valid", key: "k" })
      .asks("pay.refund", { id: "pi_1", amount: 50, key: "ORD-1/refund/1" })
      .asks("stock.reserve", { id: "ORD-1/1", ...own, lines: [{ sku: "ITEM-1", qty: 2 }] })
      .asks("ship.create", { reference: "ORD-1/ship/1", zip: "98101" })
      .asks("pay.create", { orderId: "ORD-2", amount: 7 });

    expect(judged(requestsSayWhatTheOrderSays, story)).toBe(undefined);
  });

  it.each([
    ["amount", 51, { ...own, amount: 51 }],
    ["amount", 49, { key: "ORD-1/refund/1", amount: 49 }],
    ["currency", "eur", { ...own, currency: "eur" }],
    ["card", "other", { ...own, card: "other" }],
    ["zip", "1", { reference: "ORD-1/ship/1", zip: "1" }],
    ["lines", [{ sku: "ITEM-1", qty: 1 }], { ...own, lines: [{ sku: "ITEM-1", qty: 1 }] }],
    ["lines", [], { ...own, lines: [] }],
    ["lines", "none", { id: "ORD-1/reserve", lines: "none" }],
  ])("breaks where %s is %j", (field, said, args) => {
    expect(judged(requestsSayWhatTheOrderSays, new CallStory().asks("any.call", args))).toEqual({
      message: `any.call says ${field} ${JSON.stringify(said)} of order ORD-1`,
      witnesses: [1],
    });
  });
});

describe("effects-are-found-by-their-order", () => {
  it("holds where ids, references and metadata tell the order", () => {
    const story = new BooksStory().pays().reserves("ORD-1/reserve/1").ships();

    expect(verdictOn(effectsAreFoundByTheirOrder, story.ends("undone"))).toBe(undefined);
  });

  it("breaks where a reservation or a shipment does not tell it", () => {
    const story = new BooksStory().reserves("r-4711").ships("shp_1", "s-4711").ends("FAILED");

    expect(verdictOn(effectsAreFoundByTheirOrder, story)?.message).toBe(
      "order ORD-1 is dead, but reservation r-4711 does not tell its order and shipment s-4711 does not tell its order",
    );
  });
});

describe("refused-requests-are-not-repeated", () => {
  const finality = refusedRequestsAreNotRepeated({ calls: ["shop.pay"], mayAskAgain: /progress/ });
  const refused = () => new CallStory().asks().isRefused();

  it("breaks where a no that is stored is asked for again", () => {
    expect(judged(finality, refused().asks())).toEqual({
      message: "shop.pay was asked again, though it had been refused",
      witnesses: [2, 3],
    });
    expect(judged(finality, refused().ends().invoked().asks())).toBeDefined();
  });

  it("holds where the no was none, of another request, or of a call that only looks", () => {
    expect(judged(finality, new CallStory().asks().isRefused("in progress").asks())).toBe(
      undefined,
    );
    expect(judged(finality, refused().asks("shop.pay", { id: 1 }))).toBe(undefined);
    expect(judged(finality, new CallStory().asks("shop.look").isRefused().asks("shop.look"))).toBe(
      undefined,
    );
    expect(judged(finality, refused().invoked("second").asks())).toBe(undefined);
  });

  it("holds where the no was never stored, or the one that heard it is over", () => {
    expect(judged(finality, refused().ends("crashed").invoked().asks())).toBe(undefined);
    expect(judged(finality, refused().cannotStore().invoked().asks())).toBe(undefined);
    expect(judged(finality, refused().ends().executionEnds().invoked().asks())).toBe(undefined);
  });

  it("remembers what is stored as refused", () => {
    const remembered = (story: CallStory) => JSON.stringify(finality.remembers?.(story.trace, {}));

    expect(remembered(refused())).not.toBe(remembered(new CallStory().asks()));
    expect(remembered(refused().ends())).not.toBe(remembered(refused()));
    expect(remembered(refused().ends("crashed"))).toBe(remembered(new CallStory()));
  });
});
