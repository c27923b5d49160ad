// First, so that code under test which is loaded later finds the patched globals.
import "./kernel/sandbox/install.ts";

export { BugError, UsageError } from "./kernel/errors.ts";
export type { Outcome, WireError } from "./kernel/outcome.ts";
export type { CallAnswer, InvocationEnd, TraceEvent, TraceIndex } from "./kernel/trace.ts";

export type { Adversary } from "./faults/adversary.ts";
export {
  type Fault,
  type FaultFamily,
  allFaults,
  callFaults,
  checkpointFaults,
  faultFamilies,
  faultsAt,
  usualFamilies,
} from "./faults/fault.ts";
export type { Burst, FaultPoint, FaultSchedule, Strike } from "./faults/schedule.ts";

export type {
  FinishedExecution,
  FinishedTrial,
  Invariant,
  Violation,
} from "./invariants/invariant.ts";
export type { Sometimes } from "./invariants/sometimes.ts";
export type { BrokenInvariant } from "./invariants/judge.ts";
export { atMostOneParcel } from "./invariants/at-most-one-parcel.ts";
export { chargeKeyNeverChanges } from "./invariants/charge-key-never-changes.ts";
export { chargedAmountIsOrderTotal } from "./invariants/charged-amount-is-order-total.ts";
export { completedStepsDoNotRunAgain } from "./invariants/completed-steps-do-not-run-again.ts";
export { confirmationOnlyForSuccessfulOrder } from "./invariants/confirmation-only-for-successful-order.ts";
export { declinedCardIsNotChargedAgain } from "./invariants/declined-card-is-not-charged-again.ts";
export { invalidOrderCallsNoService } from "./invariants/invalid-order-calls-no-service.ts";
export { noChargeWithoutRefund } from "./invariants/no-charge-without-refund.ts";
export { noDuplicateCharge } from "./invariants/no-duplicate-charge.ts";
export { noStockHeldForFailedOrder } from "./invariants/no-stock-held-for-failed-order.ts";
export { nothingShippedForFailedOrder } from "./invariants/nothing-shipped-for-failed-order.ts";
export { refundsNeverExceedCharges } from "./invariants/refunds-never-exceed-charges.ts";
export { releasesNeverExceedReservations } from "./invariants/releases-never-exceed-reservations.ts";
export { stockIsNeverOversold } from "./invariants/stock-is-never-oversold.ts";
export { undosInReverseOrder } from "./invariants/undos-in-reverse-order.ts";

export type { CallBoundary } from "./services/call-boundary.ts";
export type { CallSettings } from "./services/call-settings.ts";
export type { Circumstances, Effect, Mishap, Reply } from "./services/effect.ts";
export type { CardPaymentsOptions } from "./services/card-books.ts";
export { type CardPaymentsClient, cardPayments } from "./services/card-payments.ts";
export type { PaymentRequest, PaymentView, RefundView } from "./services/card-views.ts";
export { type EscalationsClient, escalations } from "./services/escalations.ts";
export type { IdempotencyOptions, IdempotencyProfile } from "./services/idempotency.ts";
export { type LabelsClient, type LabelsOptions, labels } from "./services/labels.ts";
export { type MailClient, mail } from "./services/mail.ts";
export { ProviderError, statusError } from "./services/provider-error.ts";
export {
  type ReservationsClient,
  type ReservationsOptions,
  reservations,
} from "./services/reservations.ts";
export type * from "./services/ledgers.ts";
export type { ClientsOf, LedgersOf, Service, ServiceFactory } from "./services/service.ts";
export { type InventoryClient, inventory } from "./services/inventory.ts";
export { type NotificationClient, notification } from "./services/notification.ts";
export { type PaymentClient, payment } from "./services/payment.ts";
export { type ShippingClient, shipping } from "./services/shipping.ts";

export type { CallbackReaction, CallbackScript, OpenCallback } from "./lambda/callback-desk.ts";
export type { Functions, PlainFunction, TargetFunction } from "./lambda/functions.ts";
export type { HistoryEvent } from "./lambda/history.ts";
export { crash } from "./lambda/lambda-context.ts";
export { type Limits, awsLimits } from "./lambda/limits.ts";
export type { Operation } from "./lambda/operation.ts";
export type { LambdaSettings, TrialBounds } from "./lambda/settings.ts";

export { type Missed, type Replay, replay } from "./trial/replay.ts";
export { runTrial, runTrialNow } from "./trial/run-trial.ts";
export {
  type SimulatedExecution,
  type SimulatedRun,
  simulate,
  simulateNow,
} from "./trial/simulate.ts";
export type { SimulateOptions } from "./trial/simulate-options.ts";
export { type Scenario, parseScenario, renderScenario, sameExpectation } from "./trial/scenario.ts";
export { expectationOf } from "./trial/scenario.ts";
export { type Seed, type TrialResult, traceHash } from "./trial/trial.ts";
export type { Verdict } from "./trial/verdict.ts";
export {
  type Example,
  type OtherExecution,
  type World,
  type WorldDefinition,
  defineWorld,
} from "./trial/world.ts";

export { type ScheduleLimits, scheduleArbitrary } from "./search/burst-arbitrary.ts";
export type { Exploration, Finding } from "./search/finding.ts";
export { type ExploreOptions, type Attendant, explore } from "./search/explore.ts";
export { swarm } from "./search/swarm.ts";

export {
  orderAsPublished,
  orderAsPublishedOnStripe,
  orderAsPublishedWithoutKeys,
  orderSagaAsPublished,
} from "./worlds/order-as-published.ts";
export {
  type OrderCode,
  orderHardened,
  orderHardenedAlone,
  orderHardenedWith,
  orderServices,
} from "./worlds/order-hardened.ts";
export {
  orderByAwsDocs,
  orderBySdkConcepts,
  orderByTemporalSample,
} from "./worlds/order-textbooks.ts";
export { ordersHardened, ordersHardenedWith } from "./worlds/orders-hardened.ts";
export { worlds } from "./worlds/worlds.ts";
