import { describe, expect, it } from "vitest";
import { ComparableState } from "./comparable.ts";
import type { Operation } from "./operation.ts";

const nowMs = 1_700_000_000_000;
const hourMs = 3_600_000;

// oxlint-disable-next-line no-restricted-globals -- dates of AWS's, at virtual times
const dateAt = (epochMs: number) => new Date(epochMs);

function step(result: unknown, started = dateAt(nowMs)): Operation {
  return {
    Id: "1",
    Type: "STEP",
    StartTimestamp: started,
    Status: "SUCCEEDED",
    StepDetails: { Attempt: 1, Result: JSON.stringify(result) },
  };
}

const stateOf = (operation: Operation, atMs = nowMs) =>
  new ComparableState().at(atMs, [operation], [], []);

describe("what is stored of an execution", () => {
  it("is the same whenever it was stored, and by which attempt", () => {
    const later = { ...step("a", dateAt(nowMs + 5)), StepDetails: { Attempt: 7, Result: '"a"' } };

    expect(stateOf(later)).toBe(stateOf(step("a")));
    expect(stateOf(step("b"))).not.toBe(stateOf(step("a")));
  });

  it("is the same for moments that are about as far from now", () => {
    const until = (untilMs: number, atMs = nowMs) => stateOf(step({ untilMs }), atMs);

    expect(until(nowMs + 5.5 * hourMs)).toBe(until(nowMs + 5 * hourMs));
    expect(until(nowMs + 5.5 * hourMs, nowMs + hourMs)).toBe(until(nowMs + 4.5 * hourMs));
    expect(until(nowMs + 0.5 * hourMs)).not.toBe(until(nowMs + 5 * hourMs));
    expect(until(nowMs + 5 * hourMs, nowMs + 6 * hourMs)).not.toBe(until(nowMs + 5 * hourMs));
  });

  it("has as many moments as it likes", () => {
    const many = Array.from({ length: 130_000 }, () => nowMs);

    expect(stateOf(step(many))).toContain("moment,moment");
  });

  it("takes no other numbers for moments", () => {
    expect(stateOf(step({ total: 4_000 }))).not.toBe(stateOf(step({ total: 4_100 })));
    expect(stateOf(step({ id: "12345678901234" }))).not.toBe(
      stateOf(step({ id: "12345678901235" })),
    );
  });
});
