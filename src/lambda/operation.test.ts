import { describe, expect, it } from "vitest";
import { type Operation, isTerminal, isWaiting, progressOf } from "./operation.ts";
import { momentAt } from "./updates.test-support.ts";

const statuses = [
  "STARTED",
  "PENDING",
  "READY",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "TIMED_OUT",
  "STOPPED",
] as const;

describe("an operation", () => {
  it("has ended for good by every status but those of its life", () => {
    const alive = statuses.filter((Status) => !isTerminal(operationWith({ Status })));

    expect(alive).toEqual(["STARTED", "PENDING", "READY"]);
  });

  it.each<[Operation["Type"], string[]]>([
    ["STEP", ["PENDING"]],
    ["WAIT", ["STARTED"]],
    ["CALLBACK", ["STARTED"]],
    ["CHAINED_INVOKE", ["STARTED"]],
    ["CONTEXT", []],
    ["EXECUTION", []],
  ])("of type %s makes PENDING legal while it is %j", (Type, expected) => {
    const waiting = statuses.filter((Status) => isWaiting(operationWith({ Type, Status })));

    expect(waiting).toEqual(expected);
  });

  it.each<[Partial<Operation> | undefined, number]>([
    [undefined, 0],
    [{ StepDetails: {} }, 0],
    [{ StepDetails: { Attempt: 2 }, Status: "PENDING" }, 2],
    [{ StepDetails: { Attempt: 3 }, Status: "FAILED" }, 4],
    [{ Type: "WAIT", Status: "SUCCEEDED" }, 1],
    [{ Type: "CALLBACK", Status: "TIMED_OUT" }, 1],
  ])("that is %o has come this far: %d", (changes, progress) => {
    expect(progressOf(changes && operationWith(changes))).toBe(progress);
  });
});

function operationWith(changes: Partial<Operation>): Operation {
  const StartTimestamp = momentAt(0).date;
  return { Id: "a", Type: "STEP", Status: "STARTED", StartTimestamp, ...changes };
}
