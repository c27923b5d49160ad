import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";

/**
 * What is known of a trace, made up event by event. A trial's trace is asked about again and again while it
 * grows: each event is taken once, and what was known before is kept for as long as the trace is.
 */
export function reading<Known>(
  begin: () => Known,
  take: (known: Known, event: TraceEvent, index: TraceIndex) => void,
): (trace: readonly TraceEvent[]) => Known {
  const readers = new WeakMap<
    readonly TraceEvent[],
    { readonly known: Known; nextIndex: TraceIndex }
  >();
  return (trace) => {
    let reader = readers.get(trace);
    // A list that was cut or written anew is another trace.
    if (reader === undefined || reader.nextIndex > trace.length) {
      reader = { known: begin(), nextIndex: 0 };
      readers.set(trace, reader);
    }
    for (; reader.nextIndex < trace.length; reader.nextIndex++) {
      const event = trace[reader.nextIndex];
      if (event !== undefined) take(reader.known, event, reader.nextIndex);
    }
    return reader.known;
  };
}
