import type { TraceEvent } from "../kernel/trace.ts";

/** Code under test called a service. */
export type Requested = Extract<TraceEvent, { kind: "call.requested" }>;

/** A request with all that it asks, as a text: equal for repeats. */
export function requestOf({ name, args }: Pick<Requested, "name" | "args">): string {
  return `${name} ${JSON.stringify(args)}`;
}

/** Whether an invocation ended in good order, so that what it had decided is stored. */
export function hasStored({ end }: Extract<TraceEvent, { kind: "invocation.ended" }>): boolean {
  return end === "pending" || end === "succeeded" || end === "failed";
}
