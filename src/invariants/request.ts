import type { TraceEvent } from "../kernel/trace.ts";

/** Whether an invocation ended in good order, so that what it had decided is stored. */
export function hasStored({ end }: Extract<TraceEvent, { kind: "invocation.ended" }>): boolean {
  return end === "pending" || end === "succeeded" || end === "failed";
}
