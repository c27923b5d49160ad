import { type Requested, requestOf } from "../kernel/request.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { reading } from "./reading.ts";
import { hasStored } from "./request.ts";

interface Tries {
  /** The execution of each invocation. */
  readonly executionOf: Map<number, string | undefined>;
  /** Invocations that may yet end in good order, by execution. */
  readonly running: Map<string | undefined, Set<number>>;
  /** Invocations that died, and checkpoints that were refused, by execution: each may cost a try. */
  readonly mishaps: Map<string | undefined, number>;
  /** How often each request was made, and how often is enough. */
  readonly tries: Map<string, { readonly times: number; readonly most: number }>;
  violation: Violation | undefined;
}

/**
 * V2. Nothing is asked for more often than its policy says, but for once more after each sandbox that died, and
 * after each result that could not be stored. Takes for each call how often it may be tried.
 */
export function nothingIsTriedForEver(mostTries: Readonly<Record<string, number>>): Invariant {
  const triesIn = reading({
    of: [
      "invocation.started",
      "invocation.ended",
      "execution.ended",
      "checkpoint.rejected",
      "call.requested",
    ],
    begin: (): Tries => ({
      executionOf: new Map(),
      running: new Map(),
      mishaps: new Map(),
      tries: new Map(),
      violation: undefined,
    }),
    take: (known, event, index) => {
      if (event.kind === "call.requested") countTry(known, event, index, mostTries[event.name]);
      else noteMishap(known, event);
    },
  });
  return {
    name: "nothing-is-tried-for-ever",
    // Only at the limit does it matter how often something was tried: what is over is not tried again.
    remembers: (trace) => {
      const { tries, violation } = triesIn(trace);
      const many = [...tries].filter(([, { times, most }]) => times >= most);
      return [violation !== undefined, many];
    },
    check: ({ trace }) => triesIn(trace).violation,
  };
}

function noteMishap({ executionOf, running, mishaps, tries }: Tries, event: TraceEvent): void {
  if (event.kind === "execution.ended") {
    // Another one of its name begins anew.
    for (const request of tries.keys()) {
      if (request.startsWith(`${event.execution ?? ""} `)) tries.delete(request);
    }
    running.delete(event.execution);
    mishaps.delete(event.execution);
  }
  if (event.kind === "invocation.started") {
    const { execution, invocation } = event;
    executionOf.set(invocation, execution);
    const others = running.get(execution)?.size ?? 0;
    // Whoever still runs was taken for dead.
    mishaps.set(execution, (mishaps.get(execution) ?? 0) + others);
    running.set(execution, new Set([invocation]));
  } else if (event.kind === "invocation.ended") {
    const execution = executionOf.get(event.invocation);
    if (!(running.get(execution)?.delete(event.invocation) ?? false) || hasStored(event)) return;
    mishaps.set(execution, (mishaps.get(execution) ?? 0) + 1);
  } else if (event.kind === "checkpoint.rejected") {
    const execution = executionOf.get(event.invocation);
    mishaps.set(execution, (mishaps.get(execution) ?? 0) + 1);
  }
}

function countTry(known: Tries, event: Requested, index: TraceIndex, most = Infinity): void {
  if (most === Infinity) return;
  const execution = known.executionOf.get(event.invocation);
  const request = `${execution ?? ""} ${requestOf(event)}`;
  const times = (known.tries.get(request)?.times ?? 0) + 1;
  known.tries.set(request, { times, most });
  if (times <= most + (known.mishaps.get(execution) ?? 0)) return;
  known.violation ??= {
    message: `${event.name} was asked ${times} times, and ${most} are enough`,
    witnesses: [index],
  };
}
