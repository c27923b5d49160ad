import { describe, expect, it } from "vitest";
import { regress } from "./progress.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { stepOf } from "./story.test-support.ts";

const failed = { ErrorMessage: "no" };
const stages: readonly SeenOperation[] = [
  stepOf("a"),
  stepOf("a", {
    Status: "PENDING",
    StepDetails: { Attempt: 1, Error: failed, NextAttemptTimestamp: 9 },
  }),
  stepOf("a", { Status: "READY", StepDetails: { Attempt: 1, Error: failed } }),
  stepOf("a", { StepDetails: { Attempt: 1 } }),
  stepOf("a", {
    Status: "PENDING",
    StepDetails: { Attempt: 2, Result: "2", NextAttemptTimestamp: 19 },
  }),
  stepOf("a", { Status: "READY", StepDetails: { Attempt: 2, Result: "2" } }),
  stepOf("a", { StepDetails: { Attempt: 2 } }),
  stepOf("a", { Status: "FAILED", EndTimestamp: 20, StepDetails: { Attempt: 3, Error: failed } }),
];

describe("regress", () => {
  it("is none from any stage of a step to itself or to a later one", () => {
    for (const [index, earlier] of stages.entries()) {
      for (const later of stages.slice(index)) expect(regress(earlier, later)).toBeUndefined();
    }
  });

  it("is any way back", () => {
    for (const [index, later] of stages.entries()) {
      for (const earlier of stages.slice(index + 1)) {
        expect([earlier, later, regress(earlier, later)]).not.toContain(undefined);
      }
    }
  });

  it("says from where to where", () => {
    const [started, pending] = stages;

    expect(pending && started && regress(pending, started)).toBe(
      "it was PENDING after attempt 1, and is STARTED",
    );
  });

  it.each<Partial<SeenOperation>>([
    { Type: "WAIT" },
    { SubType: "WaitForCondition" },
    { Name: "other" },
    { ParentId: "other" },
    { StartTimestamp: 2 },
    { CallbackDetails: { CallbackId: "other" } },
    { WaitDetails: { ScheduledEndTimestamp: 2 } },
  ])("is also a change of what an operation keeps: %j", (change) => {
    expect(regress(stepOf("a"), stepOf("a", change))).toMatch(/^its \w+ has changed$/u);
  });

  it.each<Partial<SeenOperation>>([
    { Status: "SUCCEEDED" },
    { EndTimestamp: 21 },
    { StepDetails: { Attempt: 3, Error: { ErrorMessage: "other" } } },
    { ContextDetails: { ReplayChildren: true } },
  ])("is also a change of an outcome: %j", (change) => {
    const [ended = stepOf("a")] = stages.slice(-1);

    expect(regress(ended, { ...ended, ...change })).toMatch(/^its \w+ has changed$/u);
  });

  it("is also a change of what waits for the next attempt", () => {
    const [, pending = stepOf("a"), ready = stepOf("a")] = stages;
    const change = (later: SeenOperation, details: SeenOperation["StepDetails"]) =>
      regress(pending, { ...later, StepDetails: { ...later.StepDetails, ...details } });

    expect(change(ready, { Error: { ErrorMessage: "other" } })).toBe("its Error has changed");
    expect(change(ready, { Result: "other" })).toBe("its Result has changed");
    expect(change(pending, { NextAttemptTimestamp: 10 })).toBe(
      "its NextAttemptTimestamp has changed",
    );
  });
});
