import { describe, expect, it } from "vitest";
import { TraceBuilder } from "../trace-builder.test-support.ts";
import { booksOf } from "./books.ts";

const { events: trace } = new TraceBuilder()
  .invocation()
  .call("payment.charge", "charged ch_1")
  .call("payment.refund", "refunded");
const charged = 2;
const refunded = 5;

describe("booksOf", () => {
  it("gives each entry the time at which it was made, in that order", () => {
    const ledger = {
      charges: [
        { id: "ch_2", event: refunded },
        { id: "ch_1", event: charged },
      ],
    };
    const [book] = booksOf({ payment: ledger }, trace, new Set([charged]));

    expect(book?.lists).toEqual([
      {
        name: "charges",
        leftOut: 0,
        entries: [
          { atMs: 10, fields: [["id", "ch_1"]], moves: [], isWitness: true },
          { atMs: 20, fields: [["id", "ch_2"]], moves: [], isWitness: false },
        ],
      },
    ]);
  });

  it("dates an entry that has only moves by the first of them", () => {
    const moves = [
      { kind: "held", atMs: 10, event: charged },
      { kind: "released", atMs: 20, event: refunded },
    ];
    const ledger = { reservations: [{ id: "res_1", expiresAtMs: 86_400_000, moves }] };
    const [book] = booksOf({ stock: ledger }, trace, new Set([refunded]));

    expect(book?.lists[0]?.entries).toEqual([
      {
        atMs: 10,
        fields: [
          ["id", "res_1"],
          ["expires", "1 d"],
        ],
        moves: [
          { atMs: 10, text: "held", isWitness: false },
          { atMs: 20, text: "released", isWitness: true },
        ],
        isWitness: false,
      },
    ]);
  });

  it("has what does not change, and leaves out what a service only can do", () => {
    const ledger = { onHand: { "ITEM-1": 20 }, movements: [], reserve: () => undefined };
    const [book] = booksOf({ inventory: ledger }, trace, new Set());

    expect(book?.constants).toEqual([["onHand", '{ "ITEM-1": 20 }']]);
    expect(book?.lists).toEqual([{ name: "movements", entries: [], leftOut: 0 }]);
  });

  it("keeps the beginning and the end of a list that nobody could read", () => {
    const charges = Array.from({ length: 1_000 }, (_, nth) => ({ id: nth, event: charged }));
    const [list] = booksOf({ payment: { charges } }, trace, new Set())[0]?.lists ?? [];

    expect(list?.leftOut).toBe(800);
    expect(list?.entries.at(-1)?.fields).toEqual([["id", "999"]]);
  });
});
