import { describe, expect, it } from "vitest";
import type { HardenedOrder, OrderLine } from "./ports.ts";
import { validate as validateAt } from "./validate.ts";

const plain: HardenedOrder = {
  orderId: "ORD-1",
  lines: [{ sku: "ITEM-1", qty: 2, unitPrice: 1_999 }],
  currency: "usd",
  card: "card_valid",
  zip: "98101",
};

/** 20 s past a full minute. */
const nowMs = 1_700_000_000_000;
const hourMs = 3_600_000;

const validate = (order: HardenedOrder) => validateAt(order, nowMs);

const most = Number.MAX_SAFE_INTEGER;

function withLines(...lines: readonly Partial<OrderLine>[]): HardenedOrder {
  const [line] = plain.lines;
  return { ...plain, lines: lines.map((own) => Object.assign({ sku: "" }, line, own)) };
}

describe("an order that is valid", () => {
  it("is carried out as it was placed, with its total", () => {
    expect(validate(plain)).toMatchObject({ kind: "valid", order: { ...plain, total: 3_998 } });
  });

  it("is carried on for six hours, and its keys are used for twenty, from the minute it came in", () => {
    const minuteMs = nowMs - 20_000;

    expect(validate(plain)).toMatchObject({
      order: { forwardUntilMs: minuteMs + 6 * hourMs, keysUntilMs: minuteMs + 20 * hourMs },
    });
  });

  it("has the total of all its lines, whatever is for free", () => {
    const order = withLines({ qty: 3, unitPrice: 5 }, { unitPrice: 0 }, { qty: 1, unitPrice: 1 });

    expect(validate(order)).toMatchObject({ order: { total: 16 } });
  });

  it("may cost as much as can be counted", () => {
    expect(validate(withLines({ qty: 1, unitPrice: most }))).toMatchObject({
      order: { total: most },
    });
  });

  it.each(["a", "A_b-9", "x".repeat(64)])("has an id like %s", (orderId) => {
    expect(validate({ ...plain, orderId }).kind).toBe("valid");
  });
});

describe("an order is invalid", () => {
  it.each(["", "x".repeat(65), "a/b", "a b", " a", "a\n", "ä"])(
    "whose id, %j, would not do in a key",
    (orderId) => {
      expect(validate({ ...plain, orderId })).toEqual({
        kind: "invalid",
        why: "an order needs an id",
      });
    },
  );

  it.each(["card", "zip", "currency"] as const)("without its %s", (missing) => {
    expect(validate({ ...plain, [missing]: "" })).toEqual({
      kind: "invalid",
      why: "an order needs card and address",
    });
  });

  it("without lines", () => {
    expect(validate(withLines())).toEqual({ kind: "invalid", why: "an order needs lines" });
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, most + 1])("for %d units in any line", (qty) => {
    expect(validate(withLines({}, { qty }))).toEqual({
      kind: "invalid",
      why: "quantities are whole numbers above 0",
    });
  });

  it.each([-1, 0.5, Number.NaN, Infinity, most + 1])(
    "at a price of %d in any line",
    (unitPrice) => {
      expect(validate(withLines({}, { unitPrice }))).toEqual({
        kind: "invalid",
        why: "prices are whole numbers",
      });
    },
  );

  it.each([
    ["nothing", withLines({ unitPrice: 0 })],
    ["more than can be counted, in a line", withLines({ qty: 2, unitPrice: most })],
    ["more than can be counted, in all", withLines({ qty: 1, unitPrice: most }, { unitPrice: 1 })],
  ])("that costs %s", (_, order) => {
    expect(validate(order)).toEqual({ kind: "invalid", why: "a total is above 0" });
  });
});
