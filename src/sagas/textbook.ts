import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { keysOf } from "./hardened/keys.ts";
import type { HardenedOrder, HardenedServices } from "./hardened/ports.ts";

/** In what the textbooks differ. */
interface Textbook {
  /** When a step's undo goes on the list: before its call, or once that has returned. */
  readonly registers: "before the call" | "after the call";
  /** What an undo that fails for good does to those behind it. */
  readonly failedUndo: "aborts" | "is swallowed";
}

interface Undo {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** The saga pattern of AWS's developer guide: each successful step leaves its undo, undone in durable steps. */
export function sagaOfAwsDocs(services: HardenedServices): DurableLambdaHandler {
  return textbookSaga(services, { registers: "after the call", failedUndo: "aborts" });
}

/** The saga of the SDK's page on concepts: undo registered before its call. */
export function sagaOfSdkConcepts(services: HardenedServices): DurableLambdaHandler {
  return textbookSaga(services, { registers: "before the call", failedUndo: "aborts" });
}

/** The saga of Temporal's samples for TypeScript, as a durable function: an undo that fails is logged. */
export function sagaOfTemporalSample(services: HardenedServices): DurableLambdaHandler {
  return textbookSaga(services, { registers: "after the call", failedUndo: "is swallowed" });
}

/** The order of AWS's example: reserve, charge, ship. With keys, which the textbooks leave to the reader. */
function textbookSaga(services: HardenedServices, textbook: Textbook): DurableLambdaHandler {
  const { payments, stock, carrier } = services;
  return withDurableExecution(async (order: HardenedOrder, context: DurableContext) => {
    const { orderId, card, currency, lines, zip } = order;
    const keys = keysOf(orderId);
    const amount = lines.reduce((sum, { qty, unitPrice }) => sum + qty * unitPrice, 0);
    const undos: Undo[] = [];
    const run = async <Value>(name: string, ask: () => Promise<Value>, undo?: Undo) => {
      if (undo !== undefined && textbook.registers === "before the call") undos.push(undo);
      const value = await context.step(name, async () => ask());
      if (undo !== undefined && textbook.registers === "after the call") undos.push(undo);
      return value;
    };
    const refund: Undo = { name: "refund-payment", run: () => giveBack(services, orderId) };
    try {
      await run("reserve-stock", () => stock.reserve(keys.reservation, orderId, lines), {
        name: "release-stock",
        run: () => stock.release(keys.reservation),
      });
      const { id } = await run("create-payment", () =>
        payments.create({ orderId, card, amount, currency }, keys.createPayment),
      );
      await run("hold-payment", () => payments.confirm(id, keys.confirmPayment));
      await run("charge-payment", () => payments.capture(id, keys.capturePayment), refund);
      const shipment = await run("create-shipment", () =>
        carrier.create(keys.shipment, orderId, zip),
      );
      await run("buy-label", () => carrier.buy(shipment.id), {
        name: "void-label",
        run: () => carrier.void(shipment.id),
      });
      return { status: "confirmed", orderId };
    } catch (error) {
      await undoAll(context, undos, textbook);
      throw error;
    }
  });
}

async function undoAll(
  context: DurableContext,
  undos: readonly Undo[],
  { failedUndo }: Textbook,
): Promise<void> {
  for (const { name, run } of undos.toReversed()) {
    try {
      await context.step(name, async () => run());
    } catch (error) {
      if (failedUndo === "aborts") throw error;
      context.logger.error(`${name} failed`, error);
    }
  }
}

/** By the order's id, so that it needs nothing that a lost reply would have told. */
async function giveBack({ payments }: HardenedServices, orderId: string): Promise<void> {
  for (const { id, amount, status } of await payments.list(orderId)) {
    if (status === "succeeded") await payments.refund(id, amount, keysOf(orderId).refund);
    else await payments.cancel(id, keysOf(orderId).cancelPayment(1));
  }
}
