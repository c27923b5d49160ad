import type { Outcome, WireError } from "../kernel/outcome.ts";
import type { InvocationEnd } from "../kernel/trace.ts";
import type { InvocationResult } from "./invocation.ts";

/** What the service makes of an invocation's result. */
export interface JudgedResult {
  readonly end: InvocationEnd;
  readonly error: WireError | undefined;
  /** Closes the execution. */
  readonly outcome: Exclude<Outcome, { status: "RUNNING" }> | undefined;
}

/**
 * Reads an invocation's output as AWS does.
 *
 * @param canWake - whether anything is left that could wake the execution; PENDING needs it
 */
export function judgeResult(result: InvocationResult, canWake: boolean): JudgedResult {
  if (result.kind !== "returned") {
    return { end: result.kind, error: result.error, outcome: undefined };
  }
  const { output } = result;
  // The types promise an output; a handler that is not wrapped by the SDK may return anything.
  switch (output?.Status) {
    case "SUCCEEDED": {
      const outcome = { status: "SUCCEEDED", result: output.Result } as const;
      return { end: "succeeded", error: undefined, outcome };
    }
    case "FAILED": {
      const { Error: error } = output;
      return { end: "failed", error, outcome: { status: "FAILED", error } };
    }
    case "PENDING":
      if (canWake) return { end: "pending", error: undefined, outcome: undefined };
      return protocolError("Cannot return PENDING status with no pending operations.");
    default:
      return protocolError("Invalid Status in invocation output.");
  }
}

/** AWS's sources disagree on whether it tries again; the outcome is the same each time anyway. */
function protocolError(message: string): JudgedResult {
  const error = { ErrorType: "InvalidParameterValueException", ErrorMessage: message };
  return { end: "failed", error, outcome: { status: "FAILED", error } };
}
