import type { InvocationEnd, TraceEvent, TraceIndex } from "../../kernel/trace.ts";

/** An invocation of a function, from its start to its end, or to the end of the trial. */
export interface InvocationSpan {
  readonly number: number;
  /** Empty for the function under test. */
  readonly owner: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly end: InvocationEnd | undefined;
  readonly error: string | undefined;
  /** Where it is told of in the trace. */
  readonly events: readonly TraceIndex[];
}

/** All invocations of a trace, in the order in which they began. */
export function invocationSpans(trace: readonly TraceEvent[]): readonly InvocationSpan[] {
  const endMs = trace.at(-1)?.atMs ?? 0;
  const spans = new Map<number, InvocationSpan>();
  for (const [index, event] of trace.entries()) {
    if (event.kind === "invocation.started") {
      const { invocation: number, atMs: fromMs } = event;
      const owner = event.execution ?? event.function ?? "";
      const open = { number, owner, fromMs, toMs: endMs, end: undefined, error: undefined };
      spans.set(number, { ...open, events: [index] });
    } else if (event.kind === "invocation.ended") {
      const { invocation: number, atMs: toMs, end } = event;
      const span = spans.get(number);
      const error = event.error === undefined ? undefined : said(event.error);
      if (span !== undefined) {
        spans.set(number, { ...span, toMs, end, error, events: [...span.events, index] });
      }
    }
  }
  return [...spans.values()];
}

function said({
  ErrorType,
  ErrorMessage,
}: {
  readonly ErrorType?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}): string {
  return [ErrorType, ErrorMessage].filter((part) => part !== undefined).join(": ");
}
