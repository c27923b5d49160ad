import type { TraceIndex } from "../kernel/trace.ts";
import type { CardIntent } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";
import { type OrderBooks, type Wrong, endMsOf, isEscalated, ofEachOrder } from "./order-books.ts";

type OrderInvariant = Invariant<unknown, OrderBooks>;

/** M5. What was paid for an order that is undone goes back once: by one refund in full, or by letting go of a hold. */
export const paymentGoesBackOnce: OrderInvariant = ofEachOrder(
  "payment-goes-back-once",
  (order, { ledgers }) => {
    if (order.ending !== "undone" || isEscalated(ledgers, order, "payment")) return [];
    return ledgers.payments.intents
      .filter(({ orderId }) => orderId === order.orderId)
      .flatMap((intent) => returnsOf(intent, ledgers));
  },
);

function returnsOf({ id, amount, moves }: CardIntent, { payments }: OrderBooks): readonly Wrong[] {
  const refunds = payments.refunds.filter(
    ({ intentId, ends }) => intentId === id && ends === "succeeded",
  );
  const voids = moves.filter(({ kind }) => kind === "voided");
  const times = refunds.length + voids.length;
  const isTaken = moves.some(({ kind }) => kind === "captured");
  const isInFull = !isTaken || refunds.every((refund) => refund.amount === amount);
  if (times <= 1 && isInFull) return [];
  const events = [...refunds, ...voids].map(({ event }) => event);
  return [{ what: `${id} went back ${times} times, and not once in full`, events }];
}

/**
 * M8. What takes effect late, behind the first undo of an order that is undone, is undone as well: a request can
 * be on its way for longer than anyone waits for it.
 */
export const whatComesLateIsUndone: OrderInvariant = ofEachOrder(
  "what-comes-late-is-undone",
  (order, trial) => {
    if (order.ending !== "undone") return [];
    const { payments, stock } = trial.ledgers;
    const accounts: readonly Account[] = [
      ...payments.intents.map(({ id, orderId, moves, holdUntilMs: endsMs = Infinity }) => {
        return { id, orderId, moves, endsMs };
      }),
      ...stock.reservations.map(({ id, orderId, moves, expiresAtMs: endsMs }) => {
        return { id, orderId, moves, endsMs };
      }),
    ].filter(({ orderId }) => orderId === order.orderId);
    const refunds = payments.refunds.map(({ event }) => event);
    const moves = accounts.flatMap((account) => [...account.moves]);
    const undos = moves.filter(({ kind }) => kind === "voided" || kind === "released");
    const firstUndo = Math.min(...undos.map(({ event }) => event), ...refunds);
    return accounts.flatMap((account) =>
      isLeftOver(account, { firstUndo, refunds, endMs: endMsOf(trial) })
        ? [{ what: `${account.id} came after its undo`, events: eventsOf(account, firstUndo) }]
        : [],
    );
  },
);

/** A payment or a reservation. */
interface Account {
  readonly id: string;
  readonly orderId: string;
  readonly moves: readonly { readonly kind: string; readonly event: TraceIndex }[];
  /** When a hold is over by itself, virtual ms. */
  readonly endsMs: number;
}

function isLeftOver(
  { moves, endsMs }: Account,
  trial: {
    readonly firstUndo: TraceIndex;
    readonly refunds: readonly TraceIndex[];
    readonly endMs: number;
  },
): boolean {
  const last = moves.at(-1);
  if (last === undefined || last.event < trial.firstUndo) return false;
  if (last.kind === "captured") return !trial.refunds.some((refund) => refund > last.event);
  const isHeld = last.kind === "authorised" || last.kind === "held";
  return last.kind === "committed" || (isHeld && endsMs > trial.endMs);
}

function eventsOf({ moves }: Account, firstUndo: TraceIndex): readonly TraceIndex[] {
  return [firstUndo, ...moves.map(({ event }) => event).filter((event) => event > firstUndo)];
}
