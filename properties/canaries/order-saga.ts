import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { NotificationClient } from "../../src/index.ts";
import {
  type KeyedInventory,
  type KeyedPayment,
  type KeyedShipping,
  RefusedError,
} from "./keyed-services.ts";

/** What a canary orders: one article. */
export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly [{ readonly sku: string; readonly qty: number; readonly price: number }];
  readonly token: string;
  readonly zip: string;
}

/** The clients that the saga calls. */
export interface Clients {
  readonly inventory: KeyedInventory;
  readonly payment: KeyedPayment;
  readonly shipping: KeyedShipping;
  readonly notification: NotificationClient;
}

/** What a stage of the saga works with. */
export interface Running extends Clients {
  readonly order: Order;
  readonly context: DurableContext;
  /** The first one runs first. */
  readonly undos: (() => Promise<unknown>)[];
}

export type Stage = (saga: Running) => Promise<unknown>;

/** When to try a step again; `attempt` counts from 1. */
export type Retry = (error: Error, attempt: number) => Retried;
type Retried = { readonly shouldRetry: boolean; readonly delay?: { readonly seconds: number } };

const again: Retried = { shouldRetry: true, delay: { seconds: 1 } };
const never: Retried = { shouldRetry: false };

/** Until the service accepts or refuses. */
const untilAnswered: Retry = (error) => (isRefusal(error) ? never : again);
/** Up to three attempts, if the service does not answer. */
export const fewTimes: Retry = (error, attempt) =>
  attempt < 3 ? untilAnswered(error, attempt) : never;
/** Whatever the answer is. */
export const always: Retry = () => again;

/** The stages of a saga that breaks nothing: a canary replaces, reorders or leaves out some. */
export const stages: {
  readonly validate: Stage;
  readonly reserve: Stage;
  readonly charge: Stage;
  readonly ship: Stage;
  readonly confirm: Stage;
} = {
  validate: async ({ context, order }) =>
    context.step("validate", async () => validate(order), { retryStrategy: fewTimes }),

  // The undo stands ready before the call: whether that had an effect is not always known.
  reserve: async (saga) => {
    saga.undos.unshift(() => release(saga));
    return reserve(saga, fewTimes);
  },

  charge: async (saga) => {
    saga.undos.unshift(() => refund(saga, () => "refund"));
    return charge(saga);
  },

  // From here on there is no way back, only forward.
  ship: async (saga) => ship(saga, "ship"),

  confirm: async (saga) =>
    saga.context.step("confirm", () => confirm(saga), { retryStrategy: untilAnswered }),
};

/** Runs the stages; when one fails, the undos, and then fails. */
export function orderSaga(plan: readonly Stage[]): (clients: Clients) => DurableLambdaHandler {
  return (clients) =>
    withDurableExecution(async (order: Order, context: DurableContext) => {
      const undos: Running["undos"] = [];
      try {
        for (const stage of plan) await stage({ ...clients, order, context, undos });
      } catch (error) {
        for (const undo of undos) await undo();
        throw error;
      }
    });
}

export async function reserve(
  { context, inventory, order }: Running,
  retryStrategy: Retry,
): Promise<unknown> {
  const [{ sku, qty }] = order.items;
  const { orderId } = order;
  return context.step("reserve", () => inventory.reserve({ orderId, sku, qty }), { retryStrategy });
}

export async function release({ context, inventory, order }: Running): Promise<unknown> {
  return context.step("release", () => inventory.release(order.orderId), {
    retryStrategy: untilAnswered,
  });
}

/** How a canary may charge otherwise than it ought to. */
export interface ChargeFlaws {
  readonly key?: () => string;
  readonly amount?: number;
  readonly retry?: Retry;
}

export async function charge(
  { context, payment, order }: Running,
  flaws: ChargeFlaws = {},
): Promise<unknown> {
  const { key = () => "charge", amount = totalOf(order), retry = fewTimes } = flaws;
  const { token } = order;
  return context.step("charge", () => payment.charge({ key: key(), token, amount }), {
    retryStrategy: retry,
  });
}

export async function refund({ context, payment }: Running, key: () => string): Promise<unknown> {
  return context.step("refund", () => payment.refund(key()), { retryStrategy: untilAnswered });
}

export async function ship(
  { context, shipping, order: { orderId, zip } }: Running,
  key: string,
): Promise<unknown> {
  return context.step(key, () => shipping.create({ key, orderId, zip }), {
    retryStrategy: untilAnswered,
  });
}

export async function confirm({ notification, order }: Running): Promise<void> {
  return notification.send(order.customerId, order.orderId, "TRK-1");
}

function totalOf({ items: [{ price, qty }] }: Order): number {
  return price * qty;
}

function validate({ items: [{ qty }] }: Order): void {
  if (qty < 1) throw new RefusedError("an order needs at least one unit");
}

function isRefusal(error: Error): boolean {
  return error.name === "RefusedError";
}
