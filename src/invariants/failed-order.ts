import { assert } from "../kernel/errors.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { FinishedTrial, Violation } from "./invariant.ts";
import { inTraceOrder } from "./witnesses.ts";

/** An input that says which order the trial is about. */
export interface IdentifiedOrder {
  readonly orderId: string;
}

/** What a failed order must not leave behind, and the events that put it there. */
export interface Leftover {
  /** A clause, such as `charge ch_1 of 50.00 was not refunded`. */
  readonly what: string;
  readonly events: readonly TraceIndex[];
}

const failureInWords: Readonly<Record<Outcome["status"], string | undefined>> = {
  SUCCEEDED: undefined,
  // Cut off by a bound of the trial: how the order would have ended is not known.
  RUNNING: undefined,
  FAILED: "failed",
  TIMED_OUT: "timed out",
  STOPPED: "was stopped",
};

/** Breaks when the execution ended without success and something is left; looks only then. */
export function nothingLeftByFailedOrder(
  trial: FinishedTrial<IdentifiedOrder, unknown>,
  findLeftovers: () => readonly Leftover[],
): Violation | undefined {
  const failure = failureInWords[trial.outcome.status];
  if (failure === undefined) return undefined;
  const leftovers = findLeftovers();
  if (leftovers.length === 0) return undefined;
  return {
    message: `order ${trial.input.orderId} ${failure}, but ${inWords(leftovers)}`,
    witnesses: inTraceOrder([
      ...leftovers.flatMap(({ events }) => events),
      endOfExecution(trial.trace),
    ]),
  };
}

/** Says what happened several times once, with the count. */
function inWords(leftovers: readonly Leftover[]): string {
  const times = new Map<string, number>();
  for (const { what } of leftovers) times.set(what, (times.get(what) ?? 0) + 1);
  const clauses = [...times].map(([what, count]) =>
    count === 1 ? what : `${what} ${count} times`,
  );
  return clauses.join(" and ");
}

/** Where the execution ended; effects of late calls may follow it. */
export function endOfExecution(trace: readonly TraceEvent[]): TraceIndex {
  const index = trace.findLastIndex(
    (event) => event.kind === "execution.ended" && event.execution === undefined,
  );
  assert(index !== -1, "an execution with an outcome has no execution.ended in its trace");
  return index;
}
