import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import {
  type Outcome,
  askUntil,
  attempt,
  hasId,
  ifMissing,
  patiently,
  promptly,
  untilDone,
} from "./attempt.ts";
import { keysOf } from "./keys.ts";
import type { Ending, HardenedOrder, HardenedServices, Reservation } from "./ports.ts";
import { type Undone, undoPayment, undoReservation } from "./undo.ts";
import { type ValidOrder, validate } from "./validate.ts";

/** One order on its way. */
interface Flow {
  readonly context: DurableContext;
  readonly services: HardenedServices;
  readonly order: ValidOrder;
}

/** What is to be undone, registered before it is done: a call that fails may have happened. */
interface Undo {
  readonly run: (context: DurableContext) => Promise<Undone>;
}

/**
 * An order saga that is to end well under any schedule of faults, but where AWS itself ends it: then the
 * reconciler (reconciler.ts) finds all that was done by the order's id.
 *
 * Reserve, pay, and buy a label, which is the pivot: what fails before it is undone, what fails after it is
 * done later. Every call has the same key however often it is made; whether it happened is found out, never
 * assumed; and no error is thrown for what is to be expected.
 */
export function hardenedOrderSaga(services: HardenedServices): DurableLambdaHandler {
  return withDurableExecution(
    async (input: HardenedOrder, context: DurableContext): Promise<Ending> => {
      // Stored, so that a later version of the code or of its settings cannot change what was ordered.
      const checked = await context.step("freeze-order", async () => validate(input, Date.now()));
      if (checked.kind === "invalid") return { status: "rejected", why: checked.why };
      const { order } = checked;
      const flow = { context, services, order };
      const undos: Undo[] = [];
      const crossed = await approachPivot(flow, undos);
      switch (crossed.kind) {
        case "crossed":
          return await finish(flow, crossed.shipmentId);
        case "undo":
          return await undoAll(flow, undos, crossed.why);
        case "hold":
          // Shipped and refunded is worse than late: only a person can tell.
          await escalate(flow, "label", crossed.why);
          return { status: "attention", orderId: order.orderId, why: crossed.why };
        default:
          return crossed satisfies never;
      }
    },
  );
}

/** Whether the label is bought, is not, or nobody knows. */
type Crossing =
  | { readonly kind: "crossed"; readonly shipmentId: string }
  | { readonly kind: "undo"; readonly why: string }
  | { readonly kind: "hold"; readonly why: string };

async function approachPivot(flow: Flow, undos: Undo[]): Promise<Crossing> {
  const { context, services, order } = flow;
  const { stock, carrier } = services;
  const { orderId, lines, zip, forwardUntilMs } = order;
  const keys = keysOf(orderId);

  undos.push({ run: (child) => undoReservation(child, services, order) });
  const reserved = await attempt(context, {
    name: "reserve-stock",
    policy: promptly,
    ask: askUntil(forwardUntilMs, () => stock.reserve(keys.reservation, orderId, lines)),
    isAnswer: hasId,
  });
  if (reserved.kind !== "done") return giveUp("reserve-stock", reserved);
  if (!holdsAll(reserved.value, lines)) return { kind: "undo", why: "reserve-stock: too little" };

  const paid = await pay(flow, undos);
  if (paid.kind !== "done") return giveUp("payment", paid);

  const shipment = await attempt(context, {
    name: "create-shipment",
    policy: promptly,
    ask: askUntil(forwardUntilMs, () => carrier.create(keys.shipment, orderId, zip)),
    isAnswer: hasId,
  });
  if (shipment.kind !== "done") return giveUp("create-shipment", shipment);
  return await buyLabel(flow, shipment.value.id);
}

/** A warehouse may say yes to less than it was asked for. */
function holdsAll(held: Reservation, lines: ValidOrder["lines"]): boolean {
  const unitsOf = (sku: string, some: readonly { readonly sku: string; readonly qty: number }[]) =>
    some.reduce((sum, line) => sum + (line.sku === sku ? line.qty : 0), 0);
  return lines.every(({ sku }) => unitsOf(sku, held.lines) === unitsOf(sku, lines));
}

async function pay({ context, services, order }: Flow, undos: Undo[]): Promise<Outcome<unknown>> {
  const { payments } = services;
  const { orderId, card, total, currency, forwardUntilMs } = order;
  const keys = keysOf(orderId);
  let paymentId: string | undefined;

  undos.push({ run: (child) => undoPayment(child, services, order, paymentId) });
  const created = await attempt(context, {
    name: "create-payment",
    policy: promptly,
    ask: askUntil(forwardUntilMs, () =>
      payments.create({ orderId, card, amount: total, currency }, keys.createPayment),
    ),
    isAnswer: hasId,
  });
  if (created.kind !== "done") return created;
  const { id } = created.value;
  paymentId = id;

  const authorised = await attempt(context, {
    name: "authorise-payment",
    policy: promptly,
    ask: askUntil(forwardUntilMs, () => payments.confirm(id, keys.confirmPayment)),
    isAnswer: hasId,
  });
  if (authorised.kind !== "done") return authorised;
  return await attempt(context, {
    name: "capture-payment",
    policy: promptly,
    ask: askUntil(forwardUntilMs, () => payments.capture(id, keys.capturePayment)),
    isAnswer: hasId,
  });
}

/** The pivot. */
async function buyLabel({ context, services, order }: Flow, shipmentId: string): Promise<Crossing> {
  const { carrier } = services;
  const bought = await attempt(context, {
    name: "buy-label",
    policy: promptly,
    ask: askUntil(order.forwardUntilMs, () => carrier.buy(shipmentId)),
    isAnswer: hasId,
  });
  if (bought.kind === "done") return { kind: "crossed", shipmentId };
  if (bought.kind === "refused") {
    // An earlier attempt bought it, and its answer was lost.
    return bought.code === "SHIPMENT.POSTAGE.EXISTS"
      ? { kind: "crossed", shipmentId }
      : { kind: "undo", why: bought.code };
  }
  const settled = await attempt(context, {
    name: "settle-label",
    policy: promptly,
    ask: async () => {
      // The shipment is there: where it is not found, a replica is behind.
      const seen = await carrier.find(keysOf(order.orderId).shipment).catch(ifMissing);
      if (seen?.status !== "purchased") throw new Error("the label may still be on its way");
      return seen;
    },
    isAnswer: hasId,
  });
  return settled.kind === "done"
    ? { kind: "crossed", shipmentId }
    : { kind: "hold", why: "nobody knows whether there is a label" };
}

/** Behind the pivot there is only forward. */
async function finish(flow: Flow, shipmentId: string): Promise<Ending> {
  const { context, services, order } = flow;
  const { stock, mailer } = services;
  const { orderId, keysUntilMs } = order;
  const keys = keysOf(orderId);

  const committed = await attempt(context, {
    name: "commit-stock",
    policy: patiently,
    ask: () => stock.commit(keys.reservation),
    isAnswer: hasId,
  });
  if (committed.kind !== "done") {
    await escalate(flow, "stock", "sold, but not taken from stock");
  }
  const sent = await attempt(context, {
    name: "send-confirmation",
    policy: promptly,
    ask: askUntil(keysUntilMs, () => mailer.send(orderId, "confirmed", keys.confirmation)),
    isAnswer: hasId,
  });
  if (sent.kind !== "done") await escalate(flow, "mail", "not confirmed");
  return { status: "confirmed", orderId, shipmentId };
}

/** In a context of its own, in reverse order; none is left out because another one failed. */
async function undoAll(flow: Flow, undos: readonly Undo[], why: string): Promise<Ending> {
  const { orderId } = flow.order;
  const failed = await flow.context.runInChildContext("undo", async (child) => {
    const escalations: Extract<Undone, { kind: "escalate" }>[] = [];
    for (const { run } of undos.toReversed()) {
      const result = await run(child);
      if (result.kind === "escalate") escalations.push(result);
    }
    return escalations;
  });
  for (const { action, why: reason } of failed) {
    await escalate(flow, action, reason);
  }
  return { status: failed.length === 0 ? "undone" : "attention", orderId, why };
}

/** If not even this can be written, the execution goes on trying, or ends and alarms people so. */
async function escalate(
  { context, services, order }: Flow,
  action: string,
  why: string,
): Promise<void> {
  const write = () => services.escalations.write(order.orderId, action, why);
  await context.step(`escalate-${action}`, write, {
    retryStrategy: untilDone,
  });
}

function giveUp(
  what: string,
  outcome: Exclude<Outcome<unknown>, { readonly kind: "done" }>,
): Crossing {
  const why = outcome.kind === "refused" ? outcome.code : outcome.why;
  return { kind: "undo", why: `${what}: ${why}` };
}
