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
  undoneOrderNeedsNobody,
} from "../invariants/order-execution.ts";
import { eachActionHasOneKey, keysAreUsedWhileTheyAreKnown } from "../invariants/order-keys.ts";
import { nobodyIsAskedInAHurry, retryAfterIsWaitedFor } from "../invariants/order-pace.ts";
import {
  effectsAreFoundByTheirOrder,
  refusedRequestsAreNotRepeated,
  requestsSayWhatTheOrderSays,
} from "../invariants/order-requests.ts";
import { ordersAreCarriedOnInTime } from "../invariants/order-time.ts";
import { nothingIsTriedForEver } from "../invariants/order-tries.ts";
import { paymentGoesBackOnce, whatComesLateIsUndone } from "../invariants/order-undo.ts";
import { undosInReverseOrder } from "../invariants/undos-in-reverse-order.ts";
import type { Invariant } from "../invariants/invariant.ts";
import type { OrderBooks } from "../invariants/order-books.ts";

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

const hourMs = 3_600_000;

/** As the saga promises: while a customer waits, and for what has to be done some day. */
const promptTries = 8;
const patientTries = 84;

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
  paymentGoesBackOnce,
  whatComesLateIsUndone,
  effectsAreFoundByTheirOrder,
  requestsSayWhatTheOrderSays,
  refusedRequestsAreNotRepeated({
    calls: ["payments.confirm", "payments.capture", "payments.refund", "stock.reserve"],
    mayAskAgain: /in progress|of the provider's own/,
  }),
  retryAfterIsWaitedFor,
  nobodyIsAskedInAHurry,
  nothingIsTriedForEver({
    "stock.reserve": promptTries,
    "payments.confirm": promptTries,
    "payments.capture": promptTries,
    "carrier.create": promptTries,
    "carrier.buy": promptTries,
    "stock.commit": patientTries,
    "stock.release": patientTries,
    "payments.cancel": patientTries,
    "payments.refund": patientTries,
    "mailer.send": patientTries,
    // Whoever undoes it learns its id by asking for it again.
    "payments.create": promptTries + patientTries,
  }),
  ordersAreCarriedOnInTime([
    {
      calls: ["stock.reserve", "payments.confirm", "payments.capture", "carrier.buy"],
      withinMs: 6 * hourMs,
    },
    {
      calls: ["payments.create", "payments.cancel", "payments.refund", "mailer.send"],
      withinMs: 20 * hourMs,
    },
  ]),
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

/** What must hold of an order that is carried out alone, by the saga's own names for its steps. */
export const invariantsOfHardenedOrder: readonly Invariant<unknown, OrderBooks>[] = [
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
];
