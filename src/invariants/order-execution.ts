import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { FinishedTrial, Invariant } from "./invariant.ts";
import { type OrderBooks, type OrderTrial, ofEachOrder } from "./order-books.ts";
import { reading } from "./reading.ts";

/** The faults with which AWS refuses a checkpoint that was in order, and so ends an execution. */
const disowning: ReadonlySet<string> = new Set(["client-error", "stale-token", "no-token"]);

/**
 * P1, L14, D4. Code that expects whatever may happen returns how it ended. Where an execution fails, AWS has
 * ended it, or the code has a mistake, such as another order of steps after a replay.
 */
export const executionFailsOnlyByAws: Invariant = {
  name: "execution-fails-only-by-aws",
  remembers: (trace) => disowningIn(trace).isSeen,
  check({ executions, trace }) {
    for (const { label, outcome } of executions) {
      if (outcome.status !== "FAILED" || isEndedByAws(outcome.error.ErrorType, trace)) continue;
      const { ErrorType = "an error", ErrorMessage = "" } = outcome.error;
      const who = label === undefined ? "the execution" : `the execution of ${label}`;
      return {
        message: `${who} failed by itself: ${ErrorType}: ${ErrorMessage}`,
        witnesses: endOf(label, outcome, trace),
      };
    }
    return undefined;
  },
};

function isEndedByAws(errorType: string | undefined, trace: readonly TraceEvent[]): boolean {
  return errorType === "CheckpointUnrecoverableExecutionError" && disowningIn(trace).isSeen;
}

/** Where in the trace an execution of that label ended so, if it did; others may have had the label too. */
function endOf(
  label: string | undefined,
  outcome: Outcome,
  trace: readonly TraceEvent[],
): readonly TraceIndex[] {
  const ended = trace.findIndex(
    (event) =>
      event.kind === "execution.ended" && event.execution === label && event.outcome === outcome,
  );
  return ended === -1 ? [] : [ended];
}

/** Whether such a fault has struck. */
const disowningIn = reading({
  of: ["fault.struck"],
  begin: () => ({ isSeen: false }),
  take: (seen, { fault }) => {
    if (disowning.has(fault)) seen.isSeen = true;
  },
});

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
  askedSince,
);

/** Of each label, the labels of those who have asked people to settle something since its last execution began. */
function askedSince(trace: readonly TraceEvent[]): unknown {
  return Array.from(lastOnesIn(trace), ([label, { asking }]) => [label, [...asking]]);
}

/** The last execution that had a label. */
interface LastOne {
  readonly began: TraceIndex;
  /** Who has asked people to settle something since. */
  readonly asking: Set<Label>;
}

function lastOnesIn(trace: readonly TraceEvent[]): ReadonlyMap<Label, LastOne> {
  return labelsIn(trace).lastOnes;
}

const labelsIn = reading({
  of: ["invocation.started", "call.requested", "call.applied", "execution.ended"],
  begin: () => ({
    running: new Set<Label>(),
    labelOf: new Map<number, Label>(),
    callers: new Map<number, Label>(),
    lastOnes: new Map<Label, LastOne>(),
  }),
  take: ({ running, labelOf, callers, lastOnes }, event, index) => {
    switch (event.kind) {
      case "invocation.started": {
        const { invocation, execution: label } = event;
        labelOf.set(invocation, label);
        if (!running.has(label)) lastOnes.set(label, { began: index, asking: new Set() });
        running.add(label);
        return;
      }
      case "execution.ended":
        return void running.delete(event.execution);
      case "call.requested":
        if (isWriting(event)) callers.set(event.call, labelOf.get(event.invocation));
        return;
      case "call.applied":
        if (!isWriting(event)) return;
        for (const { asking } of lastOnes.values()) asking.add(callers.get(event.call));
    }
  },
});

type Label = string | undefined;

/** Whether something is written down for people. */
function isWriting({ name }: { readonly name: string }): boolean {
  return name.endsWith(".write");
}

/** Where in the trace the execution began that has the last word on an order. */
function beginningOfLastExecution(orderId: string, { executions, trace }: OrderTrial): TraceIndex {
  const last = executions.findLast(({ input }) => orderIdOf(input) === orderId);
  return lastOnesIn(trace).get(last?.label)?.began ?? -1;
}

function orderIdOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("orderId" in input)) return undefined;
  return typeof input.orderId === "string" ? input.orderId : undefined;
}

/** D7, M9, S5. An execution acts for its own order, and for no other's. */
export const executionActsForItsOwnOrder: Invariant<unknown, OrderBooks> = {
  name: "execution-acts-for-its-own-order",
  remembers: ordersAskedFor,
  check(trial) {
    const orderBy = ordersByInvocation(trial);
    for (const [index, event] of trial.trace.entries()) {
      if (event.kind !== "call.requested") continue;
      const own = orderBy.get(event.invocation);
      const target = orderOf(event.args, trial.ledgers);
      if (own === undefined || target === undefined || own === target) continue;
      return {
        message: `the execution of order ${own} called ${event.name} for order ${target}`,
        witnesses: [index],
      };
    }
    return undefined;
  },
};

/** What an execution has asked for something of. */
interface Named {
  readonly execution: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What executions have asked for things of, each once. */
const namesIn = reading({
  of: ["invocation.started", "call.requested"],
  begin: () => ({
    executionOf: new Map<number, string | undefined>(),
    named: new Map<string, Named>(),
  }),
  take: ({ executionOf, named }, event) => {
    if (event.kind === "invocation.started") {
      executionOf.set(event.invocation, event.execution);
      return;
    }
    const { orderId, id } = event.args;
    const execution = executionOf.get(event.invocation);
    const text = `${execution} ${JSON.stringify([orderId, id])}`;
    if (!named.has(text)) named.set(text, { execution, args: { orderId, id } });
  },
});

/** Orders that executions have asked for things of, each once. */
function ordersAskedFor(trace: readonly TraceEvent[], ledgers: OrderBooks): readonly string[] {
  const pairs = Array.from(
    namesIn(trace).named.values(),
    ({ execution, args }) => `${String(execution)} ${orderOf(args, ledgers) ?? ""}`,
  );
  return [...new Set(pairs)];
}

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
  { payments, stock, carrier }: OrderBooks,
): string | undefined {
  if (typeof orderId === "string") return orderId;
  const refund = payments.refunds.find((one) => one.id === id);
  const named = refund?.intentId ?? id;
  const isNamed = (account: { readonly id: string }) => account.id === named;
  const account =
    payments.intents.find(isNamed) ??
    stock.reservations.find(isNamed) ??
    carrier.shipments.find(isNamed);
  return account?.orderId;
}
