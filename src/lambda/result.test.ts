import { describe, expect, it } from "vitest";
import type { InvocationResult } from "./invocation.ts";
import { type JudgedResult, judgeResult } from "./result.ts";
import { boom } from "./updates.test-support.ts";

type Output = Extract<InvocationResult, { kind: "returned" }>["output"];

describe("an output", () => {
  it.each<[string, JudgedResult["outcome"]]>([
    [`{"Status":"SUCCEEDED","Result":"1"}`, { status: "SUCCEEDED", result: "1" }],
    // The SDK's answer after a result that was too large to be returned.
    [`{"Status":"SUCCEEDED","Result":""}`, { status: "SUCCEEDED", result: "" }],
    [`{"Status":"SUCCEEDED"}`, { status: "SUCCEEDED", result: undefined }],
  ])("that is %s closes the execution", (output, outcome) => {
    expect(judged(JSON.parse(output))).toEqual({ end: "succeeded", error: undefined, outcome });
  });

  it.each([boom, {}])("that is FAILED closes the execution with its error: %o", (Error) => {
    expect(judged({ Status: "FAILED", Error })).toEqual({
      end: "failed",
      error: Error,
      outcome: { status: "FAILED", error: Error },
    });
  });

  it("that is FAILED without an error closes the execution all the same", () => {
    expect(judged({ Status: "FAILED" })).toEqual({
      end: "failed",
      error: {},
      outcome: { status: "FAILED", error: {} },
    });
  });

  it("that is PENDING leaves the execution open, if something can wake it", () => {
    expect(judged({ Status: "PENDING" })).toEqual({
      end: "pending",
      error: undefined,
      outcome: undefined,
    });
  });
});

describe("an output that breaks the protocol", () => {
  it.each<[string, unknown, string]>([
    [
      "a result with an error",
      { Status: "SUCCEEDED", Result: "1", Error: boom },
      "Cannot provide an Error for SUCCEEDED status.",
    ],
    [
      "an empty error with a success",
      { Status: "SUCCEEDED", Error: {} },
      "Cannot provide an Error for SUCCEEDED status.",
    ],
    [
      "an error with a result",
      { Status: "FAILED", Result: "1", Error: boom },
      "Cannot provide a Result for FAILED status.",
    ],
    [
      "an error with an empty result",
      { Status: "FAILED", Result: "", Error: boom },
      "Cannot provide a Result for FAILED status.",
    ],
    ["another status", { Status: "RETRYING" }, "Invalid Status in invocation output."],
    ["a status in lower case", { Status: "succeeded" }, "Invalid Status in invocation output."],
    ["an object without a status", {}, "Invalid Status in invocation output."],
    ["nothing", undefined, "Invalid Status in invocation output."],
    ["null", null, "Invalid Status in invocation output."],
    ["a text", "SUCCEEDED", "Invalid Status in invocation output."],
    ["a number", 42, "Invalid Status in invocation output."],
  ])("is %s", (_what, output, message) => {
    expect(judged(output)).toEqual(protocolError(message));
  });

  it("is PENDING when nothing can wake the execution", () => {
    expect(judged({ Status: "PENDING" }, { canWake: false })).toEqual(
      protocolError("Cannot return PENDING status with no pending operations."),
    );
  });

  it("is only PENDING's to be: an end needs nothing that could wake the execution", () => {
    for (const Status of ["SUCCEEDED", "FAILED"]) {
      expect(judged({ Status }, { canWake: false })).not.toHaveProperty("isProtocolError");
    }
  });

  it("is a result of more bytes than the limit, counted in UTF-8", () => {
    const tooLarge = protocolError(
      "Execution output payload size must be less than or equal to 9 bytes.",
    );
    const withResult = (Result: string) =>
      judged({ Status: "SUCCEEDED", Result }, { maxResultBytes: 9 });

    expect(withResult("123456789").end).toBe("succeeded");
    expect(withResult("1234567890")).toEqual(tooLarge);
    expect(withResult("€€€").end).toBe("succeeded");
    expect(withResult("€€€1")).toEqual(tooLarge);
    // Two UTF-16 units, four bytes each.
    expect(withResult("😀😀1").end).toBe("succeeded");
    expect(withResult("😀😀12")).toEqual(tooLarge);
  });
});

describe("an invocation without an output", () => {
  it.each(["threw", "crashed", "timed-out"] as const)(
    "that %s leaves the execution open, with its error for the history",
    (kind) => {
      expect(judgeResult({ kind, error: boom }, rules)).toEqual({
        end: kind,
        error: boom,
        outcome: undefined,
      });
    },
  );
});

const rules = { canWake: true, maxResultBytes: 100 };

/** What is made of an output; no type keeps a handler from returning anything at all. */
function judged(output: unknown, changes: Partial<typeof rules> = {}): JudgedResult {
  return judgeResult({ kind: "returned", output: output as Output }, { ...rules, ...changes });
}

function protocolError(ErrorMessage: string): JudgedResult {
  const error = { ErrorType: "InvalidParameterValueException", ErrorMessage };
  const outcome = { status: "FAILED", error } as const;
  return { end: "failed", error, outcome, isProtocolError: true };
}
