import fc from "fast-check";
import { z } from "zod";
import type { OrderBooks } from "../invariants/order-books.ts";
import { eachActionHasOneKey } from "../invariants/order-keys.ts";
import type { HardenedOrder } from "../sagas/hardened/ports.ts";
import { orderReconciler } from "../sagas/hardened/reconciler.ts";
import { hardenedOrderSaga } from "../sagas/hardened/saga.ts";
import { cardPayments } from "../services/card-payments.ts";
import { escalations } from "../services/escalations.ts";
import { labels } from "../services/labels.ts";
import { mail } from "../services/mail.ts";
import { statusError } from "../services/provider-error.ts";
import { reservations } from "../services/reservations.ts";
import { type World, defineWorld } from "../trial/world.ts";
import { type OrderCode, deadOrder, orderSchema, plainOrder } from "./order-hardened.ts";
import { invariantsOfOneOrder } from "./order-invariants.ts";

/** Two orders that are under way at the same time. */
export interface TwoOrders {
  readonly first: HardenedOrder;
  readonly second: HardenedOrder;
  /** How much later the second comes, virtual ms. */
  readonly afterMs: number;
}

const lastUnit = [{ sku: "LAST-ONE", qty: 1, unitPrice: 100 }];
const forLastUnit: HardenedOrder = { ...plainOrder, lines: lastUnit };
const other: HardenedOrder = { ...plainOrder, orderId: "ORD-2" };

const twoOrders: fc.Arbitrary<TwoOrders> = fc.record({
  first: fc.constant(forLastUnit),
  second: fc.constantFrom({ ...forLastUnit, orderId: "ORD-2" }, forLastUnit, other, {
    ...other,
    card: "card_stolen",
  }),
  afterMs: fc.nat({ max: 1_000 }),
});

const services = {
  payments: cardPayments({ profile: "stripe-v1", declines: { card_stolen: "stolen_card" } }),
  stock: reservations({ onHand: { "ITEM-1": 20, "LAST-ONE": 1 } }),
  carrier: labels({ undeliverableZips: [] }),
  mailer: mail({ profile: "success-only" }),
  escalations: escalations(),
};

/** Orders whose executions are named after them, so that one that is delivered twice is carried out once. */
export const ordersHardened: World<TwoOrders, OrderBooks> = ordersHardenedWith("orders-hardened", {
  saga: hardenedOrderSaga,
  reconciler: orderReconciler,
});

/** The world of two orders around other code; `name` says what differs. */
export function ordersHardenedWith(
  name: string,
  { saga, reconciler }: OrderCode,
): World<TwoOrders, OrderBooks> {
  return defineWorld({
    name,
    handler: saga,
    start: ({ first }) => ({ payload: first, name: first.orderId }),
    others: (clients, { second, afterMs }) => [
      {
        label: "second",
        handler: saga(clients),
        input: second,
        name: second.orderId,
        afterMs,
      },
    ],
    onEnded: (clients, { input, outcome, startedMs }) => {
      const { orderId } = input as HardenedOrder;
      const follower = {
        label: `reconciler-of-${orderId}`,
        handler: reconciler(clients),
        input: { startedMs, ...deadOrder(input) },
      };
      return outcome.status === "SUCCEEDED" ? [] : [follower];
    },
    input: twoOrders,
    inputSchema: z.strictObject({
      first: orderSchema,
      second: orderSchema,
      afterMs: z.number().min(0),
    }),
    examples: [
      {
        name: "two orders for the last unit",
        input: { first: forLastUnit, second: { ...forLastUnit, orderId: "ORD-2" }, afterMs: 0 },
      },
      {
        name: "an order that is delivered twice",
        input: { first: plainOrder, second: plainOrder, afterMs: 100 },
      },
      {
        name: "a customer who orders twice",
        input: { first: plainOrder, second: other, afterMs: 0 },
      },
    ],
    services,
    calls: { statusError },
    bounds: { maxInvocations: 400, maxEvents: 40_000 },
    invariants: [...invariantsOfOneOrder, eachActionHasOneKey(["payments.cancel"])],
  });
}
