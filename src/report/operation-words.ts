import type { TraceEvent } from "../kernel/trace.ts";
import { renderDuration } from "./duration.ts";
import { renderError } from "./error-text.ts";

/** AWS moved an operation. */
export type OperationMoved = Extract<TraceEvent, { kind: "operation.moved" }>;

/**
 * What a move means to a reader; `undefined` when it goes without saying. `waitMs` is the time to
 * the operation's next move, if it made one.
 */
export function describeMove(
  moved: OperationMoved,
  waitMs: number | undefined,
): string | undefined {
  const { type, status, attempt, error } = moved;
  const why = error === undefined ? "" : `: ${renderError(error)}`;
  switch (status) {
    case "STARTED":
      return type === "WAIT"
        ? `waits${waitMs === undefined ? "" : ` ${renderDuration(waitMs)}`}`
        : undefined;
    case "READY":
      return undefined;
    case "PENDING": {
      const what = error === undefined ? "not done yet" : `failed (${error.ErrorType ?? "error"})`;
      const when = waitMs === undefined ? "" : ` in ${renderDuration(waitMs)}`;
      return `${what}, attempt ${(attempt ?? 0) + 1}${when}`;
    }
    case "SUCCEEDED":
      return type === "WAIT" ? undefined : "succeeded";
    case "FAILED":
      return `failed for good${attempt === undefined || attempt < 2 ? "" : ` after ${attempt} attempts`}${why}`;
    default:
      return status.toLowerCase() + why;
  }
}
