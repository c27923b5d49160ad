import type { TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { isOrder } from "./order-books.ts";
import { reading } from "./reading.ts";

/** Calls that may be made only so long after the first one of their execution. */
export interface TimeLimit {
  readonly calls: readonly string[];
  /** Virtual ms. */
  readonly withinMs: number;
}

interface Beginnings {
  readonly executionOf: Map<number, string | undefined>;
  readonly began: Map<string | undefined, { readonly atMs: number; readonly event: TraceIndex }>;
  /** The first call of each execution that came too late. */
  readonly late: Map<string | undefined, Violation>;
}

/**
 * V4. What an order needs is asked for while its stock, its money and its keys are held, and what comes too late
 * for that is not asked for at all. Not for those who look after an order later: they come when they come.
 */
export function ordersAreCarriedOnInTime(limits: readonly TimeLimit[]): Invariant {
  const limitOf = new Map(
    limits.flatMap(({ calls, withinMs }) => calls.map((call) => [call, withinMs])),
  );
  const beginningsIn = reading({
    of: ["invocation.started", "call.requested"],
    begin: (): Beginnings => ({ executionOf: new Map(), began: new Map(), late: new Map() }),
    take: (known, event, index) => {
      if (event.kind === "invocation.started") {
        known.executionOf.set(event.invocation, event.execution);
        return;
      }
      const execution = known.executionOf.get(event.invocation);
      const began = known.began.get(execution);
      if (began === undefined) known.began.set(execution, { atMs: event.atMs, event: index });
      const limitMs = limitOf.get(event.name);
      if (began === undefined || limitMs === undefined || known.late.has(execution)) return;
      if (event.atMs - began.atMs <= limitMs) return;
      known.late.set(execution, {
        message: `${event.name} was asked for ${hours(event.atMs - began.atMs)} after its order began`,
        witnesses: [began.event, index],
      });
    },
  });
  return {
    name: "orders-are-carried-on-in-time",
    remembers: (trace) => {
      const { began, late } = beginningsIn(trace);
      return [
        [...late.keys()],
        Array.from(began, ([execution, { atMs }]) => ({ execution, atMs })),
      ];
    },
    check: ({ trace, executions }) => {
      const { late } = beginningsIn(trace);
      return executions
        .filter(({ input }) => isOrder(input))
        .map(({ label }) => late.get(label))
        .find((violation) => violation !== undefined);
    },
  };
}

function hours(spanMs: number): string {
  return `${(spanMs / 3_600_000).toFixed(1)} h`;
}
