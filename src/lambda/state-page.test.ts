import { describe, expect, it } from "vitest";
import { completeCallback } from "./callback.ts";
import { Execution } from "./execution.ts";
import type { Operation } from "./operation.ts";
import { defaultSettings } from "./settings.ts";
import { pageOf, positionOf, visibleOperations } from "./state-page.ts";
import { callbackUpdate, executionStart, momentAt, stepUpdate } from "./updates.test-support.ts";

describe("a page of state", () => {
  it.each<[start: number, maxItems: number, ids: string, marker: string | undefined]>([
    [0, 1, "a", "operation1"],
    [0, 4, "abcd", "operation4"],
    [0, 5, "abcde", undefined],
    [0, 6, "abcde", undefined],
    [1, 1, "b", "operation2"],
    [1, 3, "bcd", "operation4"],
    [1, 4, "bcde", undefined],
    [4, 1, "e", undefined],
    [5, 1, "", undefined],
    [9, 9, "", undefined],
  ])("from %d with at most %d operations has %j, and the marker %j", (start, maxItems, ids, to) => {
    const page = pageOf(stepsOf("abcde"), { start, maxItems, maxBytes: Infinity });

    expect(idsOf(page.operations).join("")).toBe(ids);
    expect(page.nextMarker).toBe(to);
  });

  it.each<[maxBytes: number, ids: string]>([
    [30, "abc"],
    [29, "ab"],
    [20, "ab"],
    [19, "a"],
    [10, "a"],
    [9, "a"],
    [0, "a"],
  ])("with at most %d bytes has as many of three 10 byte results as fit: %j", (maxBytes, ids) => {
    const page = pageOf(stepsOf("abc", 10), { start: 0, maxItems: 100, maxBytes });

    expect(idsOf(page.operations).join("")).toBe(ids);
  });

  it("counts bytes anew on each page, whose first operation always goes", () => {
    const page = pageOf(stepsOf("abc", 10), { start: 1, maxItems: 100, maxBytes: 9 });

    expect(idsOf(page.operations)).toEqual(["b"]);
    expect(page.nextMarker).toBe("operation2");
  });

  it.each<[string, Partial<Operation>]>([
    ["the execution's input", { ExecutionDetails: { InputPayload: "x".repeat(10) } }],
    ["a step's result", { StepDetails: { Result: "x".repeat(10) } }],
    ["a context's result", { ContextDetails: { Result: "x".repeat(10) } }],
    ["a callback's result", { CallbackDetails: { CallbackId: "k", Result: "x".repeat(10) } }],
    ["an invoked function's result", { ChainedInvokeDetails: { Result: "x".repeat(10) } }],
  ])("counts %s", (_what, details) => {
    const operations = [{ ...stepWith("a"), ...details }, stepWith("b", 1)];

    expect(idsOf(pageOf(operations, { start: 0, maxItems: 9, maxBytes: 11 }).operations)).toEqual([
      "a",
      "b",
    ]);
    expect(idsOf(pageOf(operations, { start: 0, maxItems: 9, maxBytes: 10 }).operations)).toEqual([
      "a",
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])("leads on by its marker to every operation once, %d a page", (n) => {
    const operations = stepsOf("abcde");
    const seen: string[] = [];

    let marker: string | undefined = undefined;
    do {
      const start: number = marker === undefined ? 0 : (positionOf(marker) ?? Infinity);
      const page = pageOf(operations, { start, maxItems: n, maxBytes: Infinity });
      expect(page.operations.length).toBeGreaterThan(0);
      seen.push(...idsOf(page.operations));
      marker = page.nextMarker;
    } while (marker !== undefined);

    expect(seen.join("")).toBe("abcde");
  });

  it.each([
    "",
    "operation",
    "operation0",
    "operation-1",
    "operation1.5",
    "operationx",
    "something5",
    "more",
    "1",
  ])("does not begin at %j", (marker) => {
    expect(positionOf(marker)).toBeUndefined();
  });
});

describe("the operations that a handler is shown", () => {
  it("are all of them, in order, as long as no context has ended", () => {
    const operations = [contextWith("c", "STARTED"), stepWith("a", 0, "c"), stepWith("b")];

    expect(visibleOperations(operations)).toEqual(operations);
  });

  it.each<[Operation["Status"], string[]]>([
    ["STARTED", ["c", "a", "b"]],
    ["SUCCEEDED", ["c", "b"]],
    ["FAILED", ["c", "b"]],
  ])("below a context that is %s are %j", (status, ids) => {
    const operations = [contextWith("c", status), stepWith("a", 0, "c"), stepWith("b")];

    expect(idsOf(visibleOperations(operations))).toEqual(ids);
  });

  it("are hidden only by contexts: a step that has ended hides nothing", () => {
    const ended: Operation = { ...stepWith("a"), Status: "SUCCEEDED" };

    expect(idsOf(visibleOperations([ended, stepWith("b", 0, "a")]))).toEqual(["a", "b"]);
  });

  it("stay hidden below a context that is hidden itself, whatever that one asks for", () => {
    const operations = [
      contextWith("c", "SUCCEEDED"),
      { ...contextWith("d", "STARTED", true), ParentId: "c" },
      stepWith("e", 0, "d"),
    ];

    expect(idsOf(visibleOperations(operations))).toEqual(["c"]);
  });

  it("are shown below a context that asks for their replay, but not below its finished children", () => {
    const operations = [
      contextWith("c", "SUCCEEDED", true),
      { ...contextWith("d", "SUCCEEDED"), ParentId: "c" },
      stepWith("e", 0, "d"),
    ];

    expect(idsOf(visibleOperations(operations))).toEqual(["c", "d"]);
  });

  it("come without what the service keeps for itself", () => {
    const deadlines = { timeoutAtMs: 1, heartbeatAtMs: undefined, heartbeatMs: undefined };

    const [shown] = visibleOperations([{ ...stepWith("a"), deadlines }]);

    expect(shown).not.toHaveProperty("deadlines");
  });
});

describe("an execution's pages", () => {
  it("begin with the first operation where the marker is empty or missing", () => {
    const { ask } = withTwoOperations();

    for (const marker of ["", undefined]) {
      expect(ask(marker, 2)).toEqual({ ids: ["execution", "a"], nextMarker: "operation2" });
    }
    expect(ask("operation2", 2)).toEqual({ ids: ["k"], nextMarker: undefined });
  });

  it("cannot be asked for with a marker or a token that the service never gave", () => {
    const { ask } = withTwoOperations();

    const foreign = [
      "more",
      "operation",
      "operation0",
      "operation02",
      "operation 2",
      "operation2 ",
    ];
    for (const marker of [...foreign, "operation0x2", "operation1e1", "operation+2"]) {
      expect(ask(marker, 2)).toBe("Invalid Marker");
    }
    expect(ask("", 2, "nonsense")).toBe("Invalid checkpoint token");
  });

  it("can be asked for again and again: that spends no token, and tells of no change", () => {
    const { execution, ask } = withTwoOperations();
    const complete = (callback: Operation) =>
      completeCallback(callback, { kind: "succeed" }, momentAt(0));
    execution.moveFromOutside("k", complete, momentAt(0));

    expect(ask("", 9)).toEqual({ ids: ["execution", "a", "k"], nextMarker: undefined });
    expect(ask("", 9)).toEqual(ask("", 9));
    expect(execution.hasUntold).toBe(true);
  });

  it("are cut by the settings' bytes too, the one in the invocation's event as well", () => {
    const settings = { ...defaultSettings, pageBytes: 7 };
    const execution = new Execution(executionStart({ settings }), momentAt(0));
    const { token } = execution.beginInvocation(1);
    const Updates = [stepUpdate("SUCCEED", { Payload: "x" })];
    const request = { DurableExecutionArn: "arn:execution", CheckpointToken: token, Updates };
    execution.checkpoint(request, momentAt(0));

    const { page } = execution.beginInvocation(2);

    // The input takes all the seven bytes.
    expect(idsOf(page.operations)).toEqual(["execution"]);
    expect(page.nextMarker).toBe("operation1");
  });
});

function stepWith(Id: string, resultLength = 0, ParentId?: string): Operation {
  return {
    Id,
    Type: "STEP",
    Status: "STARTED",
    StartTimestamp: momentAt(0).date,
    StepDetails: { Result: "x".repeat(resultLength) },
    ...(ParentId === undefined ? {} : { ParentId }),
  };
}

function stepsOf(ids: string, resultLength = 0): Operation[] {
  return Array.from(ids, (id) => stepWith(id, resultLength));
}

function contextWith(Id: string, Status: Operation["Status"], ReplayChildren = false): Operation {
  const StartTimestamp = momentAt(0).date;
  return { Id, Type: "CONTEXT", Status, StartTimestamp, ContextDetails: { ReplayChildren } };
}

function idsOf(operations: readonly Operation[]): string[] {
  return operations.map(({ Id }) => Id);
}

/** An execution with step `a` and callback `k`, whose state can be asked for. */
function withTwoOperations() {
  const execution = new Execution(executionStart(), momentAt(0));
  const Updates = [stepUpdate("START"), callbackUpdate("START")];
  const { token: CheckpointToken } = execution.beginInvocation(1);
  const request = { DurableExecutionArn: "arn:execution", CheckpointToken, Updates };
  const answer = execution.checkpoint(request, momentAt(0));
  const current = answer.kind === "applied" ? answer.response.CheckpointToken : undefined;
  const ask = (marker: string | undefined, maxItems: number, token = current) => {
    const page = execution.page({ arn: execution.arn, token, marker, maxItems });
    if (page.kind === "rejected") return page.message;
    return { ids: idsOf(page.operations), nextMarker: page.nextMarker };
  };
  return { execution, ask };
}
