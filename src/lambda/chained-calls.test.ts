import { setTimeout as callLater } from "node:timers";
import { describe, expect, it } from "vitest";
import { resultOf, runFunction } from "./durable-function.test-support.ts";
import { durable, invoke, invokeOf, startsOf } from "./invoked-function.test-support.ts";

describe("an invoked function", () => {
  it("that is durable runs as an execution of its own, with its input and a result", async () => {
    const run = await invoke("billing:1", {
      "billing:1": durable(async (context, input) => {
        await context.wait("pause", { seconds: 60 });
        return { billed: input };
      }),
    });

    expect(resultOf(run)).toEqual({ billed: { amount: 7 } });
    expect(run.executions).toMatchObject([
      { functionName: "function" },
      { functionName: "billing", outcome: { status: "SUCCEEDED" } },
    ]);
    expect(invokeOf(run)?.Status).toBe("SUCCEEDED");
  });

  it("that is plain runs once, with its input and a result", async () => {
    const given: unknown[] = [];

    const run = await invoke("tax", {
      tax: {
        plain: (event) => {
          given.push(event);
          return { tax: 1 };
        },
      },
    });

    expect(given).toEqual([{ amount: 7 }]);
    expect(resultOf(run)).toEqual({ tax: 1 });
    expect(run.executions).toHaveLength(1);
  });

  it.each([
    [{}, 110],
    [{ invokeLatencyMs: 7_000 }, 7_010],
  ])("starts after its latency, and wakes its caller when it is done: %j", async (settings, ms) => {
    const run = await invoke("tax", { tax: { plain: async () => 1 } }, { settings });

    expect(startsOf(run)).toEqual(["0 function", `${ms} tax`, `${ms} function`]);
    expect(run.ends).toEqual(["pending", "succeeded", "succeeded"]);
  });

  it("that starts at once is no reason for its caller to suspend first", async () => {
    const settings = { invokeLatencyMs: 0 };

    const run = await invoke("tax", { tax: { plain: async () => 1 } }, { settings });

    expect(startsOf(run)).toEqual(["0 function", "10 tax", "30 function"]);
    expect(resultOf(run)).toBe(1);
  });

  it("is given an empty object where its caller gives nothing", async () => {
    const given: unknown[] = [];
    const take = (input: unknown) => given.push(input);

    await runFunction(
      async (context) => {
        await context.invoke("plain", undefined);
        await context.invoke("durable", undefined);
      },
      {
        functions: {
          plain: { plain: take },
          durable: durable(async (_context, input) => take(input)),
        },
      },
    );

    expect(given).toEqual([{}, {}]);
  });

  it("that answers nothing answers null, as Lambda does", async () => {
    const run = await invoke("tax", { tax: { plain: () => undefined } });

    expect(invokeOf(run)?.ChainedInvokeDetails).toEqual({ Result: "null" });
  });

  it("is started once although its caller crashes", async () => {
    let runs = 0;

    const run = await invoke(
      "tax",
      { tax: { plain: () => ++runs } },
      { faults: [{ at: "checkpoint START call", from: 1, times: 1, fault: "crash-after" }] },
    );

    expect(resultOf(run)).toBe(1);
    expect(run.history.filter((type) => type === "ChainedInvokeStarted")).toHaveLength(1);
  });

  it("runs anew for each call, as another execution", async () => {
    const run = await runFunction(
      async (context) => Promise.all([context.invoke("billing", 1), context.invoke("billing", 2)]),
      { functions: { billing: durable(async (_context, input) => input) } },
    );

    expect(resultOf(run)).toEqual([1, 2]);
    expect(new Set(run.executions.map(({ arn }) => arn)).size).toBe(3);
  });

  it("may invoke others in its turn", async () => {
    const run = await invoke("billing", {
      billing: durable(async (context) => context.invoke("tax", {})),
      tax: { plain: () => "deep" },
    });

    expect(resultOf(run)).toBe("deep");
  });

  it("has fault points and operations of its own name", async () => {
    const run = await invoke("billing", {
      billing: durable(async (context) => context.step("work", async () => 1)),
    });

    const points = run.passed.map(({ at }) => at);
    expect(points).toContain("invoke billing");
    expect(points.filter((at) => at.startsWith("billing > "))).toEqual([
      "billing > invocation start",
      "billing > checkpoint SUCCEED work",
      "billing > invocation end",
    ]);
    const moved = run.trace.flatMap((event) => (event.kind === "operation.moved" ? event : []));
    expect(moved.find(({ name }) => name === "work")?.id).toMatch(/^billing\/[0-9a-f]+$/);
    expect(moved.find(({ name }) => name === "call")?.id).toMatch(/^[0-9a-f]+$/);
  });

  it("has the usual time limit of an execution, unless it has one of its own", async () => {
    const run = await invoke(
      "billing",
      { billing: durable(async () => 1) },
      { settings: { executionTimeoutMs: 7_200_000 } },
    );

    expect(run.executions[1]?.history[0]).toMatchObject({
      ExecutionStartedDetails: { ExecutionTimeout: 7_200 },
    });
  });

  it("leaves nothing running when it is plain", async () => {
    const ran: string[] = [];

    await runFunction(async (context) => context.invoke("tax", {}), {
      functions: {
        tax: {
          plain: () => {
            callLater(() => ran.push("left over"), 5);
          },
        },
      },
      world: (loop) => loop.schedule(undefined, 60_000, () => ran.push("end")),
    });

    expect(ran).toEqual(["end"]);
  });

  it("is retried when it is durable and crashes, which its caller never hears of", async () => {
    const run = await invoke(
      "billing",
      { billing: durable(async () => "done") },
      { faults: [{ at: "billing > invocation start", from: 1, times: 1, fault: "crash" }] },
    );

    expect(resultOf(run)).toBe("done");
    expect(startsOf(run)).toEqual(["0 function", "110 billing", "110 billing", "110 function"]);
  });
});
