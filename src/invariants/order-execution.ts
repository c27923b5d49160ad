import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { FinishedTrial, Invariant } from "./invariant.ts";
import { type OrderBooks, type OrderTrial, ofEachOrder } from "./order-books.ts";

/** The faults with which AWS refuses a checkpoint that was in order, and so ends an execution. */
const disowning: ReadonlySet<string> = new Set(["client-error", "stale-token", "no-token"]);

/**
 * P1, L14, D4. Code that expects whatever may happen returns how it ended. Where an execution fails, AWS has
 * ended it, or the code has a mistake, such as another order of steps after a replay.
 */
export const executionFailsOnlyByAws: Invariant = {
  name: "execution-fails-only-by-aws",
  remembers: (trace) => trace.some((event) => isDisowning(event)),
  check({ executions, trace }) {
    for (const { label, outcome } of executions) {
      if (outcome.status !== "FAILED" || isEndedByAws(outcome.error.ErrorType, trace)) continue;
      const { ErrorType = "an error", ErrorMessage = "" } = outcome.error;
      const ended = trace.findIndex(
        (event) => event.kind === "execution.ended" && event.execution === label,
      );
      const who = label === undefined ? "the execution" : `the execution of ${label}`;
      return {
        message: `${who} failed by itself: ${ErrorType}: ${ErrorMessage}`,
        witnesses: ended === -1 ? [] : [ended],
      };
    }
    return undefined;
  },
};

function isEndedByAws(errorType: string | undefined, trace: readonly TraceEvent[]): boolean {
  return (
    errorType === "CheckpointUnrecoverableExecutionError" &&
    trace.some((event) => isDisowning(event))
  );
}

function isDisowning(event: TraceEvent): boolean {
  return event.kind === "fault.struck" && disowning.has(event.fault);
}

/**
 * G3. Who says that all is undone has left nothing for people to settle. Whoever looked after the order later
 * may well have undone what an earlier execution had asked people for.
 */
export const undoneOrderNeedsNobody: Invariant<unknown, OrderBooks> = ofEachOrder(
  "undone-order-needs-nobody",
  ({ orderId, ending }, trial) => {
    if (ending !== "undone") return [];
    const began = beginningOfLastExecution(orderId, trial);
    return trial.ledgers.escalations.escalations
      .filter((record) => record.orderId === orderId && record.event >= began)
      .map(({ action, event }) => ({
        what: `people are asked to settle its ${action}`,
        events: [event],
      }));
  },
);

/** Where in the trace the execution began that has the last word on an order. */
function beginningOfLastExecution(orderId: string, { executions, trace }: OrderTrial): TraceIndex {
  const last = executions.findLast(({ input }) => orderIdOf(input) === orderId);
  return trace.findIndex(
    (event) => event.kind === "invocation.started" && event.execution === last?.label,
  );
}

function orderIdOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("orderId" in input)) return undefined;
  return typeof input.orderId === "string" ? input.orderId : undefined;
}

/** D7, M9, S5. An execution acts for its own order, and for no other's. */
export const executionActsForItsOwnOrder: Invariant<unknown, OrderBooks> = {
  name: "execution-acts-for-its-own-order",
  check(trial) {
    const orderBy = ordersByInvocation(trial);
    for (const [index, event] of trial.trace.entries()) {
      if (event.kind !== "call.requested") continue;
      const own = orderBy.get(event.invocation);
      const target = orderOf(event.args, trial);
      if (own === undefined || target === undefined || own === target) continue;
      return {
        message: `the execution of order ${own} called ${event.name} for order ${target}`,
        witnesses: [index],
      };
    }
    return undefined;
  },
};

/** The order of each invocation, by the input of its execution. */
function ordersByInvocation({
  executions,
  trace,
}: FinishedTrial<unknown, unknown>): ReadonlyMap<number, string> {
  const byLabel = new Map<string | undefined, string>();
  for (const { label, input } of executions) {
    const orderId = orderIdOf(input);
    if (orderId !== undefined) byLabel.set(label, orderId);
  }
  const byInvocation = new Map<number, string>();
  for (const event of trace) {
    if (event.kind !== "invocation.started") continue;
    const order = byLabel.get(event.execution);
    if (order !== undefined) byInvocation.set(event.invocation, order);
  }
  return byInvocation;
}

/** The order that a request is about: as it says, or by what it names. */
function orderOf(
  { orderId, id }: Readonly<Record<string, unknown>>,
  { ledgers }: OrderTrial,
): string | undefined {
  if (typeof orderId === "string") return orderId;
  const { payments, stock, carrier } = ledgers;
  const refund = payments.refunds.find((one) => one.id === id);
  const named = refund?.intentId ?? id;
  return [...payments.intents, ...stock.reservations, ...carrier.shipments].find(
    (account) => account.id === named,
  )?.orderId;
}

/** Keys are known for a day: where one comes again later, the provider takes it for a new one. */
const keyTtlMs = 86_400_000;

/** D6. Nobody relies on a key that its provider has forgotten. */
export const keysAreUsedWhileTheyAreKnown: Invariant = {
  name: "keys-are-used-while-they-are-known",
  remembers: (trace) => firstUses(trace),
  check({ trace }) {
    const first = firstUses(trace);
    for (const [index, event] of trace.entries()) {
      const id = keyedRequest(event);
      const earlier = id === undefined ? undefined : first.get(id);
      if (earlier !== undefined && event.atMs - earlier.atMs >= keyTtlMs) {
        return {
          message: `${id} was asked again, more than a day after it was first`,
          witnesses: [earlier.event, index],
        };
      }
    }
    return undefined;
  },
};

/** When each key was used first, by call and key. */
function firstUses(
  trace: readonly TraceEvent[],
): ReadonlyMap<string, { readonly atMs: number; readonly event: TraceIndex }> {
  const first = new Map<string, { readonly atMs: number; readonly event: TraceIndex }>();
  for (const [index, event] of trace.entries()) {
    const id = keyedRequest(event);
    if (id !== undefined && !first.has(id)) first.set(id, { atMs: event.atMs, event: index });
  }
  return first;
}

function keyedRequest(event: TraceEvent): string | undefined {
  if (event.kind !== "call.requested" || typeof event.args["key"] !== "string") return undefined;
  return `${event.name} ${event.args["key"]}`;
}
