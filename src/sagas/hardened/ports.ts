/** An order as it is placed; money in the currency's smallest unit. */
export interface HardenedOrder {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
  readonly currency: string;
  readonly card: string;
  readonly zip: string;
}

export interface OrderLine {
  readonly sku: string;
  readonly qty: number;
  readonly unitPrice: number;
}

/** How the saga ended: its result, for nothing that is expected is thrown. */
export type Ending =
  | { readonly status: "confirmed"; readonly orderId: string; readonly shipmentId: string }
  | { readonly status: "undone"; readonly orderId: string; readonly why: string }
  /** A person has to settle something; it is written down where people look. */
  | { readonly status: "attention"; readonly orderId: string; readonly why: string }
  | { readonly status: "rejected"; readonly why: string };

export interface Payment {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly amountRefunded: number;
}

/** The payment provider; keys make a repeat the same request. */
export interface Payments {
  create(
    request: {
      readonly orderId: string;
      readonly card: string;
      readonly amount: number;
      readonly currency: string;
    },
    key: string,
  ): Promise<Payment>;
  confirm(id: string, key: string): Promise<Payment>;
  capture(id: string, key: string): Promise<Payment>;
  cancel(id: string, key: string): Promise<Payment>;
  refund(id: string, amount: number, key: string): Promise<Refund>;
  retrieve(id: string): Promise<Payment>;
  retrieveRefund(id: string): Promise<Refund>;
  list(orderId: string): Promise<readonly Payment[]>;
}

export interface Refund {
  readonly id: string;
  readonly status: string;
}

/** The warehouse; the caller chooses the id of a reservation. */
export interface Stock {
  reserve(
    id: string,
    orderId: string,
    lines: readonly { readonly sku: string; readonly qty: number }[],
  ): Promise<Reservation>;
  commit(id: string): Promise<Reservation>;
  release(id: string): Promise<Reservation>;
}

export interface Reservation {
  readonly id: string;
  readonly status: string;
  /** What is held, which may be less than was asked for. */
  readonly lines: readonly { readonly sku: string; readonly qty: number }[];
}

/** The carrier; the caller chooses the reference of a shipment. */
export interface Carrier {
  create(reference: string, orderId: string, zip: string): Promise<Shipment>;
  buy(shipmentId: string): Promise<Shipment>;
  void(shipmentId: string): Promise<{ readonly approved: boolean }>;
  find(reference: string): Promise<Shipment>;
}

export interface Shipment {
  readonly id: string;
  readonly status: string;
}

export interface Mailer {
  send(orderId: string, template: string, key: string): Promise<{ readonly id: string }>;
}

/** Where people look; writing the same twice is writing it once. */
export interface Escalations {
  write(orderId: string, action: string, why: string): Promise<void>;
}

/** Everything that the saga calls. */
export interface HardenedServices {
  readonly payments: Payments;
  readonly stock: Stock;
  readonly carrier: Carrier;
  readonly mailer: Mailer;
  readonly escalations: Escalations;
}
