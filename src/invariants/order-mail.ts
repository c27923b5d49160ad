import type { Invariant } from "./invariant.ts";
import { type OrderBooks, isEscalated, ofEachOrder } from "./order-books.ts";

type OrderInvariant = Invariant<unknown, OrderBooks>;

/** B1. Only an order that succeeds is confirmed to the customer. */
export const onlyConfirmedOrderIsAnnounced: OrderInvariant = ofEachOrder(
  "only-confirmed-order-is-announced",
  (order, { ledgers }) => {
    if (order.ending === "confirmed") return [];
    // Whether it succeeds is for people to say.
    if (order.ending === "attention" && isEscalated(ledgers, order, "label")) return [];
    const events = mailsOf(order.orderId, ledgers);
    return events.length === 0 ? [] : [{ what: "its customer has a confirmation", events }];
  },
);

/** B2. An order that succeeds is confirmed to the customer. */
export const confirmedOrderIsAnnounced: OrderInvariant = ofEachOrder(
  "confirmed-order-is-announced",
  (order, { ledgers }) => {
    if (order.ending !== "confirmed" || isEscalated(ledgers, order, "mail")) return [];
    return mailsOf(order.orderId, ledgers).length > 0
      ? []
      : [{ what: "its customer has no confirmation", events: [] }];
  },
);

/** B3. With a provider that knows keys, a confirmation is sent once. */
export const confirmationIsSentOnce: OrderInvariant = ofEachOrder(
  "confirmation-is-sent-once",
  (order, { ledgers }) => {
    const events = mailsOf(order.orderId, ledgers);
    return events.length <= 1 ? [] : [{ what: `${events.length} confirmations were sent`, events }];
  },
);

function mailsOf(orderId: string, { mailer }: OrderBooks): readonly number[] {
  return mailer.mails
    .filter((mail) => mail.orderId === orderId && mail.template === "confirmed")
    .map(({ event }) => event);
}
