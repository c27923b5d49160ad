import { atMostOneParcel } from "../invariants/at-most-one-parcel.ts";
import { chargeKeyNeverChanges } from "../invariants/charge-key-never-changes.ts";
import { chargedAmountIsOrderTotal } from "../invariants/charged-amount-is-order-total.ts";
import { completedStepsDoNotRunAgain } from "../invariants/completed-steps-do-not-run-again.ts";
import { confirmationOnlyForSuccessfulOrder } from "../invariants/confirmation-only-for-successful-order.ts";
import { declinedCardIsNotChargedAgain } from "../invariants/declined-card-is-not-charged-again.ts";
import { invalidOrderCallsNoService } from "../invariants/invalid-order-calls-no-service.ts";
import { noChargeWithoutRefund } from "../invariants/no-charge-without-refund.ts";
import { noDuplicateCharge } from "../invariants/no-duplicate-charge.ts";
import { noStockHeldForFailedOrder } from "../invariants/no-stock-held-for-failed-order.ts";
import { nothingShippedForFailedOrder } from "../invariants/nothing-shipped-for-failed-order.ts";
import { refundsNeverExceedCharges } from "../invariants/refunds-never-exceed-charges.ts";
import { stockIsNeverOversold } from "../invariants/stock-is-never-oversold.ts";
import { undosInReverseOrder } from "../invariants/undos-in-reverse-order.ts";
import { orderSagaAsPublished } from "../sagas/order-as-published.ts";
import {
  NetworkError,
  type OrderEvent,
  OutOfStockError,
  PaymentDeclinedError,
  UndeliverableError,
} from "../sagas/order.ts";
import type { IdempotencyOptions } from "../services/idempotency.ts";
import { inventory } from "../services/inventory.ts";
import type {
  InventoryLedger,
  NotificationLedger,
  PaymentLedger,
  ShippingLedger,
} from "../services/ledgers.ts";
import { notification } from "../services/notification.ts";
import { payment } from "../services/payment.ts";
import { shipping } from "../services/shipping.ts";
import { type World, defineWorld } from "../trial/world.ts";
import {
  declinedTokens,
  isValidOrder,
  onHand,
  orderArbitrary,
  orderExamples,
  orderSchema,
  undeliverableZips,
} from "./order-input.ts";

export { orderSagaAsPublished };

/** The books that order invariants read. */
export interface OrderLedgers {
  readonly inventory: InventoryLedger;
  readonly payment: PaymentLedger;
  readonly shipping: ShippingLedger;
  readonly notification: NotificationLedger;
}

/** The article's order saga with the services that the article describes. */
export const orderAsPublished: World<OrderEvent, OrderLedgers> = publishedWorld(
  "order-as-published",
  undefined,
);

/** The same with a payment provider that treats keys as Stripe does. */
export const orderAsPublishedOnStripe: World<OrderEvent, OrderLedgers> = publishedWorld(
  "order-as-published-on-stripe",
  { profile: "stripe-v1" },
);

/** The same with a payment provider that knows no keys. */
export const orderAsPublishedWithoutKeys: World<OrderEvent, OrderLedgers> = publishedWorld(
  "order-as-published-without-keys",
  { profile: "none" },
);

function publishedWorld(
  name: string,
  idempotency: IdempotencyOptions | undefined,
): World<OrderEvent, OrderLedgers> {
  return defineWorld({
    name,
    handler: orderSagaAsPublished,
    input: orderArbitrary,
    inputSchema: orderSchema,
    examples: orderExamples,
    services: {
      inventory: inventory({ onHand, outOfStockError: (message) => new OutOfStockError(message) }),
      payment: payment({
        declinedTokens,
        declinedError: (message) => new PaymentDeclinedError(message),
        ...(idempotency === undefined ? {} : { idempotency }),
      }),
      shipping: shipping({
        undeliverableZips,
        undeliverableError: (message) => new UndeliverableError(message),
      }),
      notification: notification(),
    },
    calls: { transportError: (message) => new NetworkError(message) },
    // How often the article's stubs fail; its notification stub never does.
    refusalRates: { inventory: 3 / 5, payment: 2 / 3, shipping: 2 / 3 },
    invariants: [
      noChargeWithoutRefund,
      noDuplicateCharge,
      refundsNeverExceedCharges,
      chargedAmountIsOrderTotal,
      noStockHeldForFailedOrder,
      stockIsNeverOversold,
      nothingShippedForFailedOrder,
      atMostOneParcel,
      confirmationOnlyForSuccessfulOrder,
      declinedCardIsNotChargedAgain(),
      invalidOrderCallsNoService(isValidOrder),
      completedStepsDoNotRunAgain({
        "reserve-inventory": "inventory.reserve",
        "charge-payment": "payment.charge",
        "create-shipment": "shipping.create",
        "send-confirmation": "notification.send",
        "refund-payment": "payment.refund",
        "cancel-reservation": "inventory.cancel",
      }),
      chargeKeyNeverChanges({ call: "payment.charge", key: "key" }),
      undosInReverseOrder([
        { forward: "inventory.reserve", undo: "inventory.cancel" },
        { forward: "payment.charge", undo: "payment.refund" },
      ]),
    ],
  });
}
