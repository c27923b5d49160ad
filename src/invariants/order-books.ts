import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type {
  CardLedger,
  EscalationsLedger,
  LabelsLedger,
  MailLedger,
  ReservationsLedger,
} from "../services/ledgers.ts";
import {
  type FinishedExecution,
  type FinishedTrial,
  type Invariant,
  type Violation,
  remembersNothing,
} from "./invariant.ts";
import { inTraceOrder } from "./witnesses.ts";

/** The books that judge an order: of whoever had a part in it. */
export interface OrderBooks {
  readonly payments: CardLedger;
  readonly stock: ReservationsLedger;
  readonly carrier: LabelsLedger;
  readonly mailer: MailLedger;
  readonly escalations: EscalationsLedger;
}

/** How an order ended, as the executions say that had to do with it. */
export type OrderEnding =
  | "confirmed"
  | "undone"
  | "attention"
  | "rejected"
  /** Its execution failed, was stopped, or ran out of time, and nobody has looked after it since. */
  | "dead";

/** An order that has ended. */
export interface EndedOrder {
  readonly orderId: string;
  readonly total: number;
  readonly currency: string;
  readonly lines: readonly { readonly sku: string; readonly qty: number }[];
  readonly ending: OrderEnding;
}

/** What an order is, for whoever judges it. */
export interface OrderInput {
  readonly orderId: string;
  readonly currency: string;
  readonly lines: readonly {
    readonly sku: string;
    readonly qty: number;
    readonly unitPrice: number;
  }[];
}

/** A finished trial of one order or more. */
export type OrderTrial = FinishedTrial<unknown, OrderBooks>;

/** What is wrong with an order, and the events that show it. */
export interface Wrong {
  /** A clause, such as `pi_1 was captured twice`. */
  readonly what: string;
  readonly events: readonly TraceIndex[];
}

/** An invariant that looks at each order by itself: at its books alone, unless `remembers` tells of more. */
export function ofEachOrder(
  name: string,
  find: (order: EndedOrder, trial: OrderTrial) => readonly Wrong[],
  remembers: NonNullable<Invariant["remembers"]> = remembersNothing,
): Invariant<unknown, OrderBooks> {
  return {
    name,
    remembers,
    check: (trial) => {
      for (const order of endedOrders(trial)) {
        const wrongs = find(order, trial);
        if (wrongs.length > 0) return violationOf(order, wrongs, trial.trace);
      }
      return undefined;
    },
  };
}

/** Whether people were asked to settle what an action of the order has left. */
export function isEscalated(
  { escalations }: OrderBooks,
  { orderId }: EndedOrder,
  action: string,
): boolean {
  return escalations.escalations.some(
    (record) => record.orderId === orderId && record.action === action,
  );
}

/** When the trial was over, virtual ms. */
export function endMsOf({ trace }: OrderTrial): number {
  return trace.at(-1)?.atMs ?? 0;
}

function violationOf(
  { orderId, ending }: EndedOrder,
  wrongs: readonly Wrong[],
  trace: readonly TraceEvent[],
): Violation {
  const ends = trace.flatMap(({ kind }, index) => (kind === "execution.ended" ? [index] : []));
  return {
    message: `order ${orderId} is ${ending}, but ${wrongs.map(({ what }) => what).join(" and ")}`,
    witnesses: inTraceOrder([...wrongs.flatMap(({ events }) => events), ...ends]),
  };
}

/** The orders whose executions have all ended; who looks after one later has the last word. */
function endedOrders({ executions }: OrderTrial): readonly EndedOrder[] {
  const orders = new Map<string, EndedOrder>();
  const underWay = new Set<string>();
  for (const execution of executions) {
    const { input } = execution;
    if (!isAboutOrder(input)) continue;
    const { orderId } = input;
    const ending = endingOf(execution);
    if (ending === undefined) underWay.add(orderId);
    else if (isOrder(input)) {
      const { currency, lines } = input;
      const total = lines.reduce((sum, { qty, unitPrice }) => sum + qty * unitPrice, 0);
      orders.set(orderId, { orderId, currency, lines, total, ending });
    } else {
      const order = orders.get(orderId);
      if (order !== undefined) orders.set(orderId, { ...order, ending });
    }
  }
  return [...orders.values()].filter(({ orderId }) => !underWay.has(orderId));
}

function endingOf({ outcome }: FinishedExecution): OrderEnding | undefined {
  if (outcome.status === "RUNNING") return undefined;
  if (outcome.status !== "SUCCEEDED" || !outcome.result) return "dead";
  const result = JSON.parse(outcome.result) as { readonly status?: OrderEnding } | null;
  return result?.status ?? "dead";
}

function isAboutOrder(input: unknown): input is { readonly orderId: string } {
  return typeof input === "object" && input !== null && "orderId" in input;
}

/** Whether an execution was given an order, and not only the id of one to look after. */
export function isOrder(input: unknown): input is OrderInput {
  return isAboutOrder(input) && "lines" in input;
}
