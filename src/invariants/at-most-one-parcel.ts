import type { ShippingLedger } from "../services/ledgers.ts";
import type { Invariant } from "./invariant.ts";

/** An order leaves the house in one parcel, not twice. */
export const atMostOneParcel: Invariant<unknown, { readonly shipping: ShippingLedger }> = {
  name: "at-most-one-parcel",
  check({ ledgers }) {
    const { parcels } = ledgers.shipping;
    if (parcels.length <= 1) return undefined;
    for (const { orderId } of parcels) {
      const ofOrder = parcels.filter((parcel) => parcel.orderId === orderId);
      if (ofOrder.length === 1) continue;
      return {
        message: `order ${orderId} was shipped ${ofOrder.length} times: ${ofOrder.map(({ trackingId }) => trackingId).join(", ")}`,
        witnesses: ofOrder.map(({ event }) => event),
      };
    }
    return undefined;
  },
};
