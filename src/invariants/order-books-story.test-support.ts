import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type {
  CardIntent,
  CardMove,
  CardRefund,
  Escalation,
  Mail,
  Reservation,
  ReservationMove,
  ReservedLine,
  Shipment,
  ShipmentMove,
} from "../services/ledgers.ts";
import type { FinishedExecution, FinishedTrial, Invariant } from "./invariant.ts";
import type { OrderBooks } from "./order-books.ts";

type Changing<Account, Move> = Omit<Account, "moves"> & { readonly moves: Move[] };
type Ending = "confirmed" | "undone" | "attention" | "rejected" | "FAILED" | "TIMED_OUT";

const days = 86_400_000;
const ordered: readonly ReservedLine[] = [{ sku: "ITEM-1", qty: 2 }];

/**
 * A finished trial of an order or more, told as it happened: 10 ms from one event to the next, or
 * more where `later` says so. Trace and books agree by construction.
 *
 * The order is ORD-1, two of ITEM-1 at 25, in usd, with three of ITEM-1 on hand. All that is told
 * is about the order that was started last.
 */
export class BooksStory implements FinishedTrial<unknown, OrderBooks> {
  readonly trace: TraceEvent[] = [];
  readonly executions: FinishedExecution[] = [];
  readonly #intents: Changing<CardIntent, CardMove>[] = [];
  readonly #refunds: CardRefund[] = [];
  readonly #reservations: Changing<Reservation, ReservationMove>[] = [];
  readonly #shipments: Changing<Shipment, ShipmentMove>[] = [];
  readonly #mails: Mail[] = [];
  readonly #escalations: Escalation[] = [];
  readonly ledgers: OrderBooks = {
    payments: { intents: this.#intents, refunds: this.#refunds },
    stock: { onHand: { "ITEM-1": 3 }, reservations: this.#reservations, oversold: [] },
    carrier: { shipments: this.#shipments },
    mailer: { mails: this.#mails },
    escalations: { escalations: this.#escalations },
  };
  #nowMs = 0;
  #orderId = "";

  constructor() {
    this.orders("ORD-1");
  }

  get input(): unknown {
    return this.executions[0]?.input;
  }

  get outcome(): Outcome {
    return this.executions[0]?.outcome ?? { status: "RUNNING" };
  }

  /** One more execution that is given an order, and runs until it `ends`. */
  orders(orderId: string, lines: readonly ReservedLine[] = ordered): this {
    this.#orderId = orderId;
    const priced = lines.map((line) => ({ ...line, unitPrice: 25 }));
    return this.#starts({ orderId, currency: "usd", lines: priced });
  }

  /** One more execution that is given the order's id only, and runs until it `ends`. */
  reconciles(label?: string): this {
    return this.#starts({ orderId: this.#orderId }, label);
  }

  later(ms: number): this {
    this.#nowMs += ms;
    return this;
  }

  /** A payment of what the order costs, without any money yet. */
  intends(id: string, { amount = 50, currency = "usd" } = {}): this {
    const event = this.#happens(`${id} created`);
    const orderId = this.#orderId;
    const account = { id, orderId, card: "card", amount, currency, event };
    this.#intents.push({ ...account, moves: [], holdUntilMs: undefined });
    return this;
  }

  authorises(id: string, holdMs: number = 7 * days): this {
    this.#move(this.#intents, id, "authorised");
    const index = this.#intents.findIndex((intent) => intent.id === id);
    const intent = found(this.#intents[index]);
    this.#intents[index] = { ...intent, holdUntilMs: this.#nowMs + holdMs };
    return this;
  }

  captures(id: string): this {
    return this.#move(this.#intents, id, "captured");
  }

  voids(id: string): this {
    return this.#move(this.#intents, id, "voided");
  }

  declines(id: string): this {
    return this.#move(this.#intents, id, "declined");
  }

  pays(id = "pi_1"): this {
    return this.intends(id).authorises(id).captures(id);
  }

  refunds(intentId: string, amount: number, ends: CardRefund["ends"] = "succeeded"): this {
    const id = `re_${this.#refunds.length + 1}`;
    const event = this.#happens(`${id} of ${amount} accepted`);
    this.#refunds.push({ id, intentId, amount, event, settlesAtMs: this.#nowMs + days, ends });
    return this;
  }

  reserves(id = "rs_1", { lines = ordered, holdMs = days } = {}): this {
    const event = this.#happens(`${id} held`);
    const moves: ReservationMove[] = [{ kind: "held", atMs: this.#nowMs, event }];
    const expiresAtMs = this.#nowMs + holdMs;
    this.#reservations.push({ id, orderId: this.#orderId, lines, moves, expiresAtMs });
    return this;
  }

  commits(id = "rs_1"): this {
    return this.#move(this.#reservations, id, "committed");
  }

  releases(id = "rs_1"): this {
    return this.#move(this.#reservations, id, "released");
  }

  ships(id = "shp_1", reference = `${this.#orderId}/ship/1`): this {
    const event = this.#happens(`${id} created`);
    const moves: ShipmentMove[] = [{ kind: "created", atMs: this.#nowMs, event }];
    const orderId = this.#orderId;
    this.#shipments.push({ id, reference, orderId, zip: "98101", moves });
    return this;
  }

  buysLabel(id = "shp_1"): this {
    return this.#move(this.#shipments, id, "purchased");
  }

  voidsLabel(id = "shp_1"): this {
    return this.#move(this.#shipments, id, "voided");
  }

  mails(template = "confirmed"): this {
    const id = `ml_${this.#mails.length + 1}`;
    const event = this.#happens(`${id} sent`);
    this.#mails.push({ id, orderId: this.#orderId, template, event });
    return this;
  }

  escalates(action: string): this {
    const event = this.#happens(`${action} escalated`);
    this.#escalations.push({ orderId: this.#orderId, action, why: "nobody knows", event });
    return this;
  }

  /** The execution that was started last ends. */
  ends(ending: Ending): this {
    const outcome: Outcome =
      ending === "FAILED" || ending === "TIMED_OUT"
        ? { status: ending, error: {} }
        : { status: "SUCCEEDED", result: JSON.stringify({ status: ending }) };
    return this.endsWith(outcome);
  }

  endsWith(outcome: Outcome): this {
    const last = this.executions.length - 1;
    const { label, input } = found(this.executions[last]);
    this.executions[last] = { label, input, outcome };
    const of = label === undefined ? {} : { execution: label };
    this.#record({ kind: "execution.ended", outcome, ...of });
    return this;
  }

  #starts(input: unknown, ownLabel?: string): this {
    const others = this.executions.length;
    const label = ownLabel ?? (others === 0 ? undefined : `other-${others}`);
    this.executions.push({ label, input, outcome: { status: "RUNNING" } });
    return this;
  }

  #move<Kind extends string>(
    accounts: readonly {
      readonly id: string;
      readonly moves: { readonly kind: Kind; readonly atMs: number; readonly event: TraceIndex }[];
    }[],
    id: string,
    kind: Kind,
  ): this {
    const event = this.#happens(`${id} ${kind}`);
    const account = found(accounts.find((one) => one.id === id));
    account.moves.push({ kind, atMs: this.#nowMs, event });
    return this;
  }

  /** An effect at a service, and the index of its event. */
  #happens(what: string): TraceIndex {
    return this.#record({ kind: "call.applied", call: this.trace.length + 1, name: "call", what });
  }

  #record(event: UntimedEvent): TraceIndex {
    this.#nowMs += 10;
    return this.trace.push({ atMs: this.#nowMs, ...event }) - 1;
  }
}

type UntimedEvent = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, "atMs">
    : never
  : never;

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the story tells of what it has not begun");
  return value;
}

/** What an invariant says of a story, its witnesses in words; undefined when it holds. */
export function verdictOn(
  invariant: Invariant<unknown, OrderBooks>,
  story: BooksStory,
): { readonly message: string; readonly witnesses: readonly string[] } | undefined {
  const violation = invariant.check(story);
  if (violation === undefined) return undefined;
  const { message, witnesses } = violation;
  return { message, witnesses: witnesses.map((index) => describeEvent(story.trace[index])) };
}

function describeEvent(event: TraceEvent | undefined): string {
  if (event?.kind === "call.applied") return event.what;
  if (event?.kind !== "execution.ended") return "no such event";
  return event.execution === undefined ? "ended" : `${event.execution} ended`;
}
