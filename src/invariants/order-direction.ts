import type { TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { type OrderBooks, ofEachOrder } from "./order-books.ts";
import { reading } from "./reading.ts";

/** The calls that carry an order on, and those that take it back; named as in a trace. */
export interface Directions {
  readonly forward: readonly string[];
  readonly undo: readonly string[];
}

interface Undoing {
  /** Where each invocation first asked for an undo. */
  readonly undoneIn: Map<number, TraceIndex>;
  /** The invocation that asked for something last. */
  last: number | undefined;
  violation: Violation | undefined;
}

/** G4. An invocation that has begun to undo an order does not carry it on. */
export function nothingForwardAfterAnUndo({ forward, undo }: Directions): Invariant {
  const undoingIn = reading({
    of: ["call.requested"],
    begin: (): Undoing => ({ undoneIn: new Map(), last: undefined, violation: undefined }),
    take: (undoing, event, index) => {
      const { name, invocation } = event;
      undoing.last = invocation;
      const undoneAt = undoing.undoneIn.get(invocation);
      if (undo.includes(name) && undoneAt === undefined) undoing.undoneIn.set(invocation, index);
      if (undoneAt === undefined || !forward.includes(name)) return;
      undoing.violation ??= {
        message: `${name} was asked for in invocation ${invocation}, which had begun to undo`,
        witnesses: [undoneAt, index],
      };
    },
  });
  return {
    name: "nothing-forward-after-an-undo",
    // What was asked for in invocations that have ended can be followed by anything.
    remembers: (trace) => {
      const { undoneIn, last, violation } = undoingIn(trace);
      return [violation !== undefined, last !== undefined && undoneIn.has(last)];
    },
    check: ({ trace }) => undoingIn(trace).violation,
  };
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
  (trace) => trace.some(({ kind }) => kind === "call.requested"),
);

/** G5. Nothing is undone of an order whose label is bought. */
export function noUndoBehindThePivot({
  undo,
}: Pick<Directions, "undo">): Invariant<unknown, OrderBooks> {
  const undoneIn = reading({
    of: ["call.applied", "call.requested"],
    begin: () => ({ isBought: false, names: new Set<string>() }),
    take: (undone, event) => {
      if (event.kind === "call.applied") undone.isBought ||= event.name.endsWith(".buy");
      else if (undone.isBought && undo.includes(event.name)) {
        undone.names.add(String(event.args["key"] ?? event.args["id"]));
      }
    },
  });
  return ofEachOrder(
    "no-undo-behind-the-pivot",
    (order, { trace, ledgers }) => {
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
    },
    (trace) => [...undoneIn(trace).names],
  );
}

/** Ids and keys of an order begin with its own. */
function isOf(orderId: string, args: Readonly<Record<string, unknown>>): boolean {
  return [args["key"], args["id"]].some(
    (text) => typeof text === "string" && text.startsWith(`${orderId}/`),
  );
}
