import {
  type DurableExecutionInvocationOutput,
  InvocationStatus,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type Run, runFunction, runHandler } from "./durable-function.test-support.ts";

describe("the retry of a failed invocation", () => {
  it("comes at once, then after a delay that doubles up to five minutes", async () => {
    const faults = [{ at: "invocation start", from: 1, times: 13, fault: "crash" }] as const;

    const run = await runFunction(async () => "done", { faults });

    const delays = run.startsMs.slice(1).map((ms, index) => ms - (run.startsMs[index] ?? 0));
    const seconds = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300];
    expect(delays).toEqual(seconds.map((delay) => delay * 1_000));
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"done"` });
  });

  it("comes at once again after an invocation that ended well", async () => {
    const run = await runFunction(
      async (context) => {
        await context.wait("pause", { seconds: 60 });
        return "done";
      },
      {
        faults: [
          { at: "invocation start", from: 1, times: 3, fault: "crash" },
          { at: "invocation start", from: 5, times: 1, fault: "crash" },
        ],
      },
    );

    expect(run.ends).toEqual(["crashed", "crashed", "crashed", "pending", "crashed", "succeeded"]);
    expect(run.startsMs.slice(4)).toEqual([63_010, 63_010]);
  });

  it("gives way to a wake-up that comes during the delay", async () => {
    const run = await runFunction(pauseAMinute, {
      faults: [{ at: "checkpoint START pause", from: 1, times: 1, fault: "crash-after" }],
      settings: { retryDelayMs: () => 300_000 },
    });

    expect(run.startsMs).toEqual([0, 60_010]);
    expect(run.outcome.status).toBe("SUCCEEDED");
  });

  it("covers a wake-up that came while the failed invocation was in flight", async () => {
    const run = await runFunction(
      async (context, { invocation, crash, sleep }) => {
        const pause = context.wait("pause", { seconds: 1 });
        await context.step("work", async () => {
          if (invocation > 1) return;
          await sleep(1_500);
          crash();
          await sleep(1);
        });
        await pause;
      },
      // Too short for the SDK to ask how the wait is doing.
      { settings: { functionTimeoutMs: 1_900, retryDelayMs: () => 300_000 } },
    );

    expect(run.startsMs[1]).toBe(301_500);
    expect(run.history.slice(0, 5)).toEqual([
      "ExecutionStarted",
      "WaitStarted",
      "StepStarted",
      "WaitSucceeded",
      "InvocationCompleted",
    ]);
  });
});

describe("the function's time limit", () => {
  it("ends an invocation that waits for what never comes", async () => {
    const run = await runFunction(
      async (_context, { invocation }) =>
        invocation === 1 ? new Promise(() => {}) : "done after all",
      { settings: { functionTimeoutMs: 3_000 } },
    );

    expect(run.ends).toEqual(["timed-out", "succeeded"]);
    expect(run.startsMs).toEqual([0, 3_000]);
    expect(run.errors[0]).toEqual({
      ErrorType: "Sandbox.Timedout",
      ErrorMessage:
        "RequestId: 00000000-0000-4000-8000-000000000001 Error: Task timed out after 3.00 seconds",
    });
  });

  it("is what the function is told that it has left", async () => {
    const left: number[] = [];

    await runFunction(
      async (context, { sleep }) => {
        left.push(context.lambdaContext.getRemainingTimeInMillis());
        await sleep(1_000);
        left.push(context.lambdaContext.getRemainingTimeInMillis());
      },
      { settings: { functionTimeoutMs: 3_000 } },
    );

    expect(left).toEqual([3_000, 2_000]);
  });
});

describe("the execution's time limit", () => {
  const settings = { executionTimeoutMs: 30_000 };
  const error = { ErrorMessage: "Execution timed out after 30 seconds." };

  it("ends an execution that waits", async () => {
    const run = await runFunction(pauseAMinute, { settings });

    expect(run.outcome).toEqual({ status: "TIMED_OUT", error });
    expect(run.endedAtMs).toBe(30_000);
    expect(run.history.at(-1)).toBe("ExecutionTimedOut");
  });

  it("ends an execution that waits for its retry", async () => {
    const faults = [{ at: "invocation start", from: 1, times: 99, fault: "crash" }] as const;

    const run = await runFunction(async () => "done", { faults, settings });

    expect(run.outcome).toEqual({ status: "TIMED_OUT", error });
    expect(run.endedAtMs).toBe(30_000);
  });

  it("makes what an invocation in flight returns too late worth nothing", async () => {
    const run = await runFunction(
      async (context, { sleep }) => {
        await sleep(30_000);
        return context.step("too late", async () => "done");
      },
      { settings },
    );

    expect(run.outcome).toEqual({ status: "TIMED_OUT", error });
    expect(run.operations.map(({ Type }) => Type)).toEqual(["EXECUTION"]);
    expect(run.ends).toHaveLength(1);
  });
});

describe("the output of an invocation", () => {
  it("may not be PENDING when nothing can wake the execution", async () => {
    const run = await returning({ Status: InvocationStatus.PENDING });

    expect(errorOf(run)).toEqual({
      ErrorType: "InvalidParameterValueException",
      ErrorMessage: "Cannot return PENDING status with no pending operations.",
    });
    expect(run.errors).toEqual([errorOf(run)]);
  });

  it.each([undefined, null, {}, { Status: "DONE" }, "SUCCEEDED"])(
    "may not be %j",
    async (output) => {
      const run = await returning(output);

      expect(errorOf(run)?.ErrorMessage).toBe("Invalid Status in invocation output.");
    },
  );

  it("fails the execution for good when the function throws", async () => {
    const run = await runFunction(async () => {
      throw new RangeError("too much");
    });

    expect(errorOf(run)).toMatchObject({ ErrorType: "RangeError", ErrorMessage: "too much" });
    expect(run.ends).toEqual(["failed"]);
    expect(run.history).toEqual(["ExecutionStarted", "InvocationCompleted", "ExecutionFailed"]);
  });
});

describe("the start and end of an invocation", () => {
  it("may crash before any code has run", async () => {
    let runs = 0;

    const run = await runFunction(async () => ++runs, {
      faults: [{ at: "invocation start", from: 1, times: 1, fault: "crash" }],
    });

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(runs).toBe(1);
  });

  it("may crash after all code has run, so that the answer is lost", async () => {
    let runs = 0;

    const run = await runFunction(async () => ++runs, {
      faults: [{ at: "invocation end", from: 1, times: 1, fault: "crash" }],
    });

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(run.errors[0]?.ErrorType).toBe("Runtime.ExitError");
    expect(runs).toBe(2);
  });

  it("has no response to lose when the sandbox died before", async () => {
    const run = await runFunction(async (_context, { invocation, crash }) => {
      if (invocation === 1) crash();
    });

    expect(run.passed.map(({ at, nth }) => `${at} ${nth}`)).toEqual([
      "execution start 1",
      "invocation start 1",
      "wake-up 1",
      "invocation start 2",
      "invocation end 1",
    ]);
  });
});

describe("the bounds of a trial", () => {
  it("cut off an execution that crashes for ever", async () => {
    const run = await runFunction(async (_context, { crash }) => crash(), {
      bounds: { maxInvocations: 5 },
    });

    expect(run.cut).toEqual({ kind: "bound", bound: "maxInvocations", limit: 5 });
    expect(run.ends).toHaveLength(5);
    expect(run.outcome).toEqual({ status: "RUNNING" });
  });

  it("cut off an invocation that goes on for ever", async () => {
    let events = 0;

    const run = await runFunction(
      async (_context, { sleep }) => {
        for (; ; events++) await sleep(1);
      },
      { bounds: { maxEvents: 100 } },
    );

    expect(run.cut).toEqual({ kind: "bound", bound: "maxEvents", limit: 100 });
    expect(events).toBe(100);
    expect(run.ends).toEqual([]);
  });
});

describe("the world around an execution", () => {
  it("goes on between invocations, and after the end until nothing is left", async () => {
    const landed: number[] = [];

    const run = await runFunction(pauseAMinute, {
      world: (loop) => {
        for (const ms of [30_000, 90_000]) {
          loop.schedule(undefined, ms, () => landed.push(loop.nowMs - loop.startMs));
        }
      },
    });

    expect(run.endedAtMs).toBe(60_010);
    expect(landed).toEqual([30_000, 90_000]);
  });
});

async function pauseAMinute(context: { wait(name: string, time: { seconds: number }): unknown }) {
  await context.wait("pause", { seconds: 60 });
}

/** A function without the SDK, whose runtime gets just this from it. */
async function returning(output: unknown): Promise<Run> {
  return runHandler(() => async () => output as DurableExecutionInvocationOutput);
}

function errorOf({ outcome }: Run) {
  return outcome.status === "FAILED" ? outcome.error : undefined;
}
