import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { Invariant } from "./invariant.ts";
import { type OrderBooks, ofEachOrder } from "./order-books.ts";

/** The calls that carry an order on, and those that take it back; named as in a trace. */
export interface Directions {
  readonly forward: readonly string[];
  readonly undo: readonly string[];
}

/** G4. An invocation that has begun to undo an order does not carry it on. */
export function nothingForwardAfterAnUndo({ forward, undo }: Directions): Invariant {
  return {
    name: "nothing-forward-after-an-undo",
    remembers: (trace) => lastInvocationHasUndone(trace, undo),
    check({ trace }) {
      const undoneIn = new Map<number, TraceIndex>();
      for (const [index, event] of trace.entries()) {
        if (event.kind !== "call.requested") continue;
        const { name, invocation } = event;
        const undoneAt = undoneIn.get(invocation);
        if (undo.includes(name) && undoneAt === undefined) undoneIn.set(invocation, index);
        if (undoneAt === undefined || !forward.includes(name)) continue;
        return {
          message: `${name} was asked for in invocation ${invocation}, which had begun to undo`,
          witnesses: [undoneAt, index],
        };
      }
      return undefined;
    },
  };
}

/** What was asked for in invocations that have ended can be followed by anything. */
function lastInvocationHasUndone(trace: readonly TraceEvent[], undo: readonly string[]): boolean {
  const last = trace.findLast((event) => event.kind === "call.requested")?.invocation;
  return trace.some(
    (event) =>
      event.kind === "call.requested" && event.invocation === last && undo.includes(event.name),
  );
}

/** D5. An order that cannot exist is rejected, and before anyone hears of it. */
export const rejectedOrderCallsNobody: Invariant<unknown, OrderBooks> = ofEachOrder(
  "rejected-order-calls-nobody",
  ({ ending, total }, { trace, executions }) => {
    // With several orders, the calls may be those of another one.
    if (executions.length > 1 || (total > 0 && ending !== "rejected")) return [];
    const called = trace.findIndex(({ kind }) => kind === "call.requested");
    if (called !== -1) return [{ what: "somebody was called for it", events: [called] }];
    const mayEndSo = total > 0 || ending === "rejected" || ending === "dead";
    return mayEndSo ? [] : [{ what: "it asks for nothing", events: [] }];
  },
);

/** G5. Nothing is undone of an order whose label is bought. */
export function noUndoBehindThePivot({
  undo,
}: Pick<Directions, "undo">): Invariant<unknown, OrderBooks> {
  return ofEachOrder("no-undo-behind-the-pivot", (order, { trace, ledgers }) => {
    const bought = ledgers.carrier.shipments
      .filter(({ orderId }) => orderId === order.orderId)
      .flatMap(({ moves }) => moves.filter(({ kind }) => kind === "purchased"))
      .map(({ event }) => event);
    const pivot = Math.min(...bought);
    const undone = trace.findIndex(
      (event, index) =>
        index > pivot &&
        event.kind === "call.requested" &&
        undo.includes(event.name) &&
        isOf(order.orderId, event.args),
    );
    if (undone === -1) return [];
    return [{ what: "it was undone after its label was bought", events: [pivot, undone] }];
  });
}

/** Ids and keys of an order begin with its own. */
function isOf(orderId: string, args: Readonly<Record<string, unknown>>): boolean {
  return [args["key"], args["id"]].some(
    (text) => typeof text === "string" && text.startsWith(`${orderId}/`),
  );
}
