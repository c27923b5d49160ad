import type {
  CallBoundary,
  Charge,
  Decline,
  InventoryLedger,
  Parcel,
  PaymentLedger,
  Refund,
  Reply,
  ServiceFactory,
  ShippingLedger,
  StockMovement,
} from "../../src/index.ts";

/** Units on hand of each article. */
const onHand: Readonly<Record<string, number>> = { BOOK: 5 };

/** A service said no for good: trying again does not help. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** What the warehouse does wrong, if anything. */
export interface InventoryFlaws {
  readonly ignoresStock?: boolean;
  readonly releasesAgain?: boolean;
}

/** A warehouse that takes each key once, and nothing for an order that was released. */
export function keyedInventory(
  flaws: InventoryFlaws = {},
): ServiceFactory<KeyedInventory, InventoryLedger> {
  return (name, boundary) => {
    const movements: StockMovement[] = [];
    const released = new Set<string>();

    const reserve = (sent: StockRequest, event: number): Reply<undefined> => {
      const { orderId, sku, qty } = sent;
      if (released.has(orderId)) return refused(`order ${orderId} is closed`);
      if (movements.some((movement) => movement.orderId === orderId)) return done("known");
      if (qty > (onHand[sku] ?? 0) && flaws.ignoresStock !== true) return refused("out of stock");
      movements.push({ kind: "reserved", orderId, sku, qty, event });
      return done(`reserved ${qty} x ${sku}`);
    };

    const release = ({ orderId }: { orderId: string }, event: number): Reply<undefined> => {
      if (released.has(orderId) && flaws.releasesAgain !== true) return done("known");
      released.add(orderId);
      for (const { sku, qty } of movements.filter(({ kind }) => kind === "reserved")) {
        movements.push({ kind: "released", orderId, sku, qty, event });
      }
      return done(`released what ${orderId} held`);
    };

    return {
      ledger: { onHand, movements },
      memory: [released],
      client: {
        reserve: (request) => boundary.call(`${name}.reserve`, { ...request }, reserve),
        release: (orderId) => boundary.call(`${name}.release`, { orderId }, release),
      },
    };
  };
}

export interface KeyedInventory {
  reserve(request: StockRequest): Promise<undefined>;
  release(orderId: string): Promise<undefined>;
}

interface StockRequest {
  readonly orderId: string;
  readonly sku: string;
  readonly qty: number;
}

/** What the payment provider does wrong, if anything. */
export interface PaymentFlaws {
  readonly ignoresKeys?: boolean;
}

/** A payment provider that takes each key once, and no charge for an order that was refunded. */
export function keyedPayment(
  flaws: PaymentFlaws = {},
): ServiceFactory<KeyedPayment, PaymentLedger> {
  return (name, boundary) => {
    const charges: Charge[] = [];
    const refunds: Refund[] = [];
    const declines: Decline[] = [];
    const refundKeys = new Set<string>();

    const charge = ({ key, token, amount }: ChargeRequest, event: number): Reply<undefined> => {
      if (refundKeys.size > 0) return refused("the order was refunded");
      const isKnown = charges.some((known) => known.key === key);
      if (isKnown && flaws.ignoresKeys !== true) return done("known");
      if (token === "DECLINED") {
        declines.push({ key, token, event });
        return refused("card declined");
      }
      charges.push({ id: `ch_${charges.length + 1}`, key, token, amount, event });
      return done(`charged ${amount}`);
    };

    const refund = ({ key }: { key: string }, event: number): Reply<undefined> => {
      if (refundKeys.has(key)) return done("known");
      refundKeys.add(key);
      for (const { id: chargeId, amount } of charges) {
        refunds.push({ id: `re_${refunds.length + 1}`, chargeId, key, amount, event });
      }
      return done("refunded all charges");
    };

    return {
      ledger: { charges, refunds, declines },
      memory: [refundKeys],
      client: {
        charge: (request) => boundary.call(`${name}.charge`, { ...request }, charge),
        refund: (key) => boundary.call(`${name}.refund`, { key }, refund),
      },
    };
  };
}

export interface KeyedPayment {
  charge(request: ChargeRequest): Promise<undefined>;
  /** Gives back all that was taken. */
  refund(key: string): Promise<undefined>;
}

interface ChargeRequest {
  readonly key: string;
  readonly token: string;
  readonly amount: number;
}

/** A carrier that creates one parcel for each key. */
export function keyedShipping(): ServiceFactory<KeyedShipping, ShippingLedger> {
  return (name: string, boundary: CallBoundary) => {
    const parcels: Parcel[] = [];
    const known = new Set<string>();

    const create = (sent: ParcelRequest, event: number): Reply<undefined> => {
      const { key, orderId, zip } = sent;
      if (zip === "00000") return refused("no carrier goes there");
      if (known.has(key)) return done("known");
      known.add(key);
      const trackingId = `TRK-${parcels.length + 1}`;
      parcels.push({ trackingId, orderId, event });
      return done(`created ${trackingId}`);
    };

    return {
      ledger: { parcels },
      memory: [known],
      client: { create: (request) => boundary.call(`${name}.create`, { ...request }, create) },
    };
  };
}

export interface KeyedShipping {
  create(request: ParcelRequest): Promise<undefined>;
}

interface ParcelRequest {
  readonly key: string;
  readonly orderId: string;
  readonly zip: string;
}

function done(what: string): Reply<undefined> {
  return { kind: "done", value: undefined, what };
}

function refused(message: string): Reply<undefined> {
  return { kind: "refused", error: new RefusedError(message) };
}
