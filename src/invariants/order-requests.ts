import { type Requested, requestOf } from "../kernel/request.ts";
import type { CallAnswer, TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import {
  type OrderBooks,
  type OrderInput,
  type Wrong,
  isOrder,
  ofEachOrder,
} from "./order-books.ts";
import { reading } from "./reading.ts";
import { hasStored } from "./request.ts";

/** What requests may say of an order: fields that have one right value. */
type Facts = Readonly<Record<string, unknown>>;

/**
 * D8. Each request says what its order says: its total, its currency, its card, its lines, where it goes. What was
 * computed again, of settings that have changed meanwhile, does not.
 */
export const requestsSayWhatTheOrderSays: Invariant<unknown, OrderBooks> = {
  name: "requests-say-what-the-order-says",
  remembers: (trace) => {
    const { isWrong, said } = saidIn(trace);
    return [isWrong, [...said]];
  },
  check({ trace, executions }) {
    const orders = executions.map(({ input }) => input).filter((input) => isOrder(input));
    for (const [index, event] of trace.entries()) {
      if (event.kind !== "call.requested") continue;
      const order = orders.find(({ orderId }) => isAbout(event, orderId));
      const wrong = order === undefined ? undefined : otherThan(factsOf(order), event.args);
      if (wrong === undefined) continue;
      const said = JSON.stringify(event.args[wrong]);
      const message = `${event.name} says ${wrong} ${said} of order ${order?.orderId}`;
      return { message, witnesses: [index] };
    }
    return undefined;
  },
};

interface Said {
  /** The order under test. */
  order: { readonly id: string; readonly facts: Facts } | undefined;
  isWrong: boolean;
  readonly said: Set<string>;
}

/** Whether a request said something else than the order under test says, and what was said of other orders. */
const saidIn = reading({
  of: ["execution.started", "call.requested"],
  begin: (): Said => ({ order: undefined, isWrong: false, said: new Set() }),
  take: (known, event) => {
    if (event.kind === "execution.started") {
      const { input } = event;
      if (isOrder(input)) known.order = { id: input.orderId, facts: factsOf(input) };
    } else if (known.order !== undefined && isAbout(event, known.order.id)) {
      known.isWrong ||= otherThan(known.order.facts, event.args) !== undefined;
    } else if ("orderId" in event.args) known.said.add(requestOf(event));
  },
});

function factsOf({ lines, currency, ...order }: OrderInput): Facts {
  const amount = lines.reduce((sum, { qty, unitPrice }) => sum + qty * unitPrice, 0);
  const units = lines.map(({ sku, qty }) => [sku, qty]);
  return { ...order, amount, currency, lines: JSON.stringify(units) };
}

/** The field of a request that is not as its order has it. */
function otherThan(facts: Facts, args: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(args).find((field) => {
    if (!Object.hasOwn(facts, field)) return false;
    const said = field === "lines" ? unitsIn(args[field]) : args[field];
    return said !== facts[field];
  });
}

function unitsIn(lines: unknown): unknown {
  if (!Array.isArray(lines)) return lines;
  return JSON.stringify(lines.map(({ sku, qty }: { sku?: unknown; qty?: unknown }) => [sku, qty]));
}

/** Ids, keys and references of an order begin with its own. */
function isAbout({ args }: Requested, orderId: string): boolean {
  if (args["orderId"] === orderId) return true;
  return [args["key"], args["id"], args["reference"]].some(
    (text) => typeof text === "string" && text.startsWith(`${orderId}/`),
  );
}

/**
 * P2. Whatever was done for an order can be found by its id alone: in the reference, the id or the metadata that
 * its provider keeps. Where the execution is lost, that is all there is.
 */
export const effectsAreFoundByTheirOrder: Invariant<unknown, OrderBooks> = ofEachOrder(
  "effects-are-found-by-their-order",
  ({ orderId }, { ledgers, executions }) => {
    const { payments, stock, carrier } = ledgers;
    const isLost = (name: string) => !name.startsWith(`${orderId}/`);
    const wrongs: Wrong[] = [
      ...stock.reservations
        .filter((reservation) => reservation.orderId === orderId && isLost(reservation.id))
        .map(({ id, moves }) => lost(`reservation ${id}`, moves)),
      ...carrier.shipments
        .filter((shipment) => shipment.orderId === orderId && isLost(shipment.reference))
        .map(({ reference, moves }) => lost(`shipment ${reference}`, moves)),
    ];
    const known = new Set(executions.map(({ input }) => (isOrder(input) ? input.orderId : "")));
    const strays = payments.intents.filter((intent) => !known.has(intent.orderId));
    return [...wrongs, ...strays.map(({ id, event }) => lost(`payment ${id}`, [{ event }]))];
  },
);

function lost(what: string, moves: readonly { readonly event: TraceIndex }[]): Wrong {
  return { what: `${what} does not tell its order`, events: moves.map(({ event }) => event) };
}

/** How a request was refused, and whether whoever heard of it has stored that. */
interface Refusal {
  readonly event: TraceIndex;
  readonly invocation: number;
  isStored: boolean;
}

interface Refusals {
  readonly requests: Map<number, string>;
  readonly executionOf: Map<number, string | undefined>;
  readonly refused: Map<string, Refusal>;
  violation: Violation | undefined;
}

/** Which answers are final. */
export interface Finality {
  /** Calls that do something; whoever only looks may look again. */
  readonly calls: readonly string[];
  /** Refusals that are none, by their message: a request is in progress, or the provider itself has failed. */
  readonly mayAskAgain: RegExp;
}

/** D9. What was refused for good is not asked again by the same execution. */
export function refusedRequestsAreNotRepeated({ calls, mayAskAgain }: Finality): Invariant {
  const refusalsIn = reading({
    of: [
      "invocation.started",
      "invocation.ended",
      "execution.ended",
      "checkpoint.rejected",
      "call.requested",
      "call.answered",
    ],
    begin: (): Refusals => ({
      requests: new Map(),
      executionOf: new Map(),
      refused: new Map(),
      violation: undefined,
    }),
    take: (known, event, index) => {
      if (event.kind === "invocation.started") {
        known.executionOf.set(event.invocation, event.execution);
      } else if (event.kind === "call.requested") {
        if (calls.includes(event.name)) ask(known, event, index);
      } else if (event.kind === "call.answered" && isFinal(event.answer, mayAskAgain)) {
        const request = known.requests.get(event.call);
        const { invocation } = event;
        if (request !== undefined) {
          known.refused.set(request, { event: index, invocation, isStored: false });
        }
      } else settle(known.refused, event);
    },
  });
  return {
    name: "refused-requests-are-not-repeated",
    remembers: (trace) => {
      const { refused, violation } = refusalsIn(trace);
      return [violation !== undefined, [...refused].map(([what, one]) => [what, one.isStored])];
    },
    check: ({ trace }) => refusalsIn(trace).violation,
  };
}

function isFinal(answer: CallAnswer, mayAskAgain: RegExp): boolean {
  return answer.kind === "refusal" && !mayAskAgain.test(answer.error.message);
}

function ask(known: Refusals, event: Requested, index: TraceIndex): void {
  const execution = known.executionOf.get(event.invocation) ?? "";
  const request = `${execution} ${requestOf(event)}`;
  known.requests.set(event.call, request);
  const refusal = known.refused.get(request);
  if (refusal === undefined) return;
  if (!refusal.isStored && refusal.invocation !== event.invocation) return;
  known.violation ??= {
    message: `${event.name} was asked again, though it had been refused`,
    witnesses: [refusal.event, index],
  };
}

/** What an invocation heard that dies, or may not store it, is forgotten. */
function settle(refused: Map<string, Refusal>, event: TraceEvent): void {
  if (event.kind === "execution.ended") {
    // Another one of its name begins anew.
    for (const request of refused.keys()) {
      if (request.startsWith(`${event.execution ?? ""} `)) refused.delete(request);
    }
  }
  const isEnd = event.kind === "invocation.ended";
  if (!isEnd && event.kind !== "checkpoint.rejected") return;
  const isStored = isEnd && hasStored(event);
  for (const [request, refusal] of refused) {
    if (refusal.isStored || refusal.invocation !== event.invocation) continue;
    if (isStored) refusal.isStored = true;
    else refused.delete(request);
  }
}
