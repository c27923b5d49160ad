import type { NotificationLedger } from "../services/ledgers.ts";
import { type IdentifiedOrder, nothingLeftByFailedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";

/** No customer is told that an order succeeded when it did not. */
export const confirmationOnlyForSuccessfulOrder: Invariant<
  IdentifiedOrder,
  { readonly notification: NotificationLedger }
> = {
  name: "confirmation-only-for-successful-order",
  check: (trial) =>
    nothingLeftByFailedOrder(trial, () =>
      trial.ledgers.notification.confirmations.map(({ customerId, event }) => ({
        what: `a confirmation was sent to ${customerId}`,
        events: [event],
      })),
    ),
};
