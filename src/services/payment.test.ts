import { describe, expect, it } from "vitest";
import { payment } from "./payment.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("payment", () => {
  it("charges once per key, and gives a repeated key the first answer again", async () => {
    const { floor, client, ledger } = bank();

    const answers = await floor.answers(
      () => client.charge(goodCard, 50, "key-1"),
      () => client.charge(goodCard, 70, "key-1"),
      () => client.charge(goodCard, 50, "key-2"),
    );

    expect(answers).toEqual([{ id: "ch_1" }, { id: "ch_1" }, { id: "ch_2" }]);
    expect(ledger.charges).toEqual([
      expect.objectContaining({ id: "ch_1", key: "key-1", token: "tok_good", amount: 50 }),
      expect.objectContaining({ id: "ch_2", key: "key-2", token: "tok_good", amount: 50 }),
    ]);
  });

  it("keeps the keys of charges and refunds apart", async () => {
    const { floor, client, ledger } = bank();

    const answers = await floor.answers(
      () => client.charge(goodCard, 50, "key-1"),
      () => client.refund(goodCard, 50, "key-1", "ch_1"),
      () => client.refund(goodCard, 50, "key-1", "ch_1"),
      () => client.refund(goodCard, 50, "key-2", "ch_1"),
      () => client.charge(goodCard, 50, "key-2"),
    );

    expect(answers.slice(0, 4)).toEqual([
      { id: "ch_1" },
      { id: "re_1" },
      { id: "re_1" },
      { id: "re_2" },
    ]);
    expect(answers[4]).toEqual({ id: "ch_2" });
    expect(ledger.refunds).toEqual([
      expect.objectContaining({ id: "re_1", chargeId: "ch_1", key: "key-1", amount: 50 }),
      expect.objectContaining({ id: "re_2", chargeId: "ch_1", key: "key-2", amount: 50 }),
    ]);
  });

  it("declines a card each time anew, and does not remember the key of a decline", async () => {
    const { floor, client, ledger } = bank();

    const answers = await floor.answers(
      () => client.charge(badCard, 50, "key-1"),
      () => client.charge(badCard, 50, "key-1"),
      () => client.charge(goodCard, 50, "key-1"),
    );

    expect(answers).toEqual([
      "Error: card tok_bad was declined",
      "Error: card tok_bad was declined",
      { id: "ch_1" },
    ]);
    expect(ledger.declines.map(({ key, token }) => [key, token])).toEqual([
      ["key-1", "tok_bad"],
      ["key-1", "tok_bad"],
    ]);
    expect(ledger.charges).toHaveLength(1);
  });

  it("says in the trace what moved, and what was only answered again", async () => {
    const { floor, client } = bank();

    await floor.answers(
      () => client.charge(goodCard, 49.9, "key-1"),
      () => client.charge(goodCard, 49.9, "key-1"),
      () => client.refund(goodCard, 49.9, "key-1", "ch_1"),
    );

    const told = floor.trace.events.flatMap((event) =>
      event.kind === "call.applied" ? event.what : [],
    );
    expect(told).toEqual([
      "charged ch_1, 49.90",
      "known key, ch_1 again",
      "refunded re_1 of ch_1, 49.90",
    ]);
  });

  it("refuses what is not a number, as a sum that went wrong", async () => {
    const { floor, client, ledger } = bank();

    const answers = await floor.answers(
      () => client.charge(goodCard, Number.NaN, "key-1"),
      () => client.refund(goodCard, Number.NaN, "key-1", "ch_1"),
    );

    const refusal = "TypeError: an amount must be a number";
    expect(answers).toEqual([refusal, refusal]);
    expect(ledger).toEqual({ charges: [], refunds: [], declines: [] });
  });

  it("points each entry at the event that shows it", async () => {
    const { floor, client, ledger } = bank();

    await floor.answers(
      () => client.charge(badCard, 1, "key-1"),
      () => client.charge(goodCard, 2, "key-2"),
      () => client.refund(goodCard, 3, "key-2", "ch_1"),
    );

    const entries = [...ledger.declines, ...ledger.charges, ...ledger.refunds];
    expect(entries.map(({ event }) => floor.trace.events[event])).toEqual([
      expect.objectContaining({ what: "refused: card tok_bad was declined" }),
      expect.objectContaining({ what: "charged ch_1, 2.00" }),
      expect.objectContaining({ what: "refunded re_1 of ch_1, 3.00" }),
    ]);
  });
});

const goodCard = { type: "card", token: "tok_good" };
const badCard = { type: "card", token: "tok_bad" };

function bank() {
  const floor = new ShopFloor();
  const make = payment({
    declinedTokens: ["tok_bad"],
    declinedError: (message) => new Error(message),
  });
  return { floor, ...make("payment", floor.boundary) };
}
