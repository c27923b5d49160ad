import { type DurableContext, InvocationStatus } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { boom, stepUpdate } from "./updates.test-support.ts";
import {
  type RunOptions,
  type Run,
  outside,
  rejectionsOf,
  runFunction,
} from "./durable-function.test-support.ts";
import { runOnWire } from "./wire-function.test-support.ts";

describe("an execution that someone stops", () => {
  it("ends at once while it waits, and is never invoked again", async () => {
    const run = await runFunction(pause, {
      world: outside(30_000, (service) => service.stop(boom)),
    });

    expect(run.outcome).toEqual({ status: "STOPPED", error: boom });
    expect(run.endedAtMs).toBe(30_000);
    expect(run.startsMs).toEqual([0]);
    expect(run.history.at(-1)).toBe("ExecutionStopped");
  });

  it("ends while the service waits to retry, and is not retried", async () => {
    const run = await runFunction(pause, {
      faults: [{ at: "invocation start", from: 1, times: 1, fault: "crash" }],
      settings: { retryDelayMs: () => 60_000 },
      world: outside(30_000, (service) => service.stop(boom)),
    });

    expect(run.outcome.status).toBe("STOPPED");
    expect(run.startsMs).toEqual([0]);
  });

  it("stays as the first stop left it", async () => {
    const run = await runFunction(pause, {
      world: (loop, service) => {
        for (const ms of [10_000, 20_000]) {
          loop.schedule(undefined, ms, () => service.stop({ ErrorMessage: `at ${ms}` }));
        }
      },
    });

    expect(run.outcome).toEqual({ status: "STOPPED", error: { ErrorMessage: "at 10000" } });
    expect(run.trace.filter(({ kind }) => kind === "execution.ended")).toHaveLength(1);
    expect(run.history.filter((type) => type === "ExecutionStopped")).toHaveLength(1);
  });

  it("does not blame the function for what it then returns", async () => {
    const run = await runFunction(async (context) => context.wait("pause", { seconds: 60 }), {
      world: outside(15, (service) => service.stop({})),
    });

    expect(run.ends).toEqual(["pending"]);
    expect(run.errors).toEqual([undefined]);
  });

  it("is not stopped any more when it had ended", async () => {
    const run = await runFunction(async () => "done", {
      world: outside(1_000, (service) => service.stop(boom)),
    });

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"done"` });
  });

  it("does not interrupt the invocation in flight, but listens to it no more", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { sleep }) => {
        await sleep(2_000);
        ran.push("plain code");
        await context.step("work", async () => ran.push("step"));
        return "done";
      },
      { world: outside(1_000, (service) => service.stop({})) },
    );

    expect(ran).toEqual(["plain code", "step"]);
    expect(run.outcome).toEqual({ status: "STOPPED", error: {} });
    expect(rejectionsOf(run)).toEqual(["Invalid checkpoint token"]);
    expect(run.operations.map(({ Type, Status }) => `${Type} ${Status}`)).toEqual([
      "EXECUTION STOPPED",
    ]);
  });

  it("leaves its operations as they are", async () => {
    const run = await runFunction(pause, { world: outside(30_000, (service) => service.stop({})) });

    expect(run.operations.map(({ Status }) => Status)).toEqual(["STOPPED", "STARTED"]);
  });
});

describe("a fault that ends the execution at a checkpoint", () => {
  it.each([
    ["stop", { status: "STOPPED", error: {} }],
    [
      "expire",
      { status: "TIMED_OUT", error: { ErrorMessage: "Execution timed out after 30 seconds." } },
    ],
  ] as const)("refuses that checkpoint: %s", async (fault, outcome) => {
    const run = await runFunction(async (context) => context.step("work", async () => 1), {
      faults: [{ at: "checkpoint SUCCEED work", from: 1, times: 1, fault }],
      settings: { executionTimeoutMs: 30_000 },
    });

    expect(run.outcome).toEqual(outcome);
    expect(run.endedAtMs).toBe(10);
    expect(rejectionsOf(run)).toEqual(["Invalid checkpoint token"]);
    expect(run.operations).toHaveLength(1);
  });
});

describe("the execution's time limit", () => {
  it("does not strike an execution that ended just before", async () => {
    const run = await runFunction(async (_context, { sleep }) => sleep(29_999), {
      settings: { executionTimeoutMs: 30_000 },
      world: (loop) => loop.schedule(undefined, 60_000, () => {}),
    });

    expect(run.outcome.status).toBe("SUCCEEDED");
    expect(run.history.at(-1)).toBe("ExecutionSucceeded");
  });

  it("is in the history from the start, in seconds", async () => {
    const run = await runFunction(async () => 1, { settings: { executionTimeoutMs: 30_000 } });

    expect(run.executions[0]?.history[0]).toMatchObject({
      EventType: "ExecutionStarted",
      ExecutionStartedDetails: { ExecutionTimeout: 30 },
    });
  });
});

describe("an invocation that the service takes for dead", () => {
  const zombie = { at: "checkpoint START pay", from: 1, times: 1, fault: "zombie" } as const;

  /** The first invocation is the zombie, and lives for that long. */
  async function haunted(ms: number, options: RunOptions): Promise<{ run: Run; ran: string[] }> {
    const ran: string[] = [];
    const run = await runOnWire(
      async ({ checkpoint }, { invocation, sleep }) => {
        const self = invocation;
        await checkpoint(stepUpdate("START")).catch(() => {});
        await sleep(self === 1 ? ms : 1_000);
        ran.push(`code of ${self}`);
        return { Status: InvocationStatus.SUCCEEDED, Result: `${self}` };
      },
      { faults: [zombie], ...options },
    );
    return { run, ran };
  }

  it("runs on beside the next one, and what it returns counts for nothing", async () => {
    const { run, ran } = await haunted(500, {});

    expect(ran).toEqual(["code of 1", "code of 2"]);
    expect(run.startsMs).toEqual([0, 10]);
    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(run.errors[0]?.ErrorType).toBe("Sandbox.Unreachable");
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
    expect(rejectionsOf(run)).toEqual(["Invalid checkpoint token"]);
  });

  it("counts for nothing before the next one has begun, too", async () => {
    const { run, ran } = await haunted(500, { settings: { retryDelayMs: () => 60_000 } });

    expect(ran).toEqual(["code of 1", "code of 2"]);
    expect(run.startsMs).toEqual([0, 60_010]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
  });

  it("may run on when the execution has ended", async () => {
    const { run, ran } = await haunted(5_000, {});

    expect(ran).toEqual(["code of 2", "code of 1"]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
  });

  it("dies at the function's time limit", async () => {
    const { run, ran } = await haunted(5_000, { settings: { functionTimeoutMs: 3_000 } });

    expect(ran).toEqual(["code of 2"]);
    expect(run.ends).toEqual(["crashed", "succeeded"]);
  });

  it("counts as a failed one", async () => {
    const { run } = await haunted(500, { settings: { maxConsecutiveFailures: 1 } });

    expect(run.outcome).toMatchObject({
      status: "FAILED",
      error: { ErrorType: "Sandbox.Unreachable" },
    });
  });
});

describe("an execution that is started twice", () => {
  const duplicate = { at: "execution start", from: 1, times: 1, fault: "duplicate" } as const;

  it("runs twice without a name, each under an id of its own", async () => {
    const run = await runFunction(pause, { faults: [duplicate], isUnnamed: true });

    expect(run.executions.map(({ outcome }) => outcome.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(new Set(run.executions.map(({ arn }) => arn)).size).toBe(2);
    expect(run.startsMs).toEqual([0, 0, 60_010, 60_010]);
  });

  it("runs once under a name", async () => {
    const run = await runFunction(pause, { faults: [duplicate] });

    expect(run.executions).toHaveLength(1);
    expect(run.startsMs).toEqual([0, 60_010]);
  });

  it("is told of once in the trace, by the first of the two", async () => {
    const run = await runFunction(async (_context, { sleep }) => sleep(100), {
      faults: [duplicate],
      isUnnamed: true,
    });

    expect(run.trace.filter(({ kind }) => kind === "execution.ended")).toHaveLength(1);
  });
});

describe("an execution that a checkpoint closes", () => {
  const close = (payload: string) => stepUpdate("SUCCEED", { Type: "EXECUTION", Payload: payload });

  it("keeps that result, whatever the invocation returns or comes to", async () => {
    const returned = await runOnWire(async ({ checkpoint }) => {
      await checkpoint(close("1"));
      return { Status: InvocationStatus.SUCCEEDED, Result: "2" };
    });
    const crashed = await runOnWire(async ({ checkpoint }, { crash }) => {
      await checkpoint(close("1"));
      crash();
      return { Status: InvocationStatus.SUCCEEDED };
    });

    for (const { outcome, startsMs, history } of [returned, crashed]) {
      expect(outcome).toEqual({ status: "SUCCEEDED", result: "1" });
      expect(startsMs).toEqual([0]);
      expect(history).toEqual(["ExecutionStarted", "ExecutionSucceeded", "InvocationCompleted"]);
    }
  });
});

async function pause(context: DurableContext): Promise<void> {
  await context.wait("pause", { seconds: 60 });
}
