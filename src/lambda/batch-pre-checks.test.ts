import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { planBatch } from "./batch.ts";
import { awsLimits } from "./limits.ts";
import type { Operation } from "./operation.ts";
import { contextUpdate, momentAt, stepUpdate, surroundings } from "./updates.test-support.ts";

describe("what a batch is checked for before any of it is applied", () => {
  const started = stepUpdate("START");

  it("is looked for in all updates before the first is refused for its status", () => {
    const orphan = stepUpdate("START", { Id: "b", ParentId: "nope" });

    expect(verdict([started], [started])).toBe("Invalid current STEP state to start.");
    expect(verdict([started, orphan], [started])).toBe("Invalid parent operation id.");
  });

  it("is who an operation is before what it carries", () => {
    const Payload = "x".repeat(awsLimits.maxPayloadBytes + 1);

    expect(verdict([stepUpdate("SUCCEED", { Payload })], [started])).toContain("payload size");
    expect(verdict([stepUpdate("SUCCEED", { Payload, Name: "refund" })], [started])).toBe(
      "Inconsistent operation name.",
    );
  });

  it("is whether its type knows an action before what options it has", () => {
    const canceled = stepUpdate("CANCEL", { StepOptions: { NextAttemptDelaySeconds: 1 } });

    expect(verdict([canceled], [started])).toBe("Invalid action for the given operation type.");
  });

  it("is whether two updates of one operation are a pair, which RETRY makes of steps alone", () => {
    const start = contextUpdate("START");

    expect(verdict([start, contextUpdate("SUCCEED", { Payload: "1" })])).toBe("accepted");
    expect(verdict([start, contextUpdate("RETRY")])).toBe(
      "Cannot update the same operation twice in a single request.",
    );
  });

  it.each([
    ["type", { Id: "a", Action: "START" }],
    ["action", { Id: "a", Type: "STEP" }],
  ] as const)("is whether it says its %s", (member, update) => {
    expect(verdict([started, update as OperationUpdate])).toBe(
      `1 validation error detected: Value null at 'updates.2.member.${member}' failed to satisfy constraint: Member must not be null`,
    );
  });
});

function verdict(batch: OperationUpdate[], earlier: readonly OperationUpdate[] = []): string {
  const operations = new Map<string, Operation>();
  const context = {
    operations,
    execution,
    storedBytes: 0,
    surroundings,
    limits: awsLimits,
    now: momentAt(0),
  };
  const before = planBatch(earlier, context);
  if (before.kind === "accepted") {
    for (const { after } of before.moves) operations.set(after.Id, after);
  }
  const plan = planBatch(batch, context);
  return plan.kind === "accepted" ? "accepted" : plan.message;
}

const execution: Operation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: momentAt(0).date,
};
