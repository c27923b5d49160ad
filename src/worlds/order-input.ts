import fc from "fast-check";
import { z } from "zod";
import type { OrderEvent } from "../sagas/order.ts";
import type { Example } from "../trial/world.ts";

/** Units on hand of each article, the same for every trial. */
export const onHand: Readonly<Record<string, number>> = {
  "ITEM-1": 20,
  "ITEM-2": 5,
  "SOLD-OUT": 0,
};

/** Cards that the bank refuses. */
export const declinedTokens: readonly string[] = ["DECLINED"];

/** Where no carrier goes. */
export const undeliverableZips: readonly string[] = ["00000"];

const plainOrder: OrderEvent = {
  orderId: "ORD-1",
  customerId: "CUST-1",
  items: [{ sku: "ITEM-1", qty: 1, price: 1 }],
  paymentMethod: { type: "card", token: "tok_valid" },
  shippingAddress: { street: "123 Main St", city: "Seattle", zip: "98101" },
};

/** The simplest order for each way in which the services may decide. */
export const orderExamples: readonly Example<OrderEvent>[] = [
  { name: "a plain order", input: plainOrder },
  {
    name: "an order with a declined card",
    input: { ...plainOrder, paymentMethod: { type: "card", token: "DECLINED" } },
  },
  {
    name: "an order that nobody delivers",
    input: { ...plainOrder, shippingAddress: { ...plainOrder.shippingAddress, zip: "00000" } },
  },
  {
    name: "an order that is out of stock",
    input: { ...plainOrder, items: [{ sku: "SOLD-OUT", qty: 1, price: 1 }] },
  },
  { name: "an order without items", input: { ...plainOrder, items: [] } },
];

/** Whether an order asks for something at all; what an order saga must check before it calls anyone. */
export function isValidOrder({ orderId, customerId, items }: OrderEvent): boolean {
  const cents = items.reduce((sum, { price, qty }) => sum + Math.round(price * 100) * qty, 0);
  return orderId !== "" && customerId !== "" && cents > 0;
}

const item = fc.record({
  sku: fc.oneof(
    { withCrossShrink: true },
    { weight: 39, arbitrary: fc.constantFrom("ITEM-1", "ITEM-2") },
    { weight: 1, arbitrary: fc.constant("SOLD-OUT") },
  ),
  qty: fc.integer({ min: 1, max: 4 }),
  // Whole cents: what a shop's price list holds.
  price: fc.integer({ min: 100, max: 20_000 }).map((cents) => cents / 100),
});

/** Orders of every kind, four out of five good; shrinks to one unit of the first article. */
export const orderArbitrary: fc.Arbitrary<OrderEvent> = fc.record({
  orderId: mostly("ORD-1", ""),
  customerId: mostly("CUST-1", ""),
  items: fc.oneof(
    { withCrossShrink: true },
    { weight: 49, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  paymentMethod: fc.record({
    type: fc.constant("card"),
    token: mostly("tok_valid", ...declinedTokens),
  }),
  shippingAddress: fc.record({
    street: fc.constant("123 Main St"),
    city: fc.constant("Seattle"),
    zip: mostly("98101", ...undeliverableZips),
  }),
});

/** What an order of a scenario or payload file must look like; a bad order is still an order. */
export const orderSchema: z.ZodType<OrderEvent> = z.strictObject({
  orderId: z.string(),
  customerId: z.string(),
  items: z.array(z.strictObject({ sku: z.string().min(1), qty: z.int(), price: z.number() })),
  paymentMethod: z.strictObject({ type: z.string(), token: z.string() }),
  shippingAddress: z.strictObject({ street: z.string(), city: z.string(), zip: z.string() }),
});

function mostly(usual: string, ...unusual: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 29, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...unusual) },
  );
}
