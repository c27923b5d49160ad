import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
// Not from src/index.ts: that would put our sandbox under those we compare ourselves with.
import { orderSagaAsPublished } from "../../src/sagas/order-as-published.ts";
import type { OrderEvent } from "../../src/sagas/order.ts";

/** The order that all contestants place: the first example of the published world. */
export const plainOrder: OrderEvent = {
  orderId: "ORD-1",
  customerId: "CUST-1",
  items: [{ sku: "ITEM-1", qty: 1, price: 1 }],
  paymentMethod: { type: "card", token: "tok_valid" },
  shippingAddress: { street: "123 Main St", city: "Seattle", zip: "98101" },
};

/** The published saga on services that answer at once and keep no books. */
export function plainSaga(): DurableLambdaHandler {
  return orderSagaAsPublished({
    inventory: { reserve: async () => ({ id: "res_1" }), cancel: async () => {} },
    payment: { charge: async () => ({ id: "ch_1" }), refund: async () => ({ id: "re_1" }) },
    shipping: { create: async () => ({ trackingId: "TRK-1" }) },
    notification: { send: async () => {} },
  });
}
