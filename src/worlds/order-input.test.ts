import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isValidOrder, onHand, orderArbitrary, orderExamples, orderSchema } from "./order-input.ts";

describe("generated orders", () => {
  it("are mostly good, and of every bad kind too", () => {
    const orders = fc.sample(orderArbitrary, { seed: 1, numRuns: 2_000 });
    const good = orders.filter(
      (order) =>
        isValidOrder(order) &&
        order.paymentMethod.token === "tok_valid" &&
        order.shippingAddress.zip === "98101" &&
        order.items.every(({ sku }) => onHand[sku] !== 0),
    );

    expect(good.length / orders.length).toBeGreaterThan(0.75);
    expect(orders.some(({ orderId }) => orderId === "")).toBe(true);
    expect(orders.some(({ items }) => items.length === 0)).toBe(true);
    expect(orders.some(({ paymentMethod }) => paymentMethod.token === "DECLINED")).toBe(true);
    expect(orders.some(({ shippingAddress }) => shippingAddress.zip === "00000")).toBe(true);
    expect(orders.some(({ items }) => items.some(({ sku }) => sku === "SOLD-OUT"))).toBe(true);
  });

  it("fit the schema of scenario files", () => {
    fc.assert(fc.property(orderArbitrary, (order) => orderSchema.safeParse(order).success));
  });

  it("shrink to one unit of the first article at the lowest price", () => {
    const { counterexample } = fc.check(
      fc.property(orderArbitrary, ({ items }) => items.length === 0),
      { seed: 3 },
    );

    expect(counterexample?.[0].items).toEqual([{ sku: "ITEM-1", qty: 1, price: 1 }]);
  });
});

describe("the examples", () => {
  it("are valid but for the one that says it is not", () => {
    const invalid = orderExamples.filter(({ input }) => !isValidOrder(input));

    expect(invalid.map(({ name }) => name)).toEqual(["an order without items"]);
  });
});
