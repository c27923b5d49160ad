import type { PaymentLedger } from "../services/ledgers.ts";
import type { IdentifiedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";
import { renderPayment } from "./money.ts";

/** An order is charged at most once, ever: to refund the second charge is no excuse for it. */
export const noDuplicateCharge: Invariant<IdentifiedOrder, { readonly payment: PaymentLedger }> = {
  name: "no-duplicate-charge",
  check({ input, ledgers }) {
    const { charges } = ledgers.payment;
    if (charges.length <= 1) return undefined;
    return {
      message: `order ${input.orderId} was charged ${charges.length} times: ${charges.map(renderPayment).join(", ")}`,
      witnesses: charges.map(({ event }) => event),
    };
  },
};
