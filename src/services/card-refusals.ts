import type { PaymentView } from "./card-views.ts";
import type { Reply } from "./effect.ts";
import type { CardIntent } from "./ledgers.ts";
import { ProviderError, refusedWith } from "./provider-error.ts";

/** Amounts are whole numbers of the smallest unit. */
export function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0;
}

/** What Stripe says of an amount that is none. */
export function notAnAmount(): Reply<never> {
  return refusedWith(400, "parameter_invalid_integer", "amount must be a whole number above 0");
}

/** What it says of an id that it does not know. */
export function missing(id: string): Reply<never> {
  return refusedWith(404, "resource_missing", `there is no ${id}`);
}

/** What it says where a payment has gone too far for what it is asked. */
export function unexpectedState(
  { id }: Pick<CardIntent, "id">,
  status: PaymentView["status"],
): Reply<never> {
  return refusedWith(400, "payment_intent_unexpected_state", `${id} is ${status}`);
}

/** What it says where the bank has said no. */
export function declined({ card }: Pick<CardIntent, "card">, declineCode: string): Reply<never> {
  const message = `card ${card} was declined: ${declineCode}`;
  return {
    kind: "refused",
    error: new ProviderError({ status: 402, code: "card_declined", message, declineCode }),
  };
}
