import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { type Outcome, askUntil, attempt, hasId, patiently, seldom } from "./attempt.ts";
import { keysOf } from "./keys.ts";
import type { HardenedOrder, HardenedServices, Payment } from "./ports.ts";
import type { ValidOrder } from "./validate.ts";

/** Whether something is as if it had never been, or why a person has to look. */
export type Undone =
  | { readonly kind: "undone" }
  | { readonly kind: "escalate"; readonly action: string; readonly why: string };

/** What undoing has to know of an order. */
type UndoneOrder = Pick<ValidOrder, "orderId" | "keysUntilMs">;

const undone: Undone = { kind: "undone" };

/** Puts the stock back, and forbids a reservation that is still on its way: the id is buried. */
export async function undoReservation(
  context: DurableContext,
  { stock }: HardenedServices,
  { orderId }: Pick<HardenedOrder, "orderId">,
): Promise<Undone> {
  const released = await attempt(context, {
    name: "release-stock",
    policy: patiently,
    ask: () => stock.release(keysOf(orderId).reservation),
    isAnswer: hasId,
  });
  return released.kind === "done" ? undone : escalate("stock", released);
}

/** Lets the money go, wherever it is: by its key where the payment's id was never heard. */
export async function undoPayment(
  context: DurableContext,
  services: HardenedServices,
  order: ValidOrder,
  paymentId: string | undefined,
): Promise<Undone> {
  const found = paymentId === undefined ? await findPayment(context, services, order) : undefined;
  if (found?.kind === "unknown") return escalate("payment", found);
  const id = paymentId ?? (found?.kind === "done" ? found.value : undefined);
  // What nobody knows the id of, nobody can confirm: it never moves money.
  if (id === undefined) return undone;
  return await cancelOrRefund(context, services, order, id);
}

/** The id of the order's payment: from the answer that was lost, or from the provider's list. */
async function findPayment(
  context: DurableContext,
  { payments }: HardenedServices,
  { orderId, card, total, currency, keysUntilMs }: ValidOrder,
): Promise<Outcome<string | undefined>> {
  const request = { orderId, card, amount: total, currency };
  // Whoever has just said that there are too many requests is not asked at once.
  await context.wait("let-the-provider-be", { minutes: 1 });
  const learnt = await attempt(context, {
    name: "learn-payment",
    policy: patiently,
    ask: askUntil(keysUntilMs, () => payments.create(request, keysOf(orderId).createPayment)),
    isAnswer: hasId,
  });
  if (learnt.kind === "done") return { kind: "done", value: learnt.value.id };
  const listed = await attempt(context, {
    name: "list-payments",
    policy: patiently,
    ask: () => payments.list(orderId),
    isAnswer: Array.isArray,
  });
  return listed.kind === "done" ? { kind: "done", value: listed.value[0]?.id } : learnt;
}

/** Cancelling is a fence, too: what comes late finds a payment that is over. */
export async function cancelOrRefund(
  context: DurableContext,
  services: HardenedServices,
  order: UndoneOrder,
  id: string,
): Promise<Undone> {
  const { payments } = services;
  for (const epoch of [1, 2, 3]) {
    const canceled = await attempt(context, {
      name: `cancel-payment-${epoch}`,
      policy: patiently,
      ask: askUntil(order.keysUntilMs, () =>
        payments.cancel(id, keysOf(order.orderId).cancelPayment(epoch)),
      ),
      isAnswer: hasId,
    });
    if (canceled.kind === "done") return undone;
    const seen = await lookAt(context, services, id, `look-at-payment-${epoch}`);
    if (seen.kind !== "done") return escalate("payment", seen);
    if (seen.value.status === "canceled") return undone;
    if (seen.value.status === "succeeded") {
      return await refund(context, services, order, seen.value);
    }
  }
  return { kind: "escalate", action: "payment", why: "it can be neither canceled nor refunded" };
}

async function refund(
  context: DurableContext,
  services: HardenedServices,
  { orderId, keysUntilMs }: UndoneOrder,
  { id, amount }: Payment,
): Promise<Undone> {
  const { payments } = services;
  const accepted = await attempt(context, {
    name: "refund-payment",
    policy: patiently,
    ask: askUntil(keysUntilMs, () => payments.refund(id, amount, keysOf(orderId).refund)),
    isAnswer: hasId,
  });
  if (accepted.kind !== "done") return await settleRefund(context, services, id, accepted);
  const ended = await attempt(context, {
    name: "await-refund",
    policy: seldom,
    ask: async () => {
      const seen = await payments.retrieveRefund(accepted.value.id);
      if (seen.status === "pending") throw new Error("the refund is pending");
      return seen;
    },
    isAnswer: hasId,
  });
  if (ended.kind === "done" && ended.value.status === "succeeded") return undone;
  return {
    kind: "escalate",
    action: "payment",
    why: ended.kind === "done" ? `the refund ${ended.value.status}` : whyOf(ended),
  };
}

/** Longer than a request can be on its way, or the provider take to put right what failed. */
const quietMinutes = 10;

/** A second refund could be one too many: what became of the first has to be seen. */
async function settleRefund(
  context: DurableContext,
  services: HardenedServices,
  id: string,
  asked: Exclude<Outcome<unknown>, { readonly kind: "done" }>,
): Promise<Undone> {
  await context.wait("refund-may-be-on-its-way", { minutes: quietMinutes });
  const seen = await lookAt(context, services, id, "look-at-refund");
  const isBack = seen.kind === "done" && seen.value.amountRefunded === seen.value.amount;
  return isBack ? undone : escalate("payment", asked);
}

function lookAt(
  context: DurableContext,
  { payments }: HardenedServices,
  id: string,
  name: string,
): Promise<Outcome<Payment>> {
  const ask = () => payments.retrieve(id);
  return attempt(context, { name, policy: patiently, ask, isAnswer: hasId });
}

function escalate(
  action: string,
  outcome: Exclude<Outcome<unknown>, { readonly kind: "done" }>,
): Undone {
  return { kind: "escalate", action, why: whyOf(outcome) };
}

function whyOf(outcome: Exclude<Outcome<unknown>, { readonly kind: "done" }>): string {
  return outcome.kind === "refused" ? outcome.code : outcome.why;
}
