import type { Reply } from "./effect.ts";
import type { StockItem } from "./inventory.ts";
import type { Parcel, ShippingLedger } from "./ledgers.ts";
import type { ServiceFactory } from "./service.ts";

/** Where a parcel goes. */
export interface Address {
  readonly street: string;
  readonly city: string;
  readonly zip: string;
}

/** The carrier as its callers see it; nothing identifies a request, so a repeat is a new parcel. */
export interface ShippingClient {
  create(
    orderId: string,
    address: Address,
    items: readonly StockItem[],
  ): Promise<{ trackingId: string }>;
}

/** Where the carrier does not go, and how its client says so. */
export interface ShippingOptions {
  readonly undeliverableZips: readonly string[];
  readonly undeliverableError: (message: string) => Error;
}

/** A carrier that creates a parcel for each request it accepts. */
export function shipping(options: ShippingOptions): ServiceFactory<ShippingClient, ShippingLedger> {
  return (name, boundary) => {
    const parcels: Parcel[] = [];

    const create = (
      { orderId, address }: { orderId: string; address: Address },
      event: number,
    ): Reply<{ trackingId: string }> => {
      if (options.undeliverableZips.includes(address.zip)) {
        const error = options.undeliverableError(`no carrier delivers to ${address.zip}`);
        return { kind: "refused", error };
      }
      const trackingId = `TRK-${parcels.length + 1}`;
      parcels.push({ trackingId, orderId, event });
      return { kind: "done", value: { trackingId }, what: `created parcel ${trackingId}` };
    };

    return {
      ledger: { parcels },
      memory: [],
      client: {
        create: (orderId, address, items) =>
          boundary.call(`${name}.create`, { orderId, address, items }, create),
      },
    };
  };
}
