import { describe, expect, it } from "vitest";
import type { Necessity } from "../search/finding.ts";
import type { TrialResult } from "../trial/trial.ts";
import { renderNecessity } from "./necessity.ts";

const burst = { at: "bank.pay", from: 1, times: 2, fault: "refuse" } as const;
const succeeded = { outcome: { status: "SUCCEEDED" }, verdict: "held", violations: [] };
const failed = { ...succeeded, outcome: { status: "FAILED" } };

describe("why a fault is needed", () => {
  it("is told once when leaving out any fault of a burst changes the same", () => {
    expect(renderNecessity(burst, [without(1, succeeded), without(2, succeeded)])).toBe(
      "without any one of them the execution SUCCEEDED and every invariant holds",
    );
  });

  it("is told for each fault when they differ", () => {
    const necessity = [without(1, succeeded), without(2, succeeded), without(3, failed)];

    expect(renderNecessity({ ...burst, times: 3 }, necessity)).toMatch(
      /^without the 1st the execution SUCCEEDED .*; without the 2nd the .*; without the 3rd the execution FAILED /,
    );
  });

  it("names what breaks instead", () => {
    const violations = [{ invariant: "no-charge" }, { invariant: "no-parcel" }];
    const other = { ...failed, verdict: "violated", violations };

    expect(renderNecessity({ ...burst, times: 1 }, [without(1, other)])).toBe(
      "without it the execution FAILED, and breaks no-charge and no-parcel instead",
    );
  });

  it("leaves other bursts at the same point out", () => {
    expect(
      renderNecessity({ ...burst, times: 1 }, [without(1, succeeded), without(7, failed)]),
    ).toBe("without it the execution SUCCEEDED and every invariant holds");
  });
});

function without(nth: number, result: object): Necessity {
  const strike = { ...burst, nth, progress: 0, nthAtProgress: nth };
  return { strike, without: result as TrialResult };
}
