import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type InvokeOutcome, chainedInvokeRules, finishInvoke } from "./chained-invoke.ts";
import { Execution } from "./execution.ts";
import type { Operation, Update } from "./operation.ts";
import {
  applied,
  boom,
  executionStart,
  invokeUpdate,
  momentAt,
  surroundings,
  verdictOn,
} from "./updates.test-support.ts";

const noStart = "Cannot start a CHAINED_INVOKE that already exist.";
const noAction = "Invalid action for the given operation type.";
const over = "The CHAINED_INVOKE has already ended.";

type Row = readonly [from: string, ...verdicts: string[]];

describe("a chained invoke, for the function", () => {
  it.each<Row>([
    // From       START      SUCCEED   FAIL      RETRY     CANCEL
    ["absent", "STARTED", noAction, noAction, noAction, noAction],
    ["STARTED", noStart, noAction, noAction, noAction, noAction],
    ["SUCCEEDED", noStart, noAction, noAction, noAction, noAction],
    ["FAILED", noStart, noAction, noAction, noAction, noAction],
    ["TIMED_OUT", noStart, noAction, noAction, noAction, noAction],
    ["STOPPED", noStart, noAction, noAction, noAction, noAction],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const actions = ["SUCCEED", "FAIL", "RETRY", "CANCEL"] as const;
      const updates = [invoke("tax"), ...actions.map((action) => invokeUpdate(action))];

      const verdicts = updates.map((update) =>
        verdictOn(chainedInvokeRules, invokeThatIs(from), update),
      );

      expect(verdicts).toEqual(expected);
    },
  );

  it("starts with nothing but its identity", () => {
    const update = invoke("tax", { ParentId: "p", Payload: "7" });

    expect(applied(chainedInvokeRules, undefined, update, 100)).toEqual({
      Id: "i",
      ParentId: "p",
      Name: "bill",
      Type: "CHAINED_INVOKE",
      SubType: "ChainedInvoke",
      StartTimestamp: momentAt(100).date,
      Status: "STARTED",
      ChainedInvokeDetails: {},
    });
  });

  it("needs to know which function", () => {
    expect(verdictOn(chainedInvokeRules, undefined, invokeUpdate("START"))).toBe(
      "Update for CHAINED_INVOKE operation requires ChainedInvokeOptions.",
    );
  });

  it("is refused with the words of the service for a target that it does not take", () => {
    expect(verdictOn(chainedInvokeRules, undefined, invoke("elsewhere"))).toBe("not here");
  });

  it("asks for the target by its name, and for that operation", () => {
    const asked: string[][] = [];
    const targetOf = (...names: string[]) => {
      asked.push(names);
      return { kind: "accepted", version: "1", arn: "" } as const;
    };

    chainedInvokeRules.apply(undefined, invoke("tax"), momentAt(0), { ...surroundings, targetOf });

    expect(asked).toEqual([["tax", "i"]]);
  });

  it("tells history of target, version, input and the execution to come", () => {
    expect(startEventOf(invoke("billing:1", { Payload: "7" }))).toEqual({
      EventType: "ChainedInvokeStarted",
      ChainedInvokeStartedDetails: {
        FunctionName: "billing:1",
        Input: { Payload: "7", Truncated: false },
        ExecutedVersion: "1",
        DurableExecutionArn: "arn:billing",
      },
    });
  });

  it("tells history of a tenant only if there is one", () => {
    const ChainedInvokeOptions = { FunctionName: "tax", TenantId: "blue" };

    expect(startEventOf(invokeUpdate("START", { ChainedInvokeOptions }))).toMatchObject({
      ChainedInvokeStartedDetails: { TenantId: "blue", DurableExecutionArn: "" },
    });
    expect(startEventOf(invoke("tax"))).not.toHaveProperty("ChainedInvokeStartedDetails.TenantId");
  });

  it("is never moved by the service's clock", () => {
    for (const status of ["STARTED", ...ends]) {
      expect(chainedInvokeRules.dueMs(invokeThatIs(status) ?? never())).toBeUndefined();
    }
  });
});

describe("a chained invoke, for the function that it invokes", () => {
  it.each<Row>([
    // From       SUCCEEDED    FAILED    TIMED_OUT    STOPPED
    ["STARTED", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"],
    ["SUCCEEDED", over, over, over, over],
    ["FAILED", over, over, over, over],
    ["TIMED_OUT", over, over, over, over],
    ["STOPPED", over, over, over, over],
  ])("that is %s comes to: %s, %s, %s, %s", (from, ...expected) => {
    const verdicts = ends.map((end) => {
      const ended = finishInvoke(invokeThatIs(from) ?? never(), outcomeThatIs(end), momentAt(900));
      return ended.kind === "moved" ? ended.operation.Status : ended.message;
    });

    expect(verdicts).toEqual(expected);
  });

  it.each<[InvokeOutcome, object, object]>([
    [
      { status: "SUCCEEDED", result: "8" },
      { Result: "8" },
      {
        EventType: "ChainedInvokeSucceeded",
        ChainedInvokeSucceededDetails: { Result: { Payload: "8", Truncated: false } },
      },
    ],
    [
      { status: "SUCCEEDED", result: undefined },
      {},
      {
        EventType: "ChainedInvokeSucceeded",
        ChainedInvokeSucceededDetails: { Result: { Truncated: false } },
      },
    ],
    [
      { status: "FAILED", error: boom },
      { Error: boom },
      { EventType: "ChainedInvokeFailed", ChainedInvokeFailedDetails: { Error: shownBoom() } },
    ],
    [
      { status: "TIMED_OUT", error: boom },
      { Error: boom },
      { EventType: "ChainedInvokeTimedOut", ChainedInvokeTimedOutDetails: { Error: shownBoom() } },
    ],
    [
      { status: "STOPPED", error: boom },
      { Error: boom },
      { EventType: "ChainedInvokeStopped", ChainedInvokeStoppedDetails: { Error: shownBoom() } },
    ],
  ])("keeps its identity, and the end %o", (outcome, ChainedInvokeDetails, event) => {
    const started = invokeThatIs("STARTED") ?? never();

    expect(finishInvoke(started, outcome, momentAt(900))).toEqual({
      kind: "moved",
      operation: {
        ...started,
        Status: outcome.status,
        EndTimestamp: momentAt(900).date,
        ChainedInvokeDetails,
      },
      event,
    });
  });
});

describe("a chained invoke of an execution", () => {
  it("is awaited until its target has ended, and ends only once", () => {
    const execution = executionInvoking("tax");
    expect(execution.canWake).toBe(true);

    expect(finish(execution, "SUCCEEDED")).toBe("moved");
    expect(finish(execution, "FAILED")).toBe(over);

    expect(execution.beginInvocation(2).updated).toEqual(["i"]);
    expect(execution.canWake).toBe(false);
    expect(execution.history.events.map(({ EventType }) => EventType)).toEqual([
      "ExecutionStarted",
      "ChainedInvokeStarted",
      "ChainedInvokeSucceeded",
    ]);
  });

  it("drops what comes of its target after the execution is closed", () => {
    const execution = executionInvoking("billing:1");

    execution.close({ status: "FAILED", error: boom }, momentAt(500));

    expect(finish(execution, "SUCCEEDED")).toBeUndefined();
    expect(execution.operation("i")?.Status).toBe("STARTED");
    expect(execution.history.events.at(-1)?.EventType).toBe("ExecutionFailed");
  });
});

const ends = ["SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"] as const;

function invoke(FunctionName: string, changes: Partial<Update> = {}): Update {
  return invokeUpdate("START", { ChainedInvokeOptions: { FunctionName }, ...changes });
}

function startEventOf(update: Update): unknown {
  const started = chainedInvokeRules.apply(undefined, update, momentAt(0), surroundings);
  return started.kind === "moved" ? started.event : started.message;
}

function outcomeThatIs(status: (typeof ends)[number]): InvokeOutcome {
  return status === "SUCCEEDED" ? { status, result: "8" } : { status, error: boom };
}

function shownBoom(): object {
  return { Payload: boom, Truncated: false };
}

function invokeThatIs(status: string): Operation | undefined {
  if (status === "absent") return undefined;
  const started = applied(chainedInvokeRules, undefined, invoke("tax"));
  const end = ends.find((known) => known === status);
  if (end === undefined) return started;
  const ended = finishInvoke(started, outcomeThatIs(end), momentAt(100));
  return ended.kind === "moved" ? ended.operation : never();
}

function executionInvoking(functionName: string): Execution {
  const execution = new Execution(executionStart(), momentAt(0));
  const { token: CheckpointToken } = execution.beginInvocation(1);
  const Updates: OperationUpdate[] = [invoke(functionName)];
  const request = { DurableExecutionArn: "arn:execution", CheckpointToken, Updates };
  expect(execution.checkpoint(request, momentAt(0)).kind).toBe("applied");
  return execution;
}

function finish(execution: Execution, end: (typeof ends)[number]): string | undefined {
  const now = momentAt(900);
  const move = (operation: Operation) => finishInvoke(operation, outcomeThatIs(end), now);
  const transition = execution.moveFromOutside("i", move, now);
  return transition?.kind === "rejected" ? transition.message : transition?.kind;
}

function never(): never {
  throw new Error("the operation is missing");
}
