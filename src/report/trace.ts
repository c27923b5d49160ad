import { onOneLine } from "../kernel/plain-text.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import { renderDuration } from "./duration.ts";
import { renderValue } from "./value.ts";

const longestEvent = 400;

/** A whole trace, one event a line, numbered as witnesses are. */
export function renderTrace(trace: readonly TraceEvent[]): string {
  const numberWidth = String(trace.length).length;
  return trace
    .map((event, index) => {
      const time = renderDuration(event.atMs).padStart(11);
      return `  ${String(index).padStart(numberWidth)} ${time}  ${renderTraceEvent(event)}`;
    })
    .join("\n");
}

/** One event: its kind, and all it says. */
export function renderTraceEvent(event: TraceEvent): string {
  const said = Object.entries(event).filter(
    ([field, value]) => field !== "kind" && field !== "atMs" && value !== undefined,
  );
  return `${event.kind.padEnd(19)} ${onOneLine(renderValue(Object.fromEntries(said), longestEvent))}`;
}
