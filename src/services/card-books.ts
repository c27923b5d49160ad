import { replicaLagMs } from "../faults/replica.ts";
import type { Effect, Reply } from "./effect.ts";
import type { CardIntent, CardLedger, CardMove, CardRefund } from "./ledgers.ts";
import type { PaymentRequest, PaymentView, RefundView } from "./card-views.ts";
import { type IdempotencyOptions, IdempotencyStore } from "./idempotency.ts";
import { declined, isAmount, missing, notAnAmount, unexpectedState } from "./card-refusals.ts";
import { refusedWith } from "./provider-error.ts";

/** How a card payment provider goes about its business; times in virtual ms. */
export interface CardPaymentsOptions extends IdempotencyOptions {
  /** Cards that are declined, with the bank's reason. */
  readonly declines: Readonly<Record<string, string>>;
  /** How long the bank holds the money of a confirmed payment; 7 days by default. */
  readonly holdTtlMs?: number;
  /** From a refund's acceptance to its end; 2 s by default. */
  readonly refundMs?: number;
  /** How far a replica may be behind; a minute by default. */
  readonly lagMs?: number;
}

type Keyed<Args> = Args & { readonly key: string };

interface OpenIntent extends CardIntent {
  readonly moves: CardMove[];
  holdUntilMs: number | undefined;
}

const dayMs = 86_400_000;

/** The books of a card payment provider, and its rules for what may be done to a payment when. */
export class CardBooks implements CardLedger {
  readonly intents: OpenIntent[] = [];
  readonly refunds: CardRefund[] = [];

  readonly #options: Required<
    Pick<CardPaymentsOptions, "declines" | "holdTtlMs" | "refundMs" | "lagMs">
  >;
  readonly #store: IdempotencyStore;
  readonly #createdMs = new Map<string, number>();

  constructor({
    declines,
    holdTtlMs = 7 * dayMs,
    refundMs = 2_000,
    lagMs = replicaLagMs,
    ...keys
  }: CardPaymentsOptions) {
    this.#options = { declines, holdTtlMs, refundMs, lagMs };
    this.#store = new IdempotencyStore(keys);
  }

  /** What its answers depend on, besides the books. */
  get memory(): readonly unknown[] {
    return [...this.#store.memory, { createdMs: this.#createdMs }];
  }

  readonly create: Effect<Keyed<PaymentRequest>, PaymentView> = (
    { key, ...params },
    event,
    now,
  ) => {
    const { amount } = params;
    // Looked at before the key is: what was never begun is not remembered.
    if (!isAmount(amount)) return notAnAmount();
    return this.#store.answer(
      { operation: "create", key, params },
      now,
      () => {
        const id = `pi_${this.intents.length + 1}`;
        const intent: OpenIntent = { id, ...params, event, moves: [], holdUntilMs: undefined };
        this.intents.push(intent);
        this.#createdMs.set(id, now.atMs);
        return this.#view(intent, now.atMs, `created ${id}, ${amount}`);
      },
      this.#current(now.atMs),
    );
  };

  readonly confirm: Effect<Keyed<{ readonly id: string }>, PaymentView> = (
    { key, id },
    event,
    now,
  ) =>
    this.#change("confirm", { key, id }, now, (intent) => {
      const status = this.#statusOf(intent, now.atMs);
      if (status !== "requires_confirmation" && status !== "requires_payment_method") {
        return unexpectedState(intent, status);
      }
      const { declines } = this.#options;
      const declineCode = Object.hasOwn(declines, intent.card) ? declines[intent.card] : undefined;
      if (declineCode !== undefined) {
        intent.moves.push({ kind: "declined", atMs: now.atMs, event });
        return declined(intent, declineCode);
      }
      intent.moves.push({ kind: "authorised", atMs: now.atMs, event });
      intent.holdUntilMs = now.atMs + this.#options.holdTtlMs;
      return this.#view(intent, now.atMs, `holds ${intent.amount} for ${id}`);
    });

  readonly capture: Effect<Keyed<{ readonly id: string }>, PaymentView> = (
    { key, id },
    event,
    now,
  ) =>
    this.#change("capture", { key, id }, now, (intent) => {
      const status = this.#statusOf(intent, now.atMs);
      if (status === "succeeded") {
        return refusedWith(400, "charge_already_captured", `${id} was captured already`);
      }
      if (status === "canceled" && this.#hasExpired(intent, now.atMs)) {
        return refusedWith(400, "charge_expired_for_capture", `the hold of ${id} has expired`);
      }
      if (status !== "requires_capture") return unexpectedState(intent, status);
      intent.moves.push({ kind: "captured", atMs: now.atMs, event });
      return this.#view(intent, now.atMs, `captured ${intent.amount} of ${id}`);
    });

  readonly cancel: Effect<Keyed<{ readonly id: string }>, PaymentView> = (
    { key, id },
    event,
    now,
  ) =>
    this.#change("cancel", { key, id }, now, (intent) => {
      const status = this.#statusOf(intent, now.atMs);
      if (status === "succeeded" || status === "canceled") return unexpectedState(intent, status);
      intent.moves.push({ kind: "voided", atMs: now.atMs, event });
      return this.#view(intent, now.atMs, `canceled ${id}`);
    });

  readonly refund: Effect<Keyed<{ readonly id: string; readonly amount: number }>, RefundView> = (
    { key, id, amount },
    event,
    now,
  ) => {
    if (!isAmount(amount)) return notAnAmount();
    return this.#store.answer(
      { operation: "refund", key, params: { id, amount } },
      now,
      () => {
        const intent = this.#find(id);
        if (intent === undefined) return missing(id);
        const status = this.#statusOf(intent, now.atMs);
        if (status !== "succeeded") return unexpectedState(intent, status);
        if (amount > intent.amount - this.#refunded(intent, now.atMs)) {
          return refusedWith(
            400,
            "charge_already_refunded",
            `there is less than ${amount} left of ${id}`,
          );
        }
        const refundId = `re_${this.refunds.length + 1}`;
        const ends = now.mishap === "fail-later" ? "failed" : "succeeded";
        const settlesAtMs =
          now.mishap === "never-settle" ? Infinity : now.atMs + this.#options.refundMs;
        this.refunds.push({ id: refundId, intentId: id, amount, event, settlesAtMs, ends });
        return this.#refundView(
          refundId,
          now.atMs,
          `accepted refund ${refundId} of ${amount} for ${id}`,
        );
      },
      ({ id: refundId }) => this.#refundView(refundId, now.atMs, "known key"),
    );
  };

  readonly retrieve: Effect<{ readonly id: string }, PaymentView> = (
    { id },
    _event,
    { atMs, mishap },
  ) => {
    const intent = this.#find(id);
    if (intent === undefined) return missing(id);
    if (mishap !== "stale-read") return this.#view(intent, atMs, "read");
    const seenMs = atMs - this.#options.lagMs;
    return (this.#createdMs.get(id) ?? 0) > seenMs
      ? missing(id)
      : this.#view(this.#asOf(intent, seenMs), seenMs, "read from a replica");
  };

  readonly retrieveRefund: Effect<{ readonly id: string }, RefundView> = (
    { id },
    _event,
    { atMs },
  ) => this.#refundView(id, atMs, "read");

  readonly list: Effect<{ readonly orderId: string }, readonly PaymentView[]> = (
    { orderId },
    _event,
    { atMs },
  ) => this.#madeBy(orderId, Infinity, atMs);

  readonly search: Effect<{ readonly orderId: string }, readonly PaymentView[]> = (
    { orderId },
    _event,
    { atMs, mishap },
  ) => this.#madeBy(orderId, mishap === "stale-read" ? atMs - this.#options.lagMs : Infinity, atMs);

  #madeBy(orderId: string, untilMs: number, atMs: number): Reply<readonly PaymentView[]> {
    const value = this.intents
      .filter((intent) => intent.orderId === orderId)
      .filter(({ id }) => (this.#createdMs.get(id) ?? 0) <= untilMs)
      .map((intent) => this.#viewOf(intent, atMs));
    return { kind: "done", value, what: `found ${value.length} of ${orderId}` };
  }

  #change(
    operation: string,
    { key, id }: { readonly key: string; readonly id: string },
    now: Parameters<Effect<never, never>>[2],
    change: (intent: OpenIntent) => Reply<PaymentView>,
  ): Reply<PaymentView> {
    const execute = () => {
      const intent = this.#find(id);
      return intent === undefined ? missing(id) : change(intent);
    };
    return this.#store.answer(
      { operation, key, params: { id } },
      now,
      execute,
      this.#current(now.atMs),
    );
  }

  #current(atMs: number): (first: PaymentView) => Reply<PaymentView> {
    return (first) => {
      const intent = this.#find(first.id);
      return intent === undefined ? missing(first.id) : this.#view(intent, atMs, "known key");
    };
  }

  /** As it was then; of its refunds, those that are there now: none can be undone. */
  #asOf(intent: OpenIntent, seenMs: number): OpenIntent {
    return { ...intent, moves: intent.moves.filter(({ atMs }) => atMs <= seenMs) };
  }

  #find(id: string): OpenIntent | undefined {
    return this.intents.find((intent) => intent.id === id);
  }

  #hasExpired({ holdUntilMs, moves }: OpenIntent, atMs: number): boolean {
    return holdUntilMs !== undefined && atMs >= holdUntilMs && moves.at(-1)?.kind === "authorised";
  }

  #statusOf(intent: OpenIntent, atMs: number): PaymentView["status"] {
    if (this.#hasExpired(intent, atMs)) return "canceled";
    const last = intent.moves.at(-1)?.kind;
    return last === undefined ? "requires_confirmation" : statusAfter[last];
  }

  #refunded({ id }: OpenIntent, atMs: number): number {
    return this.refunds
      .filter(({ intentId }) => intentId === id)
      .filter(({ ends, settlesAtMs }) => ends === "succeeded" || atMs < settlesAtMs)
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  #viewOf(intent: OpenIntent, atMs: number): PaymentView {
    const { id, amount } = intent;
    return {
      id,
      status: this.#statusOf(intent, atMs),
      amount,
      amountRefunded: this.#refunded(intent, atMs),
    };
  }

  #view(intent: OpenIntent, atMs: number, what: string): Reply<PaymentView> {
    return { kind: "done", value: this.#viewOf(intent, atMs), what };
  }

  #refundView(id: string, atMs: number, what: string): Reply<RefundView> {
    const refund = this.refunds.find((entry) => entry.id === id);
    if (refund === undefined) return missing(id);
    const status = atMs < refund.settlesAtMs ? "pending" : refund.ends;
    return { kind: "done", value: { id, status }, what };
  }
}

const statusAfter: Readonly<Record<CardMove["kind"], PaymentView["status"]>> = {
  authorised: "requires_capture",
  declined: "requires_payment_method",
  captured: "succeeded",
  voided: "canceled",
};
