import fc from "fast-check";
import { z } from "zod";
import {
  confirmedOrderKeepsItsLabel,
  labelIsPaidFor,
  noLabelForFailedOrder,
  orderHasOneLabel,
} from "../invariants/order-label.ts";
import {
  confirmationIsSentOnce,
  confirmedOrderIsAnnounced,
  onlyConfirmedOrderIsAnnounced,
} from "../invariants/order-mail.ts";
import {
  confirmedOrderIsPaid,
  declinedCardIsNotTriedAgain,
  moneyIsTakenOnce,
  noMoneyKeptForFailedOrder,
  noRefundAboveItsPayment,
  paymentIsOrderTotal,
} from "../invariants/order-money.ts";
import {
  confirmedOrderHasItsStock,
  noStockKeptForFailedOrder,
  stockIsNotOversold,
} from "../invariants/order-stock.ts";
import { completedStepsDoNotRunAgain } from "../invariants/completed-steps-do-not-run-again.ts";
import {
  noUndoBehindThePivot,
  nothingForwardAfterAnUndo,
  rejectedOrderCallsNobody,
} from "../invariants/order-direction.ts";
import {
  executionActsForItsOwnOrder,
  executionFailsOnlyByAws,
  keysAreUsedWhileTheyAreKnown,
  undoneOrderNeedsNobody,
} from "../invariants/order-execution.ts";
import { eachActionHasOneKey } from "../invariants/order-keys.ts";
import { undosInReverseOrder } from "../invariants/undos-in-reverse-order.ts";
import { orderSometimes } from "../invariants/order-sometimes.ts";
import type { Invariant } from "../invariants/invariant.ts";
import type { OrderBooks } from "../invariants/order-books.ts";
import type { HardenedOrder } from "../sagas/hardened/ports.ts";
import { orderReconciler } from "../sagas/hardened/reconciler.ts";
import { hardenedOrderSaga } from "../sagas/hardened/saga.ts";
import { type CardPaymentsClient, cardPayments } from "../services/card-payments.ts";
import { type EscalationsClient, escalations } from "../services/escalations.ts";
import { type LabelsClient, labels } from "../services/labels.ts";
import type {
  CardLedger,
  EscalationsLedger,
  LabelsLedger,
  MailLedger,
  ReservationsLedger,
} from "../services/ledgers.ts";
import { type MailClient, mail } from "../services/mail.ts";
import { statusError } from "../services/provider-error.ts";
import { type ReservationsClient, reservations } from "../services/reservations.ts";
import type { ServiceFactory } from "../services/service.ts";
import { type Example, type World, type WorldDefinition, defineWorld } from "../trial/world.ts";

/** An order that goes well where nothing goes wrong. */
export const plainOrder: HardenedOrder = {
  orderId: "ORD-1",
  lines: [{ sku: "ITEM-1", qty: 1, unitPrice: 100 }],
  currency: "usd",
  card: "card_valid",
  zip: "98101",
};

/** The simplest order for each way in which the services may decide. */
export const orderExamples: readonly Example<HardenedOrder>[] = [
  { name: "a plain order", input: plainOrder },
  { name: "an order with a declined card", input: { ...plainOrder, card: "card_stolen" } },
  { name: "an order that nobody delivers", input: { ...plainOrder, zip: "00000" } },
  {
    name: "an order that is out of stock",
    input: { ...plainOrder, lines: [{ sku: "SOLD-OUT", qty: 1, unitPrice: 100 }] },
  },
  { name: "an order without lines", input: { ...plainOrder, lines: [] } },
];

/** Orders of every kind. */
export const orderArbitrary: fc.Arbitrary<HardenedOrder> = fc.record({
  orderId: fc.constant("ORD-1"),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom("ITEM-1", "ITEM-2", "SOLD-OUT"),
      qty: fc.integer({ min: 1, max: 4 }),
      unitPrice: fc.integer({ min: 1, max: 20_000 }),
    }),
    { maxLength: 3 },
  ),
  currency: fc.constant("usd"),
  card: fc.constantFrom("card_valid", "card_valid", "card_valid", "card_stolen"),
  zip: fc.constantFrom("98101", "98101", "98101", "00000"),
});

/** What an order of a scenario file must look like. */
export const orderSchema: z.ZodType<HardenedOrder> = z.strictObject({
  orderId: z.string(),
  lines: z.array(
    z.strictObject({ sku: z.string().min(1), qty: z.number(), unitPrice: z.number() }),
  ),
  currency: z.string(),
  card: z.string(),
  zip: z.string(),
});

/** What must hold of money, stock and labels, whatever else an order saga does. */
export const invariantsOfFailedOrders: readonly Invariant<unknown, OrderBooks>[] = [
  moneyIsTakenOnce,
  noMoneyKeptForFailedOrder,
  confirmedOrderIsPaid,
  noRefundAboveItsPayment,
  paymentIsOrderTotal,
  declinedCardIsNotTriedAgain,
  stockIsNotOversold,
  noStockKeptForFailedOrder,
  orderHasOneLabel,
  labelIsPaidFor,
  noLabelForFailedOrder,
  confirmedOrderKeepsItsLabel,
];

/** What must hold of each order, however many there are. */
export const invariantsOfOneOrder: readonly Invariant<unknown, OrderBooks>[] = [
  ...invariantsOfFailedOrders,
  confirmedOrderHasItsStock,
  onlyConfirmedOrderIsAnnounced,
  confirmedOrderIsAnnounced,
  confirmationIsSentOnce,
  undoneOrderNeedsNobody,
  executionActsForItsOwnOrder,
  executionFailsOnlyByAws,
  keysAreUsedWhileTheyAreKnown,
];

const directions = {
  forward: [
    "stock.reserve",
    "payments.confirm",
    "payments.capture",
    "carrier.buy",
    "stock.commit",
    "mailer.send",
  ],
  undo: ["stock.release", "payments.cancel", "payments.refund"],
};

/** Third parties in the manner of Stripe, an inventory with holds, EasyPost and Resend. */
export const orderServices: {
  readonly payments: ServiceFactory<CardPaymentsClient, CardLedger>;
  readonly stock: ServiceFactory<ReservationsClient, ReservationsLedger>;
  readonly carrier: ServiceFactory<LabelsClient, LabelsLedger>;
  readonly mailer: ServiceFactory<MailClient, MailLedger>;
  readonly escalations: ServiceFactory<EscalationsClient, EscalationsLedger>;
} = {
  payments: cardPayments({ profile: "stripe-v1", declines: { card_stolen: "stolen_card" } }),
  stock: reservations({ onHand: { "ITEM-1": 20, "ITEM-2": 5, "SOLD-OUT": 0 } }),
  carrier: labels({ undeliverableZips: ["00000"] }),
  mailer: mail({ profile: "success-only" }),
  escalations: escalations(),
};

/** An order saga, and whoever looks after an order that AWS has ended. */
export interface OrderCode {
  readonly saga: typeof hardenedOrderSaga;
  readonly reconciler: typeof orderReconciler;
}

const hardened: OrderCode = { saga: hardenedOrderSaga, reconciler: orderReconciler };

const around = {
  input: orderArbitrary,
  inputSchema: orderSchema,
  examples: orderExamples,
  calls: { statusError },
  invariants: [
    ...invariantsOfOneOrder,
    eachActionHasOneKey(["payments.cancel"]),
    undosInReverseOrder([
      { forward: "stock.reserve", undo: "stock.release" },
      { forward: "payments.create", undo: "payments.cancel" },
    ]),
    nothingForwardAfterAnUndo(directions),
    noUndoBehindThePivot(directions),
    rejectedOrderCallsNobody,
    completedStepsDoNotRunAgain({
      "reserve-stock": "stock.reserve",
      "authorise-payment": "payments.confirm",
      "capture-payment": "payments.capture",
      "create-shipment": "carrier.create",
      "buy-label": "carrier.buy",
      "send-confirmation": "mailer.send",
      "refund-payment": "payments.refund",
      "release-stock": "stock.release",
    }),
  ],
} satisfies Omit<
  WorldDefinition<HardenedOrder, typeof orderServices>,
  "name" | "handler" | "services"
>;

/** The world of one order around other code, or with other services; `name` says what differs. */
export function orderHardenedWith(
  name: string,
  { saga, reconciler }: OrderCode = hardened,
  services: typeof orderServices = orderServices,
): World<HardenedOrder, OrderBooks> {
  return defineWorld({
    ...around,
    name,
    handler: saga,
    services,
    // The end of a reconciler is such an event, too: it is started until one has come to its end.
    onEnded: (clients, { input, outcome }) =>
      outcome.status === "SUCCEEDED"
        ? []
        : [
            {
              label: "reconciler",
              handler: reconciler(clients),
              input: { orderId: (input as HardenedOrder).orderId },
            },
          ],
    sometimes: orderSometimes,
  });
}

/** The hardened order saga with services that behave like real ones, and its reconciler. */
export const orderHardened: World<HardenedOrder, OrderBooks> = orderHardenedWith("order-hardened");

/** The same without anyone to look after an order whose execution AWS has ended. */
export const orderHardenedAlone: World<HardenedOrder, OrderBooks> = defineWorld({
  ...around,
  name: "order-hardened-alone",
  handler: hardenedOrderSaga,
  services: orderServices,
});
