import type { PaymentLedger } from "../services/ledgers.ts";
import { type IdentifiedOrder, type Leftover, nothingLeftByFailedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";
import { refundedCents, renderCents, renderPayment, wholeCents } from "./money.ts";

/** An order that does not succeed keeps none of the customer's money. */
export const noChargeWithoutRefund: Invariant<
  IdentifiedOrder,
  { readonly payment: PaymentLedger }
> = {
  name: "no-charge-without-refund",
  check: (trial) => nothingLeftByFailedOrder(trial, () => moneyKept(trial.ledgers.payment)),
};

function moneyKept(ledger: PaymentLedger): Leftover[] {
  const kept: Leftover[] = [];
  for (const charge of ledger.charges) {
    const refunded = refundedCents(ledger, charge);
    if (refunded >= wholeCents(charge.amount)) continue;
    const refund = refunded === 0 ? "not refunded" : `refunded only ${renderCents(refunded)}`;
    kept.push({ what: `charge ${renderPayment(charge)} was ${refund}`, events: [charge.event] });
  }
  return kept;
}
