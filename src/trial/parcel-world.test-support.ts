import {
  createRetryStrategy,
  type DurableContext,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import fc from "fast-check";
import { z } from "zod";
import { atMostOneParcel } from "../invariants/at-most-one-parcel.ts";
import { noChargeWithoutRefund } from "../invariants/no-charge-without-refund.ts";
import type { PaymentLedger, ShippingLedger } from "../services/ledgers.ts";
import { type PaymentClient, payment } from "../services/payment.ts";
import { type ShippingClient, shipping } from "../services/shipping.ts";
import { type World, defineWorld } from "./world.ts";

/** An order that is only its id and a place; the place "nowhere" is not delivered to. */
export interface ParcelOrder {
  readonly orderId: string;
  readonly zip: string;
}

interface Clients {
  readonly payment: PaymentClient;
  readonly shipping: ShippingClient;
}

const order: ParcelOrder = { orderId: "o1", zip: "somewhere" };

/**
 * A world small enough to be searched in a moment: charges 1.00, then ships, both at most twice. It
 * never refunds, and its parcels have no key.
 */
export const parcelWorld: World<
  ParcelOrder,
  { readonly payment: PaymentLedger; readonly shipping: ShippingLedger }
> = parcelWorldWith(async (context, { orderId, zip }, clients) => {
  const retryStrategy = createRetryStrategy({ maxAttempts: 2 });
  const charge = async () =>
    clients.payment.charge({ type: "card", token: "tok" }, 1, `${orderId}/charge`);
  await context.step("charge", charge, { retryStrategy });
  const ship = async () => clients.shipping.create(orderId, { street: "", city: "", zip }, []);
  await context.step("ship", ship, { retryStrategy });
});

/** The same world around another saga. */
export function parcelWorldWith(
  saga: (context: DurableContext, order: ParcelOrder, clients: Clients) => Promise<unknown>,
): typeof parcelWorld {
  return defineWorld({
    name: "parcel",
    services: {
      payment: payment({ declinedTokens: [], declinedError: (message) => new Error(message) }),
      shipping: shipping({
        undeliverableZips: ["nowhere"],
        undeliverableError: (message) => new RangeError(message),
      }),
    },
    handler: (clients) =>
      withDurableExecution((input: ParcelOrder, context: DurableContext) =>
        saga(context, input, clients),
      ),
    input: fc
      .constantFrom("somewhere", "nowhere")
      .map((zip): ParcelOrder => ({ orderId: "o1", zip })),
    inputSchema: z.strictObject({ orderId: z.string(), zip: z.string() }),
    examples: [{ name: "an order", input: order }],
    invariants: [noChargeWithoutRefund, atMostOneParcel],
    bounds: { maxInvocations: 60, maxEvents: 2_000 },
  });
}
