import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";

/**
 * What is known of a trace, made up event by event. A trial's trace is asked about again and again while it
 * grows: each event is taken once, and what was known before is kept until another trace is asked about.
 */
export function reading<Known>(
  begin: () => Known,
  take: (known: Known, event: TraceEvent, index: TraceIndex) => void,
): (trace: readonly TraceEvent[]) => Known {
  let known: Known;
  let nextIndex = 0;
  // One trial runs at a time; to remember all traces weakly costs two per cent of a trial.
  let read: readonly TraceEvent[] | undefined;
  return (trace) => {
    // A list that was cut or written anew is another trace.
    if (read !== trace || nextIndex > trace.length) {
      known = begin();
      nextIndex = 0;
      read = trace;
    }
    for (; nextIndex < trace.length; nextIndex++) {
      const event = trace[nextIndex];
      if (event !== undefined) take(known, event, nextIndex);
    }
    return known;
  };
}
