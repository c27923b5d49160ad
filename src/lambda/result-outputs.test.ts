import { InvocationStatus } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { InvocationResult } from "./invocation.ts";
import { type OutputRules, judgeResult } from "./result.ts";
import { boom } from "./updates.test-support.ts";

describe("the output of an invocation", () => {
  it("closes the execution when it says SUCCEEDED, with or without a result", () => {
    expect(judge({ Status: InvocationStatus.SUCCEEDED, Result: "1" })).toEqual({
      end: "succeeded",
      error: undefined,
      outcome: { status: "SUCCEEDED", result: "1" },
    });
    expect(judge({ Status: InvocationStatus.SUCCEEDED }).outcome).toEqual({
      status: "SUCCEEDED",
      result: undefined,
    });
  });

  it("closes the execution when it says FAILED, with or without an error", () => {
    expect(judge({ Status: InvocationStatus.FAILED, Error: boom })).toEqual({
      end: "failed",
      error: boom,
      outcome: { status: "FAILED", error: boom },
    });
    expect(judge({ Status: InvocationStatus.FAILED }).outcome).toEqual({
      status: "FAILED",
      error: {},
    });
  });

  it("leaves the execution open when it says PENDING", () => {
    expect(judge({ Status: InvocationStatus.PENDING })).toEqual({
      end: "pending",
      error: undefined,
      outcome: undefined,
    });
  });

  it.each([
    [
      "an error of a success",
      { Status: "SUCCEEDED", Error: boom },
      "Cannot provide an Error for SUCCEEDED status.",
    ],
    [
      "a result of a failure",
      { Status: "FAILED", Result: "1" },
      "Cannot provide a Result for FAILED status.",
    ],
    [
      "a result that is too long",
      { Status: "SUCCEEDED", Result: "ää!" },
      "Execution output payload size must be less than or equal to 4 bytes.",
    ],
    ["no status", { Result: "1" }, "Invalid Status in invocation output."],
  ])("may not be %s", (_, output, ErrorMessage) => {
    const error = { ErrorType: "InvalidParameterValueException", ErrorMessage };

    expect(judge(output)).toEqual({
      end: "failed",
      error,
      outcome: { status: "FAILED", error },
      isProtocolError: true,
    });
  });

  it("may be just as long as is allowed, in bytes", () => {
    expect(judge({ Status: "SUCCEEDED", Result: "ää" }).end).toBe("succeeded");
  });

  it("may be PENDING only where something can wake the execution", () => {
    const judged = judge({ Status: "PENDING" }, { canWake: false });

    expect(judged).toMatchObject({ end: "failed", isProtocolError: true });
  });
});

describe("an invocation without an output", () => {
  it.each(["threw", "crashed", "timed-out"] as const)("leaves the execution open: %s", (kind) => {
    const rules = { canWake: false, maxResultBytes: 0 };

    expect(judgeResult({ kind, error: boom }, rules)).toEqual({
      end: kind,
      error: boom,
      outcome: undefined,
    });
  });
});

/** What comes of an output where results may have four bytes. */
function judge(output: object, rules: Partial<OutputRules> = {}) {
  const returned = { kind: "returned", output } as InvocationResult;
  return judgeResult(returned, { canWake: true, maxResultBytes: 4, ...rules });
}
