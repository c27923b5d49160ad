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

/** Something that happened to the money of a payment. */
export interface CardMove {
  readonly kind: "authorised" | "declined" | "captured" | "voided";
  readonly atMs: number;
  readonly event: TraceIndex;
}

/** A payment with all that became of it. Amounts are in the currency's smallest unit. */
export interface CardIntent {
  readonly id: string;
  readonly orderId: string;
  readonly card: string;
  readonly amount: number;
  readonly currency: string;
  readonly event: TraceIndex;
  readonly moves: readonly CardMove[];
  /** When the bank lets go of money that was held and not captured, virtual ms. */
  readonly holdUntilMs: number | undefined;
}

/** Money given back, or not: a refund is accepted first, and decided later. */
export interface CardRefund {
  readonly id: string;
  readonly intentId: string;
  readonly amount: number;
  readonly event: TraceIndex;
  /** When it is decided, virtual ms; `Infinity` where it never is. */
  readonly settlesAtMs: number;
  readonly ends: "succeeded" | "failed";
}

/** What the card payment provider's books say; all of it happened, whoever heard of it. */
export interface CardLedger {
  readonly intents: readonly CardIntent[];
  readonly refunds: readonly CardRefund[];
}

/** Units of one article. */
export interface ReservedLine {
  readonly sku: string;
  readonly qty: number;
}

/** Something that happened to a reservation. */
export interface ReservationMove {
  readonly kind: "held" | "committed" | "released";
  readonly atMs: number;
  readonly event: TraceIndex;
}

/** Units that were held for an order, and all that became of them. */
export interface Reservation {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly ReservedLine[];
  readonly moves: readonly ReservationMove[];
  /** When the hold ends by itself. */
  readonly expiresAtMs: number;
}

/** What the warehouse's books say. */
export interface ReservationsLedger {
  readonly onHand: Readonly<Record<string, number>>;
  readonly reservations: readonly Reservation[];
  /** Commits of units that somebody else may hold by now. */
  readonly oversold: readonly { readonly id: string; readonly event: TraceIndex }[];
}

/** Something that happened to a shipment. */
export interface ShipmentMove {
  readonly kind: "created" | "purchased" | "voided";
  readonly atMs: number;
  readonly event: TraceIndex;
}

/** A shipment, and all that became of it. */
export interface Shipment {
  readonly id: string;
  readonly reference: string;
  readonly orderId: string;
  readonly zip: string;
  readonly moves: readonly ShipmentMove[];
}

/** What the carrier's books say. */
export interface LabelsLedger {
  readonly shipments: readonly Shipment[];
}

/** A mail that was accepted and cannot be unsent. */
export interface Mail {
  readonly id: string;
  readonly orderId: string;
  readonly template: string;
  readonly event: TraceIndex;
}

/** What the mail provider sent. */
export interface MailLedger {
  readonly mails: readonly Mail[];
}

/** Something that a person has to settle. */
export interface Escalation {
  readonly orderId: string;
  readonly action: string;
  readonly why: string;
  readonly event: TraceIndex;
}

/** What people were asked to settle. */
export interface EscalationsLedger {
  readonly escalations: readonly Escalation[];
}
