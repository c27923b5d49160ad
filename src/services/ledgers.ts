import type { TraceIndex } from "../kernel/trace.ts";

/** Money taken from a card. Amounts are in the currency's main unit, as the article's API has them. */
export interface Charge {
  readonly id: string;
  readonly key: string;
  readonly token: string;
  readonly amount: number;
  readonly event: TraceIndex;
}

/** Money given back for a charge. */
export interface Refund {
  readonly id: string;
  readonly chargeId: string;
  readonly key: string;
  readonly amount: number;
  readonly event: TraceIndex;
}

/** A charge that the card's bank refused; no money moved. */
export interface Decline {
  readonly key: string;
  readonly token: string;
  readonly event: TraceIndex;
}

/** What the payment provider's books say. */
export interface PaymentLedger {
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly declines: readonly Decline[];
}

/** Units of one article that were set aside for an order, or put back. */
export interface StockMovement {
  readonly kind: "reserved" | "released";
  readonly orderId: string;
  readonly sku: string;
  readonly qty: number;
  readonly event: TraceIndex;
}

/** What the warehouse's books say: units on hand at the start, and every movement since. */
export interface InventoryLedger {
  readonly onHand: Readonly<Record<string, number>>;
  readonly movements: readonly StockMovement[];
}

/** A parcel that left, or will leave, the house. */
export interface Parcel {
  readonly trackingId: string;
  readonly orderId: string;
  readonly event: TraceIndex;
}

/** What the carrier's books say. */
export interface ShippingLedger {
  readonly parcels: readonly Parcel[];
}

/** A confirmation that was sent to a customer and cannot be unsent. */
export interface Confirmation {
  readonly customerId: string;
  readonly orderId: string;
  readonly trackingId: string;
  readonly event: TraceIndex;
}

/** What the mail provider sent. */
export interface NotificationLedger {
  readonly confirmations: readonly Confirmation[];
}
