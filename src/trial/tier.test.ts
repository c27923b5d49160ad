import { describe, expect, it } from "vitest";
import type { Strike } from "../faults/schedule.ts";
import { tierOf } from "./tier.ts";

const gaveUp = {
  status: "FAILED",
  error: { ErrorType: "CheckpointUnrecoverableExecutionError" },
} as const;

describe("the tier of a violation", () => {
  it("is the platform when AWS refused a checkpoint and the SDK gave the execution up", () => {
    expect(tierOf({ outcome: gaveUp, strikes: [clientError], isLookedAfter: false })).toBe(
      "platform",
    );
  });

  it("is the saga when AWS refused what the saga itself had sent", () => {
    expect(tierOf({ outcome: gaveUp, strikes: [], isLookedAfter: false })).toBe("saga");
  });

  it("is the saga when the execution failed with the saga's own error", () => {
    const outcome = { status: "FAILED", error: { ErrorType: "StepError" } } as const;

    expect(tierOf({ outcome, strikes: [clientError], isLookedAfter: false })).toBe("saga");
  });

  it("is the saga when what looks after such an execution has come to its end, and left it so", () => {
    const trial = { outcome: gaveUp, strikes: [clientError], isLookedAfter: true };

    expect(tierOf(trial)).toBe("saga");
  });

  it("is the platform when the execution ran out of time, because no catch block runs then", () => {
    expect(
      tierOf({ outcome: { status: "TIMED_OUT", error: {} }, strikes: [], isLookedAfter: false }),
    ).toBe("platform");
  });
});

const clientError: Strike = {
  at: "checkpoint SUCCEED charge-payment",
  nth: 1,
  progress: 3,
  nthAtProgress: 1,
  fault: "client-error",
};
