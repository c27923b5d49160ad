import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { outside, resultOf } from "./durable-function.test-support.ts";
import type { TargetFunction } from "./functions.ts";
import { durable, invoke, invokeOf } from "./invoked-function.test-support.ts";
import { boom } from "./updates.test-support.ts";

describe("an invoked function that fails", () => {
  it.each<[string, TargetFunction, string, string]>([
    ["durable", durable(reject), "RangeError", "too much"],
    ["plain, rejecting", { plain: reject }, "RangeError", "too much"],
    ["plain, throwing", { plain: throwAtOnce }, "RangeError", "too much"],
    [
      "plain, crashing",
      { plain: async () => new Promise(() => void Promise.reject(new Error("oops"))) },
      "Runtime.UnhandledPromiseRejection",
      "oops",
    ],
  ])("fails its operation with its error: %s", async (_, target, ErrorType, ErrorMessage) => {
    const run = await invoke("billing", { billing: target });

    expect(resultOf(run)).toBe(`InvokeError: ${ErrorMessage}`);
    expect(invokeOf(run)).toMatchObject({
      Status: "FAILED",
      ChainedInvokeDetails: { Error: { ErrorType, ErrorMessage } },
    });
  });

  it("is not retried by anyone when it is plain", async () => {
    let runs = 0;

    await invoke("tax", {
      tax: {
        plain: () => {
          runs++;
          throw new RangeError("too much");
        },
      },
    });

    expect(runs).toBe(1);
  });

  it("may exceed the time limit of its execution", async () => {
    const run = await invoke("billing", {
      billing: { ...durable(pauseAnHour), timeoutMs: 30_000 },
    });

    const ErrorMessage = "CHAINED_INVOKE timed out after 30 seconds.";
    expect(invokeOf(run)).toMatchObject({
      Status: "TIMED_OUT",
      ChainedInvokeDetails: { Error: { ErrorType: "ChainedInvoke.Timeout", ErrorMessage } },
    });
    expect(run.executions[1]?.outcome.status).toBe("TIMED_OUT");
    expect(run.executions[1]?.history[0]).toMatchObject({
      ExecutionStartedDetails: { ExecutionTimeout: 30 },
    });
    expect(run.endedAtMs).toBe(30_110);
  });

  it("may exceed the time limit of a plain function", async () => {
    const run = await invoke("tax", {
      tax: { plain: async () => new Promise(() => {}), timeoutMs: 2_000 },
    });

    expect(invokeOf(run)?.ChainedInvokeDetails?.Error).toMatchObject({
      ErrorType: "Sandbox.Timedout",
      ErrorMessage: expect.stringContaining("Task timed out after 2.00 seconds"),
    });
    expect(run.endedAtMs).toBe(2_110);
  });

  it("may be stopped by someone", async () => {
    const run = await invoke(
      "billing",
      { billing: durable(pauseAnHour) },
      { world: outside(30_000, ({ dispatchers }) => dispatchers[1]?.stop(boom)) },
    );

    expect(invokeOf(run)).toMatchObject({
      Status: "STOPPED",
      ChainedInvokeDetails: { Error: boom },
    });
    expect(run.history).toContain("ChainedInvokeStopped");
    expect(run.endedAtMs).toBe(30_000);
  });
});

async function pauseAnHour(context: DurableContext): Promise<void> {
  await context.wait("pause", { seconds: 3_600 });
}

async function reject(): Promise<never> {
  throw new RangeError("too much");
}

function throwAtOnce(): never {
  throw new RangeError("too much");
}
