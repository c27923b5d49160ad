import type { PaymentLedger } from "../services/ledgers.ts";
import type { IdentifiedOrder } from "./failed-order.ts";
import type { Invariant } from "./invariant.ts";
import { renderCents, renderPayment, wholeCents } from "./money.ts";

/** An input that says what the order costs. */
export interface PricedOrder extends IdentifiedOrder {
  readonly items: readonly { readonly price: number; readonly qty: number }[];
}

/** Every charge takes exactly what the items cost. */
export const chargedAmountIsOrderTotal: Invariant<
  PricedOrder,
  { readonly payment: PaymentLedger }
> = {
  name: "charged-amount-is-order-total",
  check({ input, ledgers }) {
    const { charges } = ledgers.payment;
    if (charges.length === 0) return undefined;
    const total = wholeCents(input.items.reduce((sum, { price, qty }) => sum + price * qty, 0));
    const wrong = charges.find(({ amount }) => wholeCents(amount) !== total);
    if (wrong === undefined) return undefined;
    return {
      message: `order ${input.orderId} costs ${renderCents(total)}, but charge ${renderPayment(wrong)} was made`,
      witnesses: [wrong.event],
    };
  },
};
