import fc from "fast-check";
import { z } from "zod";
import {
  type Example,
  type InventoryLedger,
  type Invariant,
  type NotificationLedger,
  type PaymentLedger,
  type ShippingLedger,
  type World,
  atMostOneParcel,
  chargeKeyNeverChanges,
  chargedAmountIsOrderTotal,
  completedStepsDoNotRunAgain,
  confirmationOnlyForSuccessfulOrder,
  declinedCardIsNotChargedAgain,
  defineWorld,
  invalidOrderCallsNoService,
  noChargeWithoutRefund,
  noDuplicateCharge,
  noStockHeldForFailedOrder,
  nothingShippedForFailedOrder,
  notification,
  refundsNeverExceedCharges,
  releasesNeverExceedReservations,
  stockIsNeverOversold,
  undosInReverseOrder,
} from "../../src/index.ts";
import {
  type InventoryFlaws,
  type PaymentFlaws,
  keyedInventory,
  keyedPayment,
  keyedShipping,
} from "./keyed-services.ts";
import { type Order, type Stage, orderSaga } from "./order-saga.ts";

/** What a canary's world differs in from the others. */
export interface CanaryParts {
  readonly plan: readonly Stage[];
  readonly inventory?: InventoryFlaws;
  readonly payment?: PaymentFlaws;
  readonly maxInvocations?: number;
}

interface Ledgers {
  readonly inventory: InventoryLedger;
  readonly payment: PaymentLedger;
  readonly shipping: ShippingLedger;
  readonly notification: NotificationLedger;
}

/** A world with all invariants; `name` says what is wrong in it. */
export function canaryWorld(name: string, parts: CanaryParts): World<Order, Ledgers> {
  return defineWorld({
    name,
    handler: orderSaga(parts.plan),
    input,
    inputSchema,
    examples,
    services: {
      inventory: keyedInventory(parts.inventory),
      payment: keyedPayment(parts.payment),
      shipping: keyedShipping(),
      notification: notification(),
    },
    invariants: allInvariants,
    bounds: { maxInvocations: parts.maxInvocations ?? 60 },
  });
}

const plain: Order = {
  orderId: "ORD-1",
  customerId: "CUST-1",
  items: [{ sku: "BOOK", qty: 2, price: 10 }],
  token: "tok_valid",
  zip: "98101",
};

const examples: readonly Example<Order>[] = [
  { name: "a plain order", input: plain },
  { name: "a declined card", input: { ...plain, token: "DECLINED" } },
  { name: "an order that nobody delivers", input: { ...plain, zip: "00000" } },
  { name: "more than there is", input: { ...plain, items: [{ sku: "BOOK", qty: 6, price: 10 }] } },
  { name: "an order of nothing", input: { ...plain, items: [{ sku: "BOOK", qty: 0, price: 10 }] } },
];

const input: fc.Arbitrary<Order> = fc.constantFrom(...examples).map((example) => example.input);

const inputSchema: z.ZodType<Order> = z.strictObject({
  orderId: z.string(),
  customerId: z.string(),
  items: z.tuple([z.strictObject({ sku: z.string(), qty: z.int(), price: z.number() })]),
  token: z.string(),
  zip: z.string(),
});

const allInvariants: readonly Invariant<Order, Ledgers>[] = [
  noChargeWithoutRefund,
  noDuplicateCharge,
  refundsNeverExceedCharges,
  chargedAmountIsOrderTotal,
  noStockHeldForFailedOrder,
  releasesNeverExceedReservations,
  stockIsNeverOversold,
  nothingShippedForFailedOrder,
  atMostOneParcel,
  confirmationOnlyForSuccessfulOrder,
  declinedCardIsNotChargedAgain(),
  invalidOrderCallsNoService(({ items: [{ qty }] }) => qty > 0),
  completedStepsDoNotRunAgain({
    reserve: "inventory.reserve",
    charge: "payment.charge",
    confirm: "notification.send",
    refund: "payment.refund",
    release: "inventory.release",
  }),
  chargeKeyNeverChanges({ call: "payment.charge", key: "key" }),
  undosInReverseOrder([
    { forward: "inventory.reserve", undo: "inventory.release" },
    { forward: "payment.charge", undo: "payment.refund" },
  ]),
];
