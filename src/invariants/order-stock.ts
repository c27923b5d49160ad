import type { Reservation } from "../services/ledgers.ts";
import { type Invariant, remembersNothing } from "./invariant.ts";
import {
  type EndedOrder,
  type OrderBooks,
  endMsOf,
  isEscalated,
  ofEachOrder,
} from "./order-books.ts";
import { inTraceOrder } from "./witnesses.ts";

type OrderInvariant = Invariant<unknown, OrderBooks>;

/** S1. No more units are sold than there are; what expired was free to be sold to another. */
export const stockIsNotOversold: OrderInvariant = {
  name: "stock-is-not-oversold",
  remembers: remembersNothing,
  check({ ledgers: { stock } }) {
    const committed = new Map<string, { qty: number; readonly events: number[] }>();
    for (const { lines, moves } of stock.reservations) {
      const sold = moves.find(({ kind }) => kind === "committed");
      if (sold === undefined) continue;
      for (const { sku, qty } of lines) {
        const units = committed.get(sku) ?? { qty: 0, events: [] };
        units.qty += qty;
        units.events.push(sold.event);
        committed.set(sku, units);
      }
    }
    for (const [sku, { qty, events }] of committed) {
      const onHand = stock.onHand[sku] ?? 0;
      if (qty <= onHand) continue;
      const message = `${qty} x ${sku} are sold, and there were ${onHand}`;
      return { message, witnesses: inTraceOrder(events) };
    }
    return undefined;
  },
};

/** S2, S6. An order that does not succeed holds no stock, nor has it sold any. */
export const noStockKeptForFailedOrder: OrderInvariant = ofEachOrder(
  "no-stock-kept-for-failed-order",
  (order, trial) => {
    const { ledgers } = trial;
    if (order.ending === "confirmed" || isEscalated(ledgers, order, "stock")) return [];
    if (order.ending === "attention" && isEscalated(ledgers, order, "label")) return [];
    return reservationsOf(order, ledgers)
      .filter(({ moves, expiresAtMs }) => {
        const last = moves.at(-1)?.kind;
        return last === "committed" || (last === "held" && expiresAtMs > endMsOf(trial));
      })
      .map(({ id, moves }) => ({
        what: `${id} is ${moves.at(-1)?.kind}`,
        events: moves.map(({ event }) => event),
      }));
  },
);

/** S3. An order that succeeds has exactly what was ordered taken from stock, once. */
export const confirmedOrderHasItsStock: OrderInvariant = ofEachOrder(
  "confirmed-order-has-its-stock",
  (order, { ledgers }) => {
    if (order.ending !== "confirmed" || isEscalated(ledgers, order, "stock")) return [];
    const sold = reservationsOf(order, ledgers).filter(
      ({ moves }) => moves.at(-1)?.kind === "committed",
    );
    const [first] = sold;
    if (first !== undefined && sold.length === 1 && hasLines(first, order)) return [];
    const events = sold.flatMap(({ moves }) => moves.map(({ event }) => event));
    return [{ what: `${sold.length} reservations were committed for it`, events }];
  },
);

function hasLines({ lines }: Reservation, order: EndedOrder): boolean {
  return (
    lines.length === order.lines.length &&
    lines.every(({ sku, qty }, index) => {
      const ordered = order.lines[index];
      return ordered?.sku === sku && ordered.qty === qty;
    })
  );
}

function reservationsOf({ orderId }: EndedOrder, { stock }: OrderBooks): readonly Reservation[] {
  return stock.reservations.filter((reservation) => reservation.orderId === orderId);
}
