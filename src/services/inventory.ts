import type { Reply } from "./effect.ts";
import type { InventoryLedger, StockMovement } from "./ledgers.ts";
import type { ServiceFactory } from "./service.ts";

/** Units of one article. */
export interface StockItem {
  readonly sku: string;
  readonly qty: number;
}

/** The warehouse as its callers see it; nothing identifies a request, so a repeat is a new one. */
export interface InventoryClient {
  reserve(orderId: string, items: readonly StockItem[]): Promise<{ id: string }>;
  cancel(orderId: string, items: readonly StockItem[]): Promise<void>;
}

/** What the warehouse has, and how its client says that something is not there. */
export interface InventoryOptions {
  /** Units on hand, by sku; an unknown sku has none. */
  readonly onHand: Readonly<Record<string, number>>;
  readonly outOfStockError: (message: string) => Error;
}

interface StockRequest extends Readonly<Record<string, unknown>> {
  readonly orderId: string;
  readonly items: readonly StockItem[];
}

/**
 * A warehouse that sets units aside for an order, all of them or none. A cancellation names the
 * units to put back, and puts back at most what the order holds, so repeating one does no harm.
 */
export function inventory(
  options: InventoryOptions,
): ServiceFactory<InventoryClient, InventoryLedger> {
  return (name, boundary) => {
    // A map, as a record would have stock of every sku that `Object.prototype` knows.
    const onHand = new Map(Object.entries(options.onHand));
    const movements: StockMovement[] = [];
    const counter = { reservations: 0 };

    const held = (sku: string, orderId?: string) =>
      movements
        .filter((movement) => movement.sku === sku)
        .filter((movement) => orderId === undefined || movement.orderId === orderId)
        .reduce((sum, { kind, qty }) => sum + (kind === "reserved" ? qty : -qty), 0);

    const reserve = ({ orderId, items }: StockRequest, event: number): Reply<{ id: string }> => {
      const wanted = unitsBySku(items);
      for (const [sku, qty] of wanted) {
        if (held(sku) + qty > (onHand.get(sku) ?? 0)) {
          return { kind: "refused", error: options.outOfStockError(`${sku} is out of stock`) };
        }
      }
      for (const [sku, qty] of wanted)
        movements.push({ kind: "reserved", orderId, sku, qty, event });
      const id = `res_${++counter.reservations}`;
      return { kind: "done", value: { id }, what: `reserved ${id}: ${list(wanted)}` };
    };

    const cancel = ({ orderId, items }: StockRequest, event: number): Reply<undefined> => {
      const released = new Map<string, number>();
      for (const [sku, qty] of unitsBySku(items)) {
        const units = Math.min(qty, held(sku, orderId));
        if (units <= 0) continue;
        movements.push({ kind: "released", orderId, sku, qty: units, event });
        released.set(sku, units);
      }
      return { kind: "done", value: undefined, what: `released ${list(released)}` };
    };

    return {
      ledger: { onHand: options.onHand, movements },
      memory: [counter],
      client: {
        reserve: (orderId, items) => boundary.call(`${name}.reserve`, { orderId, items }, reserve),
        cancel: (orderId, items) => boundary.call(`${name}.cancel`, { orderId, items }, cancel),
      },
    };
  };
}

function unitsBySku(items: readonly StockItem[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, qty } of items) units.set(sku, (units.get(sku) ?? 0) + qty);
  return units;
}

function list(units: ReadonlyMap<string, number>): string {
  if (units.size === 0) return "nothing";
  return [...units].map(([sku, qty]) => `${qty} x ${sku}`).join(", ");
}
