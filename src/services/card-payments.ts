import { possibleAtCallOf, possibleAtReadOf } from "../faults/fault.ts";
import { CardBooks, type CardPaymentsOptions } from "./card-books.ts";
import type { CardLedger } from "./ledgers.ts";
import type { PaymentRequest, PaymentView, RefundView } from "./card-views.ts";
import { readFaults, writeFaults } from "./provider-faults.ts";
import type { ServiceFactory } from "./service.ts";

/**
 * A card payment provider as its callers see it. Payments are created, confirmed (which holds the
 * money), captured, cancelled (which lets the hold go, and is a fence against what comes late), refunded.
 */
export interface CardPaymentsClient {
  create(request: PaymentRequest, key: string): Promise<PaymentView>;
  confirm(id: string, key: string): Promise<PaymentView>;
  capture(id: string, key: string): Promise<PaymentView>;
  cancel(id: string, key: string): Promise<PaymentView>;
  refund(id: string, amount: number, key: string): Promise<RefundView>;
  retrieve(id: string): Promise<PaymentView>;
  retrieveRefund(id: string): Promise<RefundView>;
  /** The payments of an order, read after every write. */
  list(orderId: string): Promise<readonly PaymentView[]>;
  /** The same from an index that may be behind: what was made in the last minute is missing. */
  search(orderId: string): Promise<readonly PaymentView[]>;
}

const onWrite = possibleAtCallOf([...writeFaults, "internal-error", "roll-forward"]);
const onRefund = possibleAtCallOf([
  ...writeFaults,
  "internal-error",
  "roll-forward",
  "fail-later",
  "never-settle",
]);
const onRead = possibleAtReadOf(readFaults);
const onReplica = possibleAtReadOf([...readFaults, "stale-read"]);

/** A card payment provider in the manner of Stripe's payment intents. */
export function cardPayments(
  options: CardPaymentsOptions,
): ServiceFactory<CardPaymentsClient, CardLedger> {
  return (name, boundary) => {
    const books = new CardBooks(options);
    const { create, confirm, capture, cancel, refund, retrieve, retrieveRefund } = books;
    const { list, search } = books;
    const at = (operation: string) => `${name}.${operation}`;
    return {
      ledger: books,
      memory: books.memory,
      client: {
        create: (request, key) => boundary.call(at("create"), { ...request, key }, create, onWrite),
        confirm: (id, key) => boundary.call(at("confirm"), { id, key }, confirm, onWrite),
        capture: (id, key) => boundary.call(at("capture"), { id, key }, capture, onWrite),
        cancel: (id, key) => boundary.call(at("cancel"), { id, key }, cancel, onWrite),
        refund: (id, amount, key) =>
          boundary.call(at("refund"), { id, amount, key }, refund, onRefund),
        retrieve: (id) => boundary.call(at("retrieve"), { id }, retrieve, onReplica),
        retrieveRefund: (id) =>
          boundary.call(at("retrieve-refund"), { id }, retrieveRefund, onRead),
        list: (orderId) => boundary.call(at("list"), { orderId }, list, onRead),
        search: (orderId) => boundary.call(at("search"), { orderId }, search, onReplica),
      },
    };
  };
}
