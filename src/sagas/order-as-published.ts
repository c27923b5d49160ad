import { randomUUID } from "node:crypto";
import {
  type DurableContext,
  type DurableLambdaHandler,
  createRetryStrategy,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import {
  NetworkError,
  type OrderEvent,
  type OrderServices,
  PaymentDeclinedError,
} from "./order.ts";

interface Undo {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

const networkErrorsOnly = createRetryStrategy({
  maxAttempts: 5,
  initialDelay: { seconds: 1 },
  maxDelay: { seconds: 30 },
  backoffRate: 2,
  retryableErrorTypes: [NetworkError],
});

const anyError = createRetryStrategy({
  maxAttempts: 3,
  initialDelay: { seconds: 2 },
  backoffRate: 1,
});

/** Declined cards are final; anything else is worth five attempts. */
function retryPayment(error: Error, attempt: number) {
  if (error instanceof PaymentDeclinedError || attempt >= 5) return { shouldRetry: false };
  const seconds = Math.round(Math.random() * Math.min(2 ** (attempt - 1), 30));
  return { shouldRetry: true, delay: { seconds: Math.max(1, seconds) } };
}

/**
 * The order saga as an article of May 2026 publishes it: each undo is registered after its step has
 * returned, and undos run in reverse order when a later step fails. It is the accused, not a model.
 */
export function orderSagaAsPublished(services: OrderServices): DurableLambdaHandler {
  return withDurableExecution(async (order: OrderEvent, context: DurableContext) => {
    const undos: Undo[] = [];
    try {
      return await placeOrder(services, order, context, undos);
    } catch (error) {
      context.logger.error("order failed, undoing what was done", error);
      await undoAll(context, undos);
      throw error;
    }
  });
}

async function placeOrder(
  services: OrderServices,
  order: OrderEvent,
  context: DurableContext,
  undos: Undo[],
) {
  const { inventory, payment, shipping, notification } = services;
  const { orderId, customerId, items, paymentMethod, shippingAddress } = order;

  const { total } = await context.step("validate-order", async () => validate(order), {
    retryStrategy: () => ({ shouldRetry: false }),
  });

  const reservation = await context.step(
    "reserve-inventory",
    async () => inventory.reserve(orderId, items),
    { retryStrategy: networkErrorsOnly },
  );
  undos.push({ name: "cancel-reservation", run: () => inventory.cancel(orderId, items) });

  const key = await context.step("payment-idempotency-key", async () => randomUUID());
  const paid = await context.step(
    "charge-payment",
    async () => payment.charge(paymentMethod, total, key),
    { retryStrategy: retryPayment },
  );
  undos.push({
    name: "refund-payment",
    run: () => payment.refund(paymentMethod, total, key, paid.id),
  });

  const shipment = await context.step(
    "create-shipment",
    async () => shipping.create(orderId, shippingAddress, items),
    { retryStrategy: networkErrorsOnly },
  );

  await context.step(
    "send-confirmation",
    async () => notification.send(customerId, orderId, shipment.trackingId),
    { retryStrategy: anyError },
  );

  context.logger.info("order placed", { orderId });
  return {
    success: true,
    orderId,
    reservationId: reservation.id,
    paymentId: paid.id,
    trackingId: shipment.trackingId,
  };
}

async function undoAll(context: DurableContext, undos: readonly Undo[]): Promise<void> {
  for (const { name, run } of undos.toReversed()) {
    try {
      await context.step(name, async () => run());
    } catch (error) {
      context.logger.error(`${name} failed`, error);
    }
  }
}

function validate({ orderId, customerId, items }: OrderEvent): { valid: boolean; total: number } {
  if (!orderId || !customerId) throw new Error("order and customer ids are required");
  if (items.length === 0) throw new Error("an order needs at least one item");
  const total = items.reduce((sum, { price, qty }) => sum + price * qty, 0);
  if (total <= 0) throw new Error("an order's total must be above zero");
  return { valid: true, total };
}
