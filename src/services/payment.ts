import type { Charge, Decline, PaymentLedger, Refund } from "./ledgers.ts";
import type { Reply } from "./call-boundary.ts";
import type { ServiceFactory } from "./service.ts";

/** A way to pay; the token stands for the card. */
export interface PaymentMethod {
  readonly type: string;
  readonly token: string;
}

/** The payment provider as its callers see it. Amounts are in the currency's main unit. */
export interface PaymentClient {
  charge(method: PaymentMethod, amount: number, key: string): Promise<{ id: string }>;
  refund(
    method: PaymentMethod,
    amount: number,
    key: string,
    chargeId: string,
  ): Promise<{ id: string }>;
}

/** What a payment provider refuses, and how its client says so. */
export interface PaymentOptions {
  readonly declinedTokens: readonly string[];
  readonly declinedError: (message: string) => Error;
}

/**
 * A payment provider that deduplicates by key, charges and refunds apart: a repeated key gives the
 * first answer again. Declines are not remembered, and refunds are not checked against the charge.
 */
export function payment(options: PaymentOptions): ServiceFactory<PaymentClient, PaymentLedger> {
  return (name, boundary) => {
    const charges: Charge[] = [];
    const refunds: Refund[] = [];
    const declines: Decline[] = [];

    const charge = (
      { method, amount, key }: { method: PaymentMethod; amount: number; key: string },
      event: number,
    ): Reply<{ id: string }> => {
      const earlier = charges.find((entry) => entry.key === key);
      if (earlier !== undefined) return again(earlier);
      if (!Number.isFinite(amount)) return notAnAmount();
      const { token } = method;
      if (options.declinedTokens.includes(token)) {
        declines.push({ key, token, event });
        return { kind: "refused", error: options.declinedError(`card ${token} was declined`) };
      }
      const id = `ch_${charges.length + 1}`;
      charges.push({ id, key, token, amount, event });
      return { kind: "done", value: { id }, what: `charged ${id}, ${amount.toFixed(2)}` };
    };

    const refund = (
      { amount, key, chargeId }: { amount: number; key: string; chargeId: string },
      event: number,
    ): Reply<{ id: string }> => {
      const earlier = refunds.find((entry) => entry.key === key);
      if (earlier !== undefined) return again(earlier);
      if (!Number.isFinite(amount)) return notAnAmount();
      const id = `re_${refunds.length + 1}`;
      refunds.push({ id, chargeId, key, amount, event });
      return {
        kind: "done",
        value: { id },
        what: `refunded ${id} of ${chargeId}, ${amount.toFixed(2)}`,
      };
    };

    return {
      ledger: { charges, refunds, declines },
      client: {
        charge: (method, amount, key) =>
          boundary.call(`${name}.charge`, { method, amount, key }, charge),
        refund: (method, amount, key, chargeId) =>
          boundary.call(`${name}.refund`, { method, amount, key, chargeId }, refund),
      },
    };
  };
}

/** JSON has no NaN, so a sum that went wrong arrives as `null`. */
function notAnAmount(): Reply<never> {
  return { kind: "refused", error: new TypeError("an amount must be a number") };
}

function again({ id }: { readonly id: string }): Reply<{ id: string }> {
  return { kind: "done", value: { id }, what: `known key, ${id} again` };
}
