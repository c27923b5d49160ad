import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { planBatch } from "./batch.ts";
import { awsLimits } from "./limits.ts";
import type { Operation } from "./operation.ts";
import {
  boom,
  callbackUpdate,
  contextUpdate,
  invokeUpdate,
  momentAt,
  stepUpdate,
  surroundings,
  waitUpdate,
} from "./updates.test-support.ts";

describe("planBatch", () => {
  it("plans every update in order, each on top of the ones before", () => {
    const batch = [contextUpdate("START"), stepUpdate("START", { ParentId: "c" }), succeed("c")];

    const plan = planBatch(batch, stored());

    if (plan.kind === "refused") throw new Error(plan.message);
    expect(plan.moves.map(({ event }) => event.EventType)).toEqual([
      "ContextStarted",
      "StepStarted",
      "StepSucceeded",
    ]);
    expect(plan.moves.map(({ before }) => before?.Status)).toEqual([
      undefined,
      undefined,
      "STARTED",
    ]);
  });

  it("accepts an empty batch, which only asks for news", () => {
    expect(planBatch([], stored())).toEqual({ kind: "accepted", moves: [] });
  });

  it("refuses a batch for one bad update, and has stored nothing of the rest", () => {
    const context = stored();

    const plan = planBatch([contextUpdate("START"), waitUpdate("START")], context);

    expect(plan).toEqual({
      kind: "refused",
      message: "Update for WAIT operation requires WaitOptions.",
    });
    expect(context.operations.size).toBe(0);
  });

  it("lets START travel with what closes the same step or context", () => {
    const closings: OperationUpdate[] = [
      stepUpdate("SUCCEED"),
      stepUpdate("FAIL", { Error: boom }),
      stepUpdate("RETRY", { Error: boom, StepOptions: { NextAttemptDelaySeconds: 1 } }),
    ];

    for (const closing of closings)
      expect(verdict([stepUpdate("START"), closing])).toBe("accepted");
    expect(verdict([contextUpdate("START"), contextUpdate("SUCCEED")])).toBe("accepted");
    expect(verdict([contextUpdate("START"), contextUpdate("FAIL")])).toBe("accepted");
  });

  it.each<[string, OperationUpdate[]]>([
    ["two starts", [stepUpdate("START"), stepUpdate("START")]],
    ["a close before its start", [stepUpdate("SUCCEED"), stepUpdate("START")]],
    ["two closes", [stepUpdate("SUCCEED"), stepUpdate("SUCCEED")]],
    ["a third update", [stepUpdate("START"), stepUpdate("SUCCEED"), stepUpdate("SUCCEED")]],
    ["a wait with its end", [startWait(5), waitUpdate("SUCCEED")]],
    ["a wait with its cancelling", [startWait(5), waitUpdate("CANCEL")]],
    ["a callback with its end", [callbackUpdate("START"), callbackUpdate("SUCCEED")]],
    ["an invoke with its end", [invoke(), invokeUpdate("SUCCEED")]],
    ["a step with its cancelling", [stepUpdate("START"), stepUpdate("CANCEL")]],
    ["two contexts", [contextUpdate("START"), contextUpdate("START")]],
    ["a third, apart", [stepUpdate("START"), startWait(5), succeed(), stepUpdate("START")]],
  ])("refuses one id twice: %s", (_what, batch) => {
    expect(verdict(batch)).toBe("Cannot update the same operation twice in a single request.");
  });

  it("accepts a parent that exists or was started earlier in the batch", () => {
    const child = stepUpdate("START", { ParentId: "c" });
    const context = plannedOperation(contextUpdate("START"));

    expect(verdict([child], [context])).toBe("accepted");
    expect(verdict([contextUpdate("START"), child])).toBe("accepted");
  });

  it("accepts a parent that has ended, and one that ends in the same batch", () => {
    const child = stepUpdate("START", { ParentId: "c" });
    const ended: Operation = { ...plannedOperation(contextUpdate("START")), Status: "SUCCEEDED" };

    expect(verdict([child], [ended])).toBe("accepted");
    expect(verdict([contextUpdate("START"), contextUpdate("SUCCEED"), child])).toBe("accepted");
  });

  it("refuses a parent that is missing, comes later, or is no context", () => {
    const child = stepUpdate("START", { ParentId: "c" });
    const stepWithThatId = plannedOperation(stepUpdate("START", { Id: "c" }));

    expect(verdict([child])).toBe("Invalid parent operation id.");
    expect(verdict([child, contextUpdate("START")])).toBe("Invalid parent operation id.");
    expect(verdict([child], [stepWithThatId])).toBe("Invalid parent operation id.");
  });

  it.each<[string, OperationUpdate]>([
    ["Inconsistent operation type.", contextUpdate("SUCCEED", { Id: "a" })],
    ["Inconsistent operation subtype.", stepUpdate("SUCCEED", { SubType: "WaitForCondition" })],
    ["Inconsistent operation name.", stepUpdate("SUCCEED", { Name: "refund" })],
    ["Inconsistent parent operation id.", stepUpdate("SUCCEED", { ParentId: "c" })],
  ])("refuses another identity under a known id: %s", (message, update) => {
    const known = [contextUpdate("START"), stepUpdate("START")].map(plannedOperation);

    expect(verdict([update], known)).toBe(message);
  });

  it("refuses an update without an id", () => {
    expect(verdict([stepUpdate("START", { Id: "" })])).toBe("Invalid operation id.");
  });

  it("knows an operation's identity from earlier in the batch, too", () => {
    const renamed = stepUpdate("SUCCEED", { Name: "refund" });

    expect(verdict([stepUpdate("START"), renamed])).toBe("Inconsistent operation name.");
  });

  it("refuses a name or a subtype where the known operation has none, and none where it has one", () => {
    const known = plannedOperation({ Id: "a", Type: "STEP", Action: "START" });
    const { Name: _, ...unnamed } = stepUpdate("SUCCEED");

    expect(verdict([stepUpdate("SUCCEED")], [known])).toBe("Inconsistent operation subtype.");
    expect(verdict([unnamed], [plannedOperation(stepUpdate("START"))])).toBe(
      "Inconsistent operation name.",
    );
  });

  it("takes the execution for no operation of the function's, and for nobody's parent", () => {
    const step = stepUpdate("START", { Id: "execution" });
    const child = stepUpdate("START", { ParentId: "execution" });

    expect(verdict([step], [theExecution])).toBe("Inconsistent operation type.");
    expect(verdict([child], [theExecution])).toBe("Invalid parent operation id.");
  });

  it("takes an EXECUTION update only once, and only at the end", () => {
    const close = stepUpdate("SUCCEED", { Id: "x", Type: "EXECUTION" });

    expect(verdict([stepUpdate("START"), close])).toBe("accepted");
    expect(verdict([close, stepUpdate("START")])).toBe(
      "EXECUTION checkpoint must be the last update.",
    );
    expect(verdict([close])).toBe("accepted");
    expect(verdict([close, close])).toBe("Cannot checkpoint multiple EXECUTION updates.");
    expect(verdict([stepUpdate("START"), close, close])).toBe(
      "Cannot checkpoint multiple EXECUTION updates.",
    );
    expect(verdict([close, stepUpdate("START"), close])).toBe(
      "Cannot checkpoint multiple EXECUTION updates.",
    );
  });

  it("checks where the EXECUTION update stands before anything else", () => {
    const close = stepUpdate("SUCCEED", { Id: "x", Type: "EXECUTION" });
    const nameless = stepUpdate("START", { Id: "" });

    expect(verdict([nameless, close, nameless])).toBe(
      "EXECUTION checkpoint must be the last update.",
    );
  });

  it("checks for a repeated id before the parent", () => {
    const orphan = stepUpdate("START", { ParentId: "c" });

    expect(verdict([stepUpdate("START"), orphan])).toBe(
      "Cannot update the same operation twice in a single request.",
    );
  });

  it("counts an update's position from 1 when it names one", () => {
    const unnamed = stepUpdate("START", { Id: "b", Name: "" });

    expect(verdict([stepUpdate("START"), unnamed])).toContain("'updates.2.member.name'");
  });

  it("lets an execution store so many bytes in all, and not one more", () => {
    const limits = { ...awsLimits, maxStoredBytes: 10 };
    const plan = (Payload: string) =>
      planBatch([stepUpdate("SUCCEED", { Payload })], { ...stored(), limits, storedBytes: 6 });

    expect(plan("1234").kind).toBe("accepted");
    expect(plan("12345")).toEqual({
      kind: "refused",
      message: "Stored data of an execution must be less than or equal to 10 bytes.",
    });
  });

  it("lets an execution have so many operations, and not one more", () => {
    const three = ["a", "b", "c"].map((Id) => plannedOperation(stepUpdate("START", { Id })));
    const limits = { ...awsLimits, maxOperations: 4 };
    const plan = (...batch: OperationUpdate[]) => planBatch(batch, { ...stored(three), limits });

    expect(
      plan(stepUpdate("START", { Id: "d" }), succeed(), stepUpdate("SUCCEED", { Id: "d" })).kind,
    ).toBe("accepted");
    expect(plan(stepUpdate("START", { Id: "d" }), stepUpdate("START", { Id: "e" }))).toEqual({
      kind: "refused",
      message: "An execution can have at most 4 operations.",
    });
  });
});

function succeed(ParentId?: string): OperationUpdate {
  return stepUpdate("SUCCEED", { Payload: "1", ...(ParentId === undefined ? {} : { ParentId }) });
}

function invoke(): OperationUpdate {
  return invokeUpdate("START", { ChainedInvokeOptions: { FunctionName: "tax" } });
}

function startWait(WaitSeconds: number): OperationUpdate {
  return waitUpdate("START", { WaitOptions: { WaitSeconds } });
}

const theExecution: Operation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: momentAt(0).date,
};

function stored(operations: readonly Operation[] = []) {
  return {
    operations: new Map(operations.map((operation) => [operation.Id, operation])),
    execution: theExecution,
    storedBytes: 0,
    surroundings,
    limits: awsLimits,
    now: momentAt(0),
  };
}

function verdict(batch: OperationUpdate[], operations: readonly Operation[] = []): string {
  const plan = planBatch(batch, stored(operations));
  return plan.kind === "accepted" ? "accepted" : plan.message;
}

function plannedOperation(update: OperationUpdate): Operation {
  const plan = planBatch([update], stored());
  const [move] = plan.kind === "accepted" ? plan.moves : [];
  if (move === undefined) throw new Error("the update was refused");
  return move.after;
}
