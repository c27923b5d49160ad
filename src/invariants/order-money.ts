import type { CardIntent } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import {
  type EndedOrder,
  type OrderBooks,
  type OrderTrial,
  type Wrong,
  endMsOf,
  isEscalated,
  ofEachOrder,
} from "./order-books.ts";

type OrderInvariant = Invariant<unknown, OrderBooks>;

/** M1. An order's money is taken once, and no more than its total. */
export const moneyIsTakenOnce: OrderInvariant = ofEachOrder(
  "money-is-taken-once",
  (order, { ledgers }) => {
    const captures = intentsOf(order, ledgers).flatMap(({ amount, moves }) =>
      moves.filter(({ kind }) => kind === "captured").map(({ event }) => ({ amount, event })),
    );
    const taken = captures.reduce((sum, { amount }) => sum + amount, 0);
    if (captures.length <= 1 && taken <= order.total) return [];
    const events = captures.map(({ event }) => event);
    return [{ what: `${taken} was taken in ${captures.length} captures`, events }];
  },
);

/** M2, M10. An order that does not succeed keeps none of the customer's money, held or taken. */
export const noMoneyKeptForFailedOrder: OrderInvariant = ofEachOrder(
  "no-money-kept-for-failed-order",
  (order, trial) => {
    const { ledgers } = trial;
    if (order.ending === "confirmed" || isEscalated(ledgers, order, "payment")) return [];
    // Nobody knows whether it is shipped: people do, and hold the money until then.
    if (order.ending === "attention" && isEscalated(ledgers, order, "label")) return [];
    return intentsOf(order, ledgers).flatMap((intent) => moneyKept(intent, trial));
  },
);

/** M3. An order that succeeds is paid in full. */
export const confirmedOrderIsPaid: OrderInvariant = ofEachOrder(
  "confirmed-order-is-paid",
  (order, { ledgers }) => {
    if (order.ending !== "confirmed") return [];
    const intents = intentsOf(order, ledgers);
    const net = intents.reduce((sum, intent) => sum + netOf(intent, ledgers), 0);
    if (net === order.total) return [];
    const events = intents.flatMap(({ moves }) => moves.map(({ event }) => event));
    return [{ what: `${net} of ${order.total} was kept`, events }];
  },
);

/** M4. No more is given back than was taken. */
export const noRefundAboveItsPayment: OrderInvariant = ofEachOrder(
  "no-refund-above-its-payment",
  (order, { ledgers }) =>
    intentsOf(order, ledgers).flatMap((intent) => {
      const net = netOf(intent, ledgers);
      if (net >= 0) return [];
      const events = refundsOf(intent, ledgers).map(({ event }) => event);
      return [{ what: `${-net} more was given back for ${intent.id} than was taken`, events }];
    }),
);

/** M6. A payment is of the order's total, in its currency. */
export const paymentIsOrderTotal: OrderInvariant = ofEachOrder(
  "payment-is-order-total",
  (order, { ledgers }) =>
    intentsOf(order, ledgers)
      .filter(({ amount, currency }) => amount !== order.total || currency !== order.currency)
      .map(({ id, amount, currency, event }) => ({
        what: `${id} is of ${amount} ${currency}, and not of ${order.total} ${order.currency}`,
        events: [event],
      })),
);

/** M7. A card that was declined is not tried again. */
export const declinedCardIsNotTriedAgain: OrderInvariant = ofEachOrder(
  "declined-card-is-not-tried-again",
  (order, { ledgers }) => {
    const tries = intentsOf(order, ledgers).flatMap(({ moves }) =>
      moves.filter(({ kind }) => kind === "declined" || kind === "authorised"),
    );
    const declined = tries.findIndex(({ kind }) => kind === "declined");
    const again = declined === -1 ? [] : tries.slice(declined + 1);
    if (again.length === 0) return [];
    const events = tries.slice(declined).map(({ event }) => event);
    return [{ what: "its card was tried again after it was declined", events }];
  },
);

function intentsOf({ orderId }: EndedOrder, { payments }: OrderBooks): readonly CardIntent[] {
  return payments.intents.filter((intent) => intent.orderId === orderId);
}

function refundsOf({ id }: CardIntent, { payments }: OrderBooks) {
  return payments.refunds.filter(
    ({ intentId, ends, settlesAtMs }) =>
      intentId === id && ends === "succeeded" && settlesAtMs !== Infinity,
  );
}

function netOf(intent: CardIntent, books: OrderBooks): number {
  const isTaken = intent.moves.some(({ kind }) => kind === "captured");
  const back = refundsOf(intent, books).reduce((sum, { amount }) => sum + amount, 0);
  return (isTaken ? intent.amount : 0) - back;
}

function moneyKept(intent: CardIntent, trial: OrderTrial): readonly Wrong[] {
  const { id, moves, holdUntilMs = 0 } = intent;
  const events = moves.map(({ event }) => event);
  const net = netOf(intent, trial.ledgers);
  if (net > 0) return [{ what: `${net} of ${id} was not given back`, events }];
  const isHeld = moves.at(-1)?.kind === "authorised" && holdUntilMs > endMsOf(trial);
  return isHeld ? [{ what: `${intent.amount} of ${id} is still held`, events }] : [];
}
