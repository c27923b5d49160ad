import type { ClosedOutcome, WireError } from "../kernel/outcome.ts";
import type { InvocationEnd } from "../kernel/trace.ts";
import type { InvocationResult } from "./invocation.ts";
import { isLonger } from "./limits.ts";

/** What the service makes of an invocation's result. */
export interface JudgedResult {
  readonly end: InvocationEnd;
  readonly error: WireError | undefined;
  /** Closes the execution. */
  readonly outcome: ClosedOutcome | undefined;
  /** The output breaks the protocol, which is an error of the code and not of its sandbox. */
  readonly isProtocolError?: boolean;
}

/** What an output is judged by. */
export interface OutputRules {
  /** Whether anything is left that could wake the execution; PENDING needs it. */
  readonly canWake: boolean;
  readonly maxResultBytes: number;
}

/** Reads an invocation's output as AWS does. */
export function judgeResult(result: InvocationResult, rules: OutputRules): JudgedResult {
  if (result.kind !== "returned") {
    return { end: result.kind, error: result.error, outcome: undefined };
  }
  const { output } = result;
  // The types promise an output; a handler that is not wrapped by the SDK may return anything.
  switch (output?.Status) {
    case "SUCCEEDED": {
      const { Result: text } = output;
      if ("Error" in output && output.Error !== undefined) {
        return protocolError("Cannot provide an Error for SUCCEEDED status.");
      }
      if (text !== undefined && isLonger(text, rules.maxResultBytes)) {
        return protocolError(
          `Execution output payload size must be less than or equal to ${rules.maxResultBytes} bytes.`,
        );
      }
      const outcome = { status: "SUCCEEDED", result: text } as const;
      return { end: "succeeded", error: undefined, outcome };
    }
    case "FAILED": {
      if ("Result" in output && output.Result !== undefined) {
        return protocolError("Cannot provide a Result for FAILED status.");
      }
      const error: WireError = output.Error ?? {};
      return { end: "failed", error, outcome: { status: "FAILED", error } };
    }
    case "PENDING":
      if (rules.canWake) return { end: "pending", error: undefined, outcome: undefined };
      return protocolError("Cannot return PENDING status with no pending operations.");
    default:
      return protocolError("Invalid Status in invocation output.");
  }
}

/** AWS's sources disagree on whether it tries again: see `LambdaSettings.protocolErrors`. */
function protocolError(message: string): JudgedResult {
  const error = { ErrorType: "InvalidParameterValueException", ErrorMessage: message };
  const outcome = { status: "FAILED", error } as const;
  return { end: "failed", error, outcome, isProtocolError: true };
}
