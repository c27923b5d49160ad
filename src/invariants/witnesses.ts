import type { TraceIndex } from "../kernel/trace.ts";

/** Each witness once, in the order in which things happened. */
export function inTraceOrder(witnesses: readonly TraceIndex[]): readonly TraceIndex[] {
  return [...new Set(witnesses)].toSorted((a, b) => a - b);
}
