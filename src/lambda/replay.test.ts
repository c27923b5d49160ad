import { StepSemantics, retryPresets } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { runFunction } from "./durable-function.test-support.ts";

const yearSeconds = 31_536_000;
const atMostOnce = { semantics: StepSemantics.AtMostOncePerRetry };

describe("a step that a crash interrupts", () => {
  it("runs again when it is at-least-once, as the same attempt and without a new start", async () => {
    let runs = 0;

    const run = await runFunction(async (context, { crash, sleep }) =>
      context.step(
        "work",
        async () => {
          await sleep(100);
          if (++runs === 1) crash();
          await sleep(100);
          return runs;
        },
        { retryStrategy: retryPresets.noRetry },
      ),
    );

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
    expect(run.operations.at(-1)?.StepDetails).toEqual({ Attempt: 1, Result: "2" });
    expect(run.history).toEqual([
      "ExecutionStarted",
      "StepStarted",
      "InvocationCompleted",
      "StepSucceeded",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
  });

  it("does not run again when it is at-most-once and is not retried", async () => {
    let runs = 0;

    const run = await runFunction(async (context, { crash }) =>
      context
        .step(
          "work",
          async () => {
            runs++;
            crash();
          },
          { ...atMostOnce, retryStrategy: retryPresets.noRetry },
        )
        .catch((error: unknown) => `${causeOf(error)} after ${runs} run`),
    );

    expect(run.outcome).toEqual({
      status: "SUCCEEDED",
      result: `"StepInterruptedError after 1 run"`,
    });
    expect(run.history).toEqual([
      "ExecutionStarted",
      "StepStarted",
      "InvocationCompleted",
      "StepFailed",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
  });

  it("runs once an attempt when it is at-most-once and is retried", async () => {
    const asked: string[] = [];
    let runs = 0;

    const run = await runFunction(async (context, { crash }) =>
      context.step(
        "work",
        async () => {
          if (++runs === 1) crash();
          return runs;
        },
        {
          ...atMostOnce,
          retryStrategy: (error, attempt) => {
            asked.push(`${error.name} ${attempt}`);
            return { shouldRetry: true, delay: { seconds: 7 } };
          },
        },
      ),
    );

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
    expect(asked).toEqual(["StepInterruptedError 1"]);
    expect(run.operations.at(-1)?.StepDetails?.Attempt).toBe(2);
  });

  it("counts as an attempt although its body has not even begun", async () => {
    let runs = 0;

    const run = await runFunction(
      async (context) =>
        context.step("work", async () => ++runs, {
          ...atMostOnce,
          retryStrategy: retryPresets.noRetry,
        }),
      { faults: [{ at: "checkpoint START work", from: 1, times: 1, fault: "crash-after" }] },
    );

    expect(run.outcome.status).toBe("FAILED");
    expect(runs).toBe(0);
  });
});

describe("a step that fails", () => {
  it("is tried again when the time its strategy gave has passed", async () => {
    const triedAtMs: number[] = [];

    const run = await runFunction(async (context, tools) =>
      context.step(
        "work",
        async () => {
          triedAtMs.push(tools.nowMs);
          if (triedAtMs.length < 3) throw new Error("not yet");
          return "done";
        },
        {
          retryStrategy: (_error, attempt) => ({ shouldRetry: true, delay: { seconds: attempt } }),
        },
      ),
    );

    // Each attempt's checkpoint takes 10 ms, after which the delay counts.
    expect(triedAtMs).toEqual([0, 1_010, 3_020]);
    expect(run.ends).toEqual(["pending", "pending", "succeeded"]);
    expect(run.operations.at(-1)?.StepDetails?.Attempt).toBe(3);
  });
});

describe("a wait", () => {
  it("of a year ends at the right time, in two invocations", async () => {
    const run = await runFunction(async (context, tools) => {
      await context.wait("pause", { seconds: yearSeconds });
      return tools.nowMs;
    });

    const endMs = yearSeconds * 1_000 + 10;
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: String(endMs) });
    expect(run.startsMs).toEqual([0, endMs]);
  });

  it("gives each end that is apart in time an invocation of its own", async () => {
    const run = await runFunction(async (context) => {
      const waits = [10, 20, 20].map((seconds) => context.wait({ seconds }));
      await Promise.all(waits);
    });

    expect(run.startsMs).toEqual([0, 10_010, 20_010]);
    expect(run.ends).toEqual(["pending", "pending", "succeeded"]);
  });

  it("that ends while PENDING is on its way wakes the function at once", async () => {
    const run = await runFunction(
      async (context, { sleep }) => {
        const pause = context.wait("pause", { seconds: 1 });
        await context.step("work", async () => sleep(985));
        await pause;
      },
      // Too short for the SDK to ask how the wait is doing.
      { settings: { functionTimeoutMs: 1_900 } },
    );

    expect(run.ends).toEqual(["pending", "succeeded"]);
    expect(run.startsMs[1]).toBeLessThan(1_100);
    expect(run.passed.findLast(({ at }) => at === "invocation start")?.progress).toBe(3);
  });

  it("goes on while the function is down, and is not started again", async () => {
    const run = await runFunction(
      async (context) => {
        await context.wait("pause", { seconds: 60 });
      },
      { faults: [{ at: "checkpoint START pause", from: 1, times: 1, fault: "crash-after" }] },
    );

    expect(run.ends).toEqual(["crashed", "pending", "succeeded"]);
    expect(run.startsMs).toEqual([0, 10, 60_010]);
    expect(run.history.filter((type) => type === "WaitStarted")).toHaveLength(1);
  });
});

describe("a child context", () => {
  it("that has finished is not run again, and its operations are not shown again", async () => {
    let runs = 0;

    const run = await runFunction(async (context) => {
      const result = await context.runInChildContext("child", async (child) => {
        runs++;
        return child.step("work", async () => 42);
      });
      await context.wait("pause", { seconds: 1 });
      return result;
    });

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "42" });
    expect(run.startsMs).toHaveLength(2);
    expect(runs).toBe(1);
  });

  it("that has not finished runs again, with its finished steps from the record", async () => {
    let [childRuns, stepRuns] = [0, 0];

    const run = await runFunction(async (context) =>
      context.runInChildContext("child", async (child) => {
        childRuns++;
        await child.step("work", async () => ++stepRuns);
        await child.wait("pause", { seconds: 1 });
      }),
    );

    expect(run.outcome.status).toBe("SUCCEEDED");
    expect([childRuns, stepRuns]).toEqual([2, 1]);
  });
});

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.name : "nothing";
}
