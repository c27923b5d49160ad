import type { CardIntent, Shipment, ShipmentMove } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import { type EndedOrder, type OrderBooks, isEscalated, ofEachOrder } from "./order-books.ts";

type OrderInvariant = Invariant<unknown, OrderBooks>;

/** H1. An order has one label at most. */
export const orderHasOneLabel: OrderInvariant = ofEachOrder(
  "order-has-one-label",
  (order, { ledgers }) => {
    const live = liveLabels(order, ledgers);
    if (live.length <= 1) return [];
    const events = live.flatMap(({ moves }) => moves.map(({ event }) => event));
    return [{ what: `it has ${live.length} labels`, events }];
  },
);

/** H2. A label is bought only when the money for it is there. */
export const labelIsPaidFor: OrderInvariant = ofEachOrder(
  "label-is-paid-for",
  (order, { ledgers }) =>
    shipmentsOf(order, ledgers).flatMap(({ id, moves }) => {
      const bought = moves.find(({ kind }) => kind === "purchased");
      if (bought === undefined) return [];
      const isPaid = ledgers.payments.intents.some(
        (intent) => intent.orderId === order.orderId && hasMoneyAt(intent, bought, ledgers),
      );
      return isPaid
        ? []
        : [{ what: `a label for ${id} was bought without its money`, events: [bought.event] }];
    }),
);

/** H3. An order that does not succeed has no label. */
export const noLabelForFailedOrder: OrderInvariant = ofEachOrder(
  "no-label-for-failed-order",
  (order, { ledgers }) => {
    if (order.ending === "confirmed" || isEscalated(ledgers, order, "label")) return [];
    return liveLabels(order, ledgers).map(({ id, moves }) => ({
      what: `the label of ${id} is good`,
      events: moves.map(({ event }) => event),
    }));
  },
);

/** H4. The label of an order that succeeds is not voided. */
export const confirmedOrderKeepsItsLabel: OrderInvariant = ofEachOrder(
  "confirmed-order-keeps-its-label",
  (order, { ledgers }) => {
    if (order.ending !== "confirmed" || liveLabels(order, ledgers).length > 0) return [];
    const events = shipmentsOf(order, ledgers).flatMap(({ moves }) =>
      moves.map(({ event }) => event),
    );
    return [{ what: "it has no label", events }];
  },
);

function shipmentsOf({ orderId }: EndedOrder, { carrier }: OrderBooks): readonly Shipment[] {
  return carrier.shipments.filter((shipment) => shipment.orderId === orderId);
}

function liveLabels(order: EndedOrder, books: OrderBooks): readonly Shipment[] {
  return shipmentsOf(order, books).filter(({ moves }) => moves.at(-1)?.kind === "purchased");
}

/** Whether it was held or taken then, and neither let go by the bank nor given back. */
function hasMoneyAt(
  { id, moves, holdUntilMs = 0 }: CardIntent,
  { atMs, event }: ShipmentMove,
  { payments }: OrderBooks,
): boolean {
  const last = moves.findLast((move) => move.atMs <= atMs)?.kind;
  if (last === "authorised") return atMs < holdUntilMs;
  const isBack = payments.refunds.some((refund) => refund.intentId === id && refund.event < event);
  return last === "captured" && !isBack;
}
