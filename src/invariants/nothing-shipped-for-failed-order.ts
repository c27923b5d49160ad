import type { ShippingLedger } from "../services/ledgers.ts";
import { type IdentifiedOrder, nothingLeftByFailedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";

/** No goods leave for an order that does not succeed. */
export const nothingShippedForFailedOrder: Invariant<
  IdentifiedOrder,
  { readonly shipping: ShippingLedger }
> = {
  name: "nothing-shipped-for-failed-order",
  check: (trial) =>
    nothingLeftByFailedOrder(trial, () =>
      trial.ledgers.shipping.parcels.map(({ trackingId, event }) => ({
        what: `parcel ${trackingId} was shipped`,
        events: [event],
      })),
    ),
};
