import type { Charge, PaymentLedger } from "../services/ledgers.ts";

/** The nearest whole number of cents: floats that differ in the last bit are the same money. */
export function wholeCents(amount: number): number {
  return Math.round(amount * 100);
}

/** What a message says for an amount: `50.00`. */
export function renderCents(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** What was given back for a charge, whether or not it was that much. */
export function refundedCents({ refunds }: PaymentLedger, charge: Charge): number {
  let cents = 0;
  for (const refund of refunds) {
    if (refund.chargeId === charge.id) cents += wholeCents(refund.amount);
  }
  return cents;
}

/** How a message names a charge or a refund: `ch_1 of 50.00`. */
export function renderPayment(payment: { readonly id: string; readonly amount: number }): string {
  return `${payment.id} of ${renderCents(wholeCents(payment.amount))}`;
}
