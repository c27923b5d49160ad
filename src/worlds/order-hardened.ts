import fc from "fast-check";
import { z } from "zod";
import type { OrderBooks } from "../invariants/order-books.ts";
import { orderSometimes } from "../invariants/order-sometimes.ts";
import type { HardenedOrder } from "../sagas/hardened/ports.ts";
import { type DeadOrder, orderReconciler } from "../sagas/hardened/reconciler.ts";
import { hardenedOrderSaga } from "../sagas/hardened/saga.ts";
import { type CardPaymentsClient, cardPayments } from "../services/card-payments.ts";
import { type EscalationsClient, escalations } from "../services/escalations.ts";
import { type LabelsClient, labels } from "../services/labels.ts";
import type {
  CardLedger,
  EscalationsLedger,
  LabelsLedger,
  MailLedger,
  ReservationsLedger,
} from "../services/ledgers.ts";
import { type MailClient, mail } from "../services/mail.ts";
import { statusError } from "../services/provider-error.ts";
import { type ReservationsClient, reservations } from "../services/reservations.ts";
import type { ServiceFactory } from "../services/service.ts";
import { invariantsOfHardenedOrder } from "./order-invariants.ts";
import { type Example, type World, type WorldDefinition, defineWorld } from "../trial/world.ts";

/** An order that goes well where nothing goes wrong. */
export const plainOrder: HardenedOrder = {
  orderId: "ORD-1",
  lines: [{ sku: "ITEM-1", qty: 1, unitPrice: 100 }],
  currency: "usd",
  card: "card_valid",
  zip: "98101",
};

/** The simplest order for each way in which the services may decide. */
export const orderExamples: readonly Example<HardenedOrder>[] = [
  { name: "a plain order", input: plainOrder },
  { name: "an order with a declined card", input: { ...plainOrder, card: "card_stolen" } },
  { name: "an order that nobody delivers", input: { ...plainOrder, zip: "00000" } },
  {
    name: "an order that is out of stock",
    input: { ...plainOrder, lines: [{ sku: "SOLD-OUT", qty: 1, unitPrice: 100 }] },
  },
  { name: "an order without lines", input: { ...plainOrder, lines: [] } },
];

/** Orders of every kind. */
export const orderArbitrary: fc.Arbitrary<HardenedOrder> = fc.record({
  orderId: fc.constant("ORD-1"),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom("ITEM-1", "ITEM-2", "SOLD-OUT"),
      qty: fc.integer({ min: 1, max: 4 }),
      unitPrice: fc.integer({ min: 1, max: 20_000 }),
    }),
    { maxLength: 3 },
  ),
  currency: fc.constant("usd"),
  card: fc.constantFrom("card_valid", "card_valid", "card_valid", "card_stolen"),
  zip: fc.constantFrom("98101", "98101", "98101", "00000"),
});

/** What an order of a scenario file must look like. */
export const orderSchema: z.ZodType<HardenedOrder> = z.strictObject({
  orderId: z.string(),
  lines: z.array(
    z.strictObject({ sku: z.string().min(1), qty: z.number(), unitPrice: z.number() }),
  ),
  currency: z.string(),
  card: z.string(),
  zip: z.string(),
});

/** Third parties in the manner of Stripe, an inventory with holds, EasyPost and Resend. */
export const orderServices: {
  readonly payments: ServiceFactory<CardPaymentsClient, CardLedger>;
  readonly stock: ServiceFactory<ReservationsClient, ReservationsLedger>;
  readonly carrier: ServiceFactory<LabelsClient, LabelsLedger>;
  readonly mailer: ServiceFactory<MailClient, MailLedger>;
  readonly escalations: ServiceFactory<EscalationsClient, EscalationsLedger>;
} = {
  payments: cardPayments({ profile: "stripe-v1", declines: { card_stolen: "stolen_card" } }),
  stock: reservations({ onHand: { "ITEM-1": 20, "ITEM-2": 5, "SOLD-OUT": 0 } }),
  carrier: labels({ undeliverableZips: ["00000"] }),
  mailer: mail({ profile: "success-only" }),
  escalations: escalations(),
};

/** An order saga, and whoever looks after an order that AWS has ended. */
export interface OrderCode {
  readonly saga: typeof hardenedOrderSaga;
  readonly reconciler: typeof orderReconciler;
}

const hardened: OrderCode = { saga: hardenedOrderSaga, reconciler: orderReconciler };

const around = {
  input: orderArbitrary,
  inputSchema: orderSchema,
  examples: orderExamples,
  calls: { statusError },
  invariants: invariantsOfHardenedOrder,
} satisfies Omit<
  WorldDefinition<HardenedOrder, typeof orderServices>,
  "name" | "handler" | "services"
>;

/** The world of one order around other code, or with other services; `name` says what differs. */
export function orderHardenedWith(
  name: string,
  { saga, reconciler }: OrderCode = hardened,
  services: typeof orderServices = orderServices,
): World<HardenedOrder, OrderBooks> {
  return defineWorld({
    ...around,
    name,
    handler: saga,
    services,
    // The end of a reconciler is such an event, too: it is started until one has come to its end.
    onEnded: (clients, { input, outcome, startedMs }) =>
      outcome.status === "SUCCEEDED"
        ? []
        : [
            {
              label: "reconciler",
              handler: reconciler(clients),
              input: { startedMs, ...deadOrder(input) },
            },
          ],
    sometimes: orderSometimes,
  });
}

/** The hardened order saga with services that behave like real ones, and its reconciler. */
export const orderHardened: World<HardenedOrder, OrderBooks> = orderHardenedWith("order-hardened");

/** The same without anyone to look after an order whose execution AWS has ended. */
export const orderHardenedAlone: World<HardenedOrder, OrderBooks> = defineWorld({
  ...around,
  name: "order-hardened-alone",
  handler: hardenedOrderSaga,
  services: orderServices,
});

/** What an order's reconciler is told of an execution: its own id, or, where it was a reconciler itself, all that was told to that. */
export function deadOrder(input: unknown): { readonly orderId: string } | DeadOrder {
  const { orderId, startedMs } = input as DeadOrder;
  return startedMs === undefined ? { orderId } : { orderId, startedMs };
}
