import type { Charge, Decline, PaymentLedger, Refund } from "./ledgers.ts";
import type { Circumstances, Reply } from "./effect.ts";
import { type IdempotencyOptions, IdempotencyStore } from "./idempotency.ts";
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

interface ChargeRequest extends Readonly<Record<string, unknown>> {
  readonly method: PaymentMethod;
  readonly amount: number;
  readonly key: string;
}

interface RefundRequest extends ChargeRequest {
  readonly chargeId: string;
}

/** What a payment provider refuses, and how its client says so. */
export interface PaymentOptions {
  readonly declinedTokens: readonly string[];
  readonly declinedError: (message: string) => Error;
  /** How real providers treat keys; unless given, as articles imagine that they do. */
  readonly idempotency?: IdempotencyOptions;
}

/**
 * A payment provider that deduplicates by key, charges and refunds apart: a repeated key gives the
 * first answer again. Declines are not remembered, and refunds are not checked against the charge;
 * unless `idempotency` says how it is with keys.
 */
export function payment(options: PaymentOptions): ServiceFactory<PaymentClient, PaymentLedger> {
  return (name, boundary) => {
    const charges: Charge[] = [];
    const refunds: Refund[] = [];
    const declines: Decline[] = [];

    const store =
      options.idempotency === undefined ? undefined : new IdempotencyStore(options.idempotency);

    const charge = (request: ChargeRequest, event: number, now: Circumstances) =>
      keyed(store, { operation: "charge", ...request }, now, {
        done: charges,
        execute: () => chargeAnew(request, event),
      });

    const refund = (request: RefundRequest, event: number, now: Circumstances) =>
      keyed(store, { operation: "refund", ...request }, now, {
        done: refunds,
        execute: () => refundAnew(request, event),
      });

    const chargeAnew = (
      { method, amount, key }: ChargeRequest,
      event: number,
    ): Reply<{ id: string }> => {
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

    const refundAnew = (
      { amount, key, chargeId }: RefundRequest,
      event: number,
    ): Reply<{ id: string }> => {
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
      memory: store?.memory ?? [],
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

/** By the store's rules, or by the article's: what was done with a key is done. */
function keyed(
  store: IdempotencyStore | undefined,
  { operation, key, ...params }: { readonly operation: string; readonly key: string },
  now: Circumstances,
  work: {
    readonly done: readonly { readonly key: string; readonly id: string }[];
    readonly execute: () => Reply<{ id: string }>;
  },
): Reply<{ id: string }> {
  if (store !== undefined) return store.answer({ operation, key, params }, now, work.execute);
  const earlier = work.done.find((entry) => entry.key === key);
  return earlier === undefined ? work.execute() : again(earlier);
}
