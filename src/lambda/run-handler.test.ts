import {
  type DurableExecutionInvocationInput,
  type DurableExecutionInvocationOutput,
  InvocationStatus,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { dateAt } from "../kernel/virtual-date.ts";
import { runFunction, runHandler } from "./durable-function.test-support.ts";
import { invoke, invokeOf } from "./invoked-function.test-support.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

describe("the answer of a handler", () => {
  it("is what its promise resolves to", async () => {
    const run = await runHandler(() => async () => ({
      Status: InvocationStatus.SUCCEEDED,
      Result: "1",
    }));

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "1" });
  });

  it.each([undefined, null, succeeded])("is none where it is no promise but %j", async (answer) => {
    const run = await runHandler(
      () => () => answer as unknown as Promise<DurableExecutionInvocationOutput>,
    );

    expect(run.errors).toEqual([
      {
        ErrorType: "InvalidParameterValueException",
        ErrorMessage: "Invalid Status in invocation output.",
      },
    ]);
  });

  it("stays as it is when the sandbox crashes in the same burst", async () => {
    const run = await runHandler(({ crash }) => async () => {
      // After the answer by some microtasks, which are none of the runtime's.
      void settleLater().then(crash);
      return succeeded;
    });

    expect(run.ends).toEqual(["succeeded"]);
  });

  it("is lost when the sandbox crashes just before", async () => {
    const run = await runHandler((tools) => async () => {
      if (tools.invocation === 1) tools.crash();
      return succeeded;
    });

    expect(run.ends).toEqual(["crashed", "succeeded"]);
  });

  it.each([
    ["text", "no stock", { ErrorMessage: "no stock" }],
    ["an object", { code: 7 }, { ErrorMessage: "{ code: 7 }" }],
    ["an error", new RangeError("no"), { ErrorType: "RangeError", ErrorMessage: "no" }],
  ])("may be a rejection with %s", async (_, reason, error) => {
    const run = await runHandler(() => async () => Promise.reject(reason), {
      settings: { maxConsecutiveFailures: 1 },
    });

    expect(run.outcome).toEqual({ status: "FAILED", error });
  });
});

describe("the event of a handler", () => {
  it("is another object each time, so that nothing that code changes in it stays", async () => {
    const operations: unknown[] = [];

    await runHandler((tools) => async ({ InitialExecutionState }) => {
      operations.push(InitialExecutionState.Operations.length);
      InitialExecutionState.Operations.length = 0;
      if (tools.invocation === 1) throw new Error("again");
      return succeeded;
    });

    expect(operations).toEqual([1, 1]);
  });

  it("is given to the handler along with a context", async () => {
    const seen: [DurableExecutionInvocationInput, string][] = [];

    await runHandler(() => async (event, { functionName }) => {
      seen.push([event, functionName]);
      return succeeded;
    });

    expect(seen).toEqual([
      [expect.objectContaining({ CheckpointToken: expect.any(String) }), "function"],
    ]);
  });
});

describe("timestamps in an event", () => {
  const startMs = 1_700_000_000_010;

  it.each([
    ["epoch-ms", (ms: number) => ms],
    ["iso", (ms: number) => dateAt(ms).toISOString()],
    ["date", (ms: number) => dateAt(ms)],
  ] as const)("have the form of eventTimestamps: %s", async (eventTimestamps, form) => {
    const operations: unknown[] = [];

    await runOnWire(
      async ({ event, checkpoint }, { invocation }) => {
        if (invocation > 1) {
          operations.push(...event.InitialExecutionState.Operations.slice(1));
          return succeeded;
        }
        await checkpoint(
          waitUpdate("START", { Id: "w", WaitOptions: { WaitSeconds: 1 } }),
          waitUpdate("START", { Id: "x", WaitOptions: { WaitSeconds: 2 } }),
          stepUpdate("RETRY", { StepOptions: { NextAttemptDelaySeconds: 3 } }),
        );
        return pending;
      },
      { settings: { eventTimestamps } },
    );

    expect(operations).toMatchObject([
      { StartTimestamp: form(startMs), EndTimestamp: form(startMs + 1_000) },
      {
        StartTimestamp: form(startMs),
        WaitDetails: { ScheduledEndTimestamp: form(startMs + 2_000) },
      },
      {
        StartTimestamp: form(startMs),
        StepDetails: { Attempt: 1, NextAttemptTimestamp: form(startMs + 3_000) },
      },
    ]);
  });

  it.each(["epoch-ms", "iso", "date"] as const)("are all the same to the SDK: %s", async (form) => {
    const run = await runFunction(
      async (context, { sleep }) => {
        await Promise.all([
          context.wait("pause", { seconds: 10 }),
          context.step("work", async () => sleep(20_000)),
        ]);
      },
      {
        faults: [{ at: "checkpoint START work", from: 1, times: 1, fault: "crash-after" }],
        settings: { eventTimestamps: form },
      },
    );

    // The second invocation knows from its event alone when to ask for the end of the wait.
    const poll = run.trace.find((event) => "at" in event && event.at === "checkpoint poll");
    expect(poll).toMatchObject({ atMs: 10_020, invocation: 2 });
  });
});

describe("the answer of a plain function", () => {
  it.each([
    ["a value", () => ({ tax: 1 }), `{"tax":1}`],
    ["a promise", async () => "soon", `"soon"`],
    ["nothing", () => undefined, "null"],
    ["no JSON", () => () => {}, "null"],
    ["an object without a form", () => new RegExp("x"), "{}"],
  ])("becomes JSON: %s", async (_, plain, Result) => {
    const run = await invoke("tax", { tax: { plain } });

    expect(invokeOf(run)?.ChainedInvokeDetails).toEqual({ Result });
  });

  it("that cannot become JSON is its failure", async () => {
    const run = await invoke("tax", { tax: { plain: () => 1n } });

    expect(invokeOf(run)).toMatchObject({
      Status: "FAILED",
      ChainedInvokeDetails: { Error: { ErrorType: "TypeError" } },
    });
  });
});

/** Settles a few microtasks later than a promise that is resolved at once. */
async function settleLater(): Promise<void> {
  for (let burst = 0; burst < 10; burst++) await Promise.resolve();
}
