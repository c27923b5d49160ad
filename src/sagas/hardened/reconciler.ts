import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { askUntil, attempt, hasId, patiently, untilDone } from "./attempt.ts";
import { keysMs, keysOf } from "./keys.ts";
import type { Ending, HardenedServices } from "./ports.ts";
import { type Undone, cancelOrRefund, undoReservation } from "./undo.ts";

/** What AWS's status event tells of an execution that it has ended: the order's id is its name. */
export interface DeadOrder {
  readonly orderId: string;
  /** When the order's first execution was started, ms since the epoch: no key is older. */
  readonly startedMs: number;
}

/** An order, and until when its keys are used. */
interface Keyed {
  readonly orderId: string;
  readonly keysUntilMs: number;
}

/** Longer than a request of the dead execution can still be on its way. */
const quietMinutes = 20;

/**
 * Looks after an order whose execution AWS has ended before it could undo or finish anything: started by the
 * events FAILED, TIMED_OUT and STOPPED, it finds what was done by the order's id alone. Behind the pivot it
 * finishes the order, before it undoes it.
 */
export function orderReconciler(services: HardenedServices): DurableLambdaHandler {
  return withDurableExecution(
    async ({ orderId, startedMs }: DeadOrder, context: DurableContext): Promise<Ending> => {
      const order = { orderId, keysUntilMs: startedMs + keysMs };
      await context.wait("let-things-land", { minutes: quietMinutes });
      const label = await attempt(context, {
        name: "find-label",
        policy: patiently,
        ask: () => services.carrier.find(keysOf(orderId).shipment),
        isAnswer: hasId,
      });
      if (label.kind === "unknown") {
        return await hold(context, services, orderId, [
          { kind: "escalate", action: "label", why: label.why },
        ]);
      }
      return label.kind === "done" && label.value.status === "purchased"
        ? await finish(context, services, order, label.value.id)
        : await undo(context, services, order);
    },
  );
}

async function finish(
  context: DurableContext,
  services: HardenedServices,
  { orderId, keysUntilMs }: Keyed,
  shipmentId: string,
): Promise<Ending> {
  const keys = keysOf(orderId);
  const committed = await attempt(context, {
    name: "commit-stock",
    policy: patiently,
    ask: () => services.stock.commit(keys.reservation),
    isAnswer: hasId,
  });
  const sent = await attempt(context, {
    name: "send-confirmation",
    policy: patiently,
    ask: askUntil(keysUntilMs, () => services.mailer.send(orderId, "confirmed", keys.confirmation)),
    isAnswer: hasId,
  });
  if (committed.kind !== "done") await escalate(context, services, orderId, "stock");
  if (sent.kind !== "done") await escalate(context, services, orderId, "mail");
  return { status: "confirmed", orderId, shipmentId };
}

async function undo(
  context: DurableContext,
  services: HardenedServices,
  order: Keyed,
): Promise<Ending> {
  const { orderId } = order;
  const listed = await attempt(context, {
    name: "list-payments",
    policy: patiently,
    ask: () => services.payments.list(orderId),
    isAnswer: Array.isArray,
  });
  const undone: Undone[] = [];
  if (listed.kind === "done") {
    for (const { id } of listed.value) {
      undone.push(await cancelOrRefund(context, services, order, id));
    }
  } else {
    undone.push({ kind: "escalate", action: "payment", why: "nobody knows what was paid" });
  }
  undone.push(await undoReservation(context, services, { orderId }));
  return await hold(context, services, orderId, undone);
}

/** Undone, if all of it is; otherwise for people to see. */
async function hold(
  context: DurableContext,
  services: HardenedServices,
  orderId: string,
  undone: readonly Undone[],
): Promise<Ending> {
  const failed = undone.filter((one) => one.kind === "escalate");
  for (const { action } of failed) await escalate(context, services, orderId, action);
  const why = "its execution was ended by AWS";
  return { status: failed.length === 0 ? "undone" : "attention", orderId, why };
}

async function escalate(
  context: DurableContext,
  { escalations }: HardenedServices,
  orderId: string,
  action: string,
): Promise<void> {
  const write = () => escalations.write(orderId, action, "left by an execution that AWS ended");
  await context.step(`escalate-${action}`, write, { retryStrategy: untilDone });
}
