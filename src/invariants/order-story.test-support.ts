import type { Outcome } from "../kernel/outcome.ts";
import type { CallAnswer, InvocationEnd, TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type {
  Charge,
  Confirmation,
  Decline,
  Parcel,
  Refund,
  StockMovement,
} from "../services/ledgers.ts";
import type { FinishedExecution, FinishedTrial, Invariant } from "./invariant.ts";

interface OrderLine {
  readonly sku: string;
  readonly qty: number;
}

interface Order {
  readonly orderId: string;
  readonly items: readonly (OrderLine & { readonly price: number })[];
}

interface OrderLedgers {
  readonly payment: { charges: Charge[]; refunds: Refund[]; declines: Decline[] };
  readonly inventory: { onHand: Record<string, number>; movements: StockMovement[] };
  readonly shipping: { parcels: Parcel[] };
  readonly notification: { confirmations: Confirmation[] };
}

interface Call {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly answer: CallAnswer;
}

const answered: CallAnswer = { kind: "value", value: {} };
const lost: CallAnswer = {
  kind: "failure",
  error: { name: "NetworkError", message: "socket hang up" },
};
const refused: CallAnswer = {
  kind: "refusal",
  error: { name: "PaymentDeclinedError", message: "card declined" },
};

/**
 * A finished trial of one order, told as it happened; trace and ledgers agree by construction.
 *
 * The order is ORD-1, two of ITEM-1 at 25, with five of ITEM-1 and of ITEM-2 on hand. Charges are
 * `ch_1`, `ch_2`..., refunds `re_1`..., parcels `trk_1`...
 */
export class OrderStory implements FinishedTrial<Order, OrderLedgers> {
  readonly input: Order;
  readonly trace: TraceEvent[] = [];
  readonly ledgers: OrderLedgers = {
    payment: { charges: [], refunds: [], declines: [] },
    inventory: { onHand: { "ITEM-1": 5, "ITEM-2": 5 }, movements: [] },
    shipping: { parcels: [] },
    notification: { confirmations: [] },
  };
  outcome: Outcome = { status: "RUNNING" };
  #calls = 0;
  #invocation = 0;

  get executions(): readonly FinishedExecution[] {
    return [{ label: undefined, input: this.input, outcome: this.outcome }];
  }

  constructor(items: Order["items"] = [{ sku: "ITEM-1", qty: 2, price: 25 }]) {
    this.input = { orderId: "ORD-1", items };
    this.#record({ kind: "execution.started", input: this.input });
    this.isInvokedAgain();
  }

  /** All lines in one call, so their movements share one event. */
  reserves(...lines: readonly OrderLine[]): this {
    const event = this.#apply({ name: "inventory.reserve", args: { lines }, answer: answered });
    this.#move("reserved", lines, { orderId: this.input.orderId, event });
    return this;
  }

  releases(line: OrderLine, orderId: string = this.input.orderId): this {
    const event = this.#apply({ name: "inventory.cancel", args: { line }, answer: answered });
    this.#move("released", [line], { orderId, event });
    return this;
  }

  charges(amount: number, key = "key-1"): this {
    const event = this.#apply({ name: "payment.charge", args: { amount, key }, answer: answered });
    const { charges } = this.ledgers.payment;
    charges.push({ id: `ch_${charges.length + 1}`, key, token: "tok", amount, event });
    return this;
  }

  declinesCard(reply: "arrives" | "is lost" = "arrives"): this {
    const answer = reply === "arrives" ? refused : lost;
    const event = this.#apply({ name: "payment.charge", args: { key: "key-1" }, answer });
    this.ledgers.payment.declines.push({ key: "key-1", token: "tok", event });
    return this;
  }

  refunds(chargeId: string, amount: number): this {
    const args = { chargeId, amount };
    const event = this.#apply({ name: "payment.refund", args, answer: answered });
    const { refunds } = this.ledgers.payment;
    refunds.push({ id: `re_${refunds.length + 1}`, chargeId, key: "key-1", amount, event });
    return this;
  }

  ships(orderId: string = this.input.orderId): this {
    const event = this.#apply({ name: "shipping.create", args: { orderId }, answer: answered });
    const { parcels } = this.ledgers.shipping;
    parcels.push({ trackingId: `trk_${parcels.length + 1}`, orderId, event });
    return this;
  }

  confirms(): this {
    const event = this.#apply({ name: "notification.send", args: {}, answer: answered });
    const { orderId } = this.input;
    const confirmation = { customerId: "CUST-1", orderId, trackingId: "trk_1", event };
    this.ledgers.notification.confirmations.push(confirmation);
    return this;
  }

  /** A call that reaches no service and comes back as a network error. */
  calls(name: string, args: Readonly<Record<string, unknown>> = {}): this {
    this.#request({ name, args, answer: lost });
    this.#answer({ name, args, answer: lost });
    return this;
  }

  stepMoves(name: string, status: string): this {
    const unset = { attempt: undefined, error: undefined };
    return this.#record({
      kind: "operation.moved",
      id: name,
      name,
      type: "STEP",
      status,
      ...unset,
    });
  }

  checkpointIsRejected(): this {
    const rejection = { at: "checkpoint", httpStatus: 500, message: "Internal error" };
    return this.#record({
      kind: "checkpoint.rejected",
      invocation: this.#invocation,
      ...rejection,
    });
  }

  invocationEnds(end: InvocationEnd): this {
    const invocation = this.#invocation;
    return this.#record({ kind: "invocation.ended", invocation, end, error: undefined });
  }

  isInvokedAgain(): this {
    this.#invocation += 1;
    return this.#record({ kind: "invocation.started", invocation: this.#invocation });
  }

  /** What the invocation before the running one still does. */
  zombie(tell: (story: this) => void): this {
    this.#invocation -= 1;
    tell(this);
    this.#invocation += 1;
    return this;
  }

  ends(status: Exclude<Outcome["status"], "RUNNING">): this {
    this.outcome = status === "SUCCEEDED" ? { status, result: undefined } : { status, error: {} };
    return this.#record({ kind: "execution.ended", outcome: this.outcome });
  }

  /** Records a call whose effect happens, and says where it did. */
  #apply(call: Call): TraceIndex {
    this.#request(call);
    const event = this.trace.length;
    this.#record({ kind: "call.applied", call: this.#calls, name: call.name, what: call.name });
    this.#answer(call);
    return event;
  }

  #request({ name, args }: Call): void {
    this.#calls += 1;
    const invocation = this.#invocation;
    this.#record({ kind: "call.requested", call: this.#calls, invocation, name, args });
  }

  #answer({ name, answer }: Call): void {
    const invocation = this.#invocation;
    this.#record({ kind: "call.answered", call: this.#calls, invocation, name, answer });
  }

  #move(
    kind: StockMovement["kind"],
    lines: readonly OrderLine[],
    where: Pick<StockMovement, "orderId" | "event">,
  ): void {
    const { movements } = this.ledgers.inventory;
    for (const { sku, qty } of lines) movements.push({ kind, sku, qty, ...where });
  }

  #record(event: UntimedEvent): this {
    this.trace.push({ atMs: this.trace.length * 10, ...event });
    return this;
  }
}

type UntimedEvent = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, "atMs">
    : never
  : never;

/** What an invariant says of a story, its witnesses in words; undefined when it holds. */
export function verdictOn(
  invariant: Invariant<Order, OrderLedgers>,
  story: OrderStory,
): { readonly message: string; readonly witnesses: readonly string[] } | undefined {
  const violation = invariant.check(story);
  if (violation === undefined) return undefined;
  const { message, witnesses } = violation;
  return { message, witnesses: witnesses.map((index) => describeEvent(story.trace[index])) };
}

/** `payment.charge applied (call 2)`: calls are counted from 1. */
function describeEvent(event: TraceEvent | undefined): string {
  if (event === undefined) return "no such event";
  if ("call" in event)
    return `${event.name} ${event.kind.slice("call.".length)} (call ${event.call})`;
  if (event.kind === "operation.moved") return `${event.name} ${event.status}`;
  return event.kind;
}
