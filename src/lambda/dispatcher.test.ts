import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { runFunction } from "./durable-function.test-support.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { type Wire, pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

const crashAtStart = (from: number, times: number) =>
  ({ at: "invocation start", from, times, fault: "crash" }) as const;

describe("the count of failed invocations", () => {
  it("fails the execution with the last error when it reaches its limit", async () => {
    const run = await runOnWire(
      async (_wire, { invocation }) => {
        throw new RangeError(`no ${invocation}`);
      },
      { settings: { maxConsecutiveFailures: 3 } },
    );

    expect(run.ends).toEqual(["threw", "threw", "threw"]);
    expect(run.outcome).toEqual({
      status: "FAILED",
      error: { ErrorType: "RangeError", ErrorMessage: "no 3" },
    });
    expect(run.history.at(-1)).toBe("ExecutionFailed");
  });

  it("is one of failures in a row: a PENDING between them starts it anew", async () => {
    const run = await runFunction(pauseTwice, {
      faults: [crashAtStart(1, 1), crashAtStart(3, 1), crashAtStart(5, 1)],
      settings: { maxConsecutiveFailures: 2 },
    });

    expect(run.ends).toEqual(["crashed", "pending", "crashed", "pending", "crashed", "succeeded"]);
  });

  it("goes on over a wake-up that cuts the delay short", async () => {
    const run = await runFunction(pauseTwice, {
      faults: [
        { at: "checkpoint START first", from: 1, times: 1, fault: "crash-after" },
        crashAtStart(2, 1),
      ],
      settings: { maxConsecutiveFailures: 2, retryDelayMs: () => 300_000 },
    });

    expect(run.ends).toEqual(["crashed", "crashed"]);
    expect(run.endedAtMs).toBe(60_010);
    expect(run.outcome.status).toBe("FAILED");
  });

  it("is what the delay before the retry depends on", async () => {
    const counts: number[] = [];

    await runFunction(pauseTwice, {
      faults: [crashAtStart(1, 2), crashAtStart(4, 3)],
      settings: {
        retryDelayMs: (failures) => {
          counts.push(failures);
          return 0;
        },
      },
    });

    expect(counts).toEqual([1, 2, 1, 2, 3]);
  });
});

describe("the delay before a retry", () => {
  it.each([-1, NaN, Infinity])("may not be %d", async (delayMs) => {
    const run = await runFunction(pauseTwice, {
      faults: [crashAtStart(1, 1)],
      settings: { retryDelayMs: () => delayMs },
    });

    expect(run.cut).toEqual({
      kind: "broken-script",
      what: "settings.retryDelayMs",
      error: new RangeError(`${delayMs} is no number of ms from 0`),
    });
  });
});

describe("the delay before a retry", () => {
  it("may depend on how often, and of what, invocations have failed", async () => {
    const asked: unknown[] = [];
    await runFunction(async () => "done", {
      faults: [crashAtStart(1, 2)],
      settings: {
        retryDelayMs: (failures, { ErrorType }) => {
          asked.push([failures, ErrorType]);
          return 0;
        },
      },
    });

    expect(asked).toEqual([
      [1, "Runtime.ExitError"],
      [2, "Runtime.ExitError"],
    ]);
  });
});

describe("a wake-up", () => {
  it("takes its latency, and wake-ups that come meanwhile share its invocation", async () => {
    const run = await runFunction(
      async (context) => {
        await Promise.all([10, 12, 16].map((seconds) => context.wait({ seconds })));
      },
      { settings: { wakeLatencyMs: 5_000 } },
    );

    expect(run.startsMs).toEqual([0, 15_010, 21_010]);
  });

  it("brings a retry forward, and never puts it off", async () => {
    const wait = async (context: DurableContext) => context.wait("pause", { seconds: 60 });
    const faults = [
      { at: "checkpoint START pause", from: 1, times: 1, fault: "crash-after" },
    ] as const;
    const startsAfter = async (retryMs: number) => {
      const settings = { retryDelayMs: () => retryMs, wakeLatencyMs: 30_000 };
      return (await runFunction(wait, { faults, settings })).startsMs;
    };

    expect(await startsAfter(61_000)).toEqual([0, 61_010]);
    expect(await startsAfter(120_000)).toEqual([0, 90_010]);
  });

  it("may come late, and no later one overtakes it", async () => {
    const run = await runFunction(
      async (context) => {
        await Promise.all([10, 20].map((seconds) => context.wait({ seconds })));
      },
      { faults: [{ at: "wake-up", from: 1, times: 1, fault: "late" }] },
    );

    expect(run.startsMs).toEqual([0, 70_010]);
    expect(run.ends).toEqual(["pending", "succeeded"]);
  });

  it("may come late several times in a row", async () => {
    const run = await runFunction(async (context) => context.wait("pause", { seconds: 10 }), {
      faults: [{ at: "wake-up", from: 1, times: 2, fault: "late" }],
      settings: { latenessMs: 7_000 },
    });

    expect(run.startsMs).toEqual([0, 24_010]);
  });

  it("during an invocation waits for its end where the handler was not told", async () => {
    const run = await runOnWire(async (wire, { invocation, sleep }) => {
      if (invocation > 1) return succeeded;
      await wire.checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 1 } }));
      await sleep(5_000);
      return pending;
    });

    expect(run.startsMs).toEqual([0, 5_010]);
    expect(run.ends).toEqual(["pending", "succeeded"]);
  });

  it("during an invocation is none where a checkpoint told the handler", async () => {
    const seen: unknown[] = [];

    const run = await runOnWire(async (wire, { invocation, sleep }) => {
      if (invocation > 1) return succeeded;
      await wire.checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 1 } }));
      await sleep(5_000);
      seen.push(await statusesTold(wire));
      await wire.checkpoint(waitUpdate("START", { Id: "x", WaitOptions: { WaitSeconds: 60 } }));
      return pending;
    });

    expect(seen).toEqual([["SUCCEEDED"]]);
    expect(run.startsMs).toEqual([0, 65_030]);
  });
});

describe("PENDING", () => {
  it.each([
    ["accepted", "a step that will be tried again", stepUpdate("RETRY", { StepOptions: delay(1) })],
    ["accepted", "a wait", waitUpdate("START", { WaitOptions: { WaitSeconds: 1 } })],
    ["accepted", "a callback", { Id: "b", Type: "CALLBACK", Action: "START" } as const],
    ["accepted", "an invoked function", invokeUpdate()],
    ["refused", "a step that has begun", stepUpdate("START")],
    ["refused", "a context that has begun", { Id: "c", Type: "CONTEXT", Action: "START" } as const],
    ["refused", "a step that is over", stepUpdate("SUCCEED")],
  ])("is %s for %s alone", async (answer, _, update) => {
    const run = await runOnWire(
      async (wire, { invocation }) => {
        if (invocation > 1) return succeeded;
        await wire.checkpoint(update);
        return pending;
      },
      { functions: { tax: { plain: () => 1 } }, callbacks: { "*": { kind: "succeed" } } },
    );

    const [end, status] = answer === "accepted" ? ["pending", "SUCCEEDED"] : ["failed", "FAILED"];
    expect(run.ends[0]).toBe(end);
    expect(run.outcome.status).toBe(status);
  });

  it("is accepted for news that the handler was not told, which it then is at once", async () => {
    const told: unknown[] = [];

    const run = await runOnWire(async ({ event, checkpoint }, { invocation, sleep }) => {
      if (invocation > 1) {
        told.push(Reflect.get(event, "UpdatedOperationIds"));
        return succeeded;
      }
      await checkpoint(stepUpdate("RETRY", { StepOptions: delay(1) }));
      await sleep(2_000);
      return pending;
    });

    expect(run.startsMs).toEqual([0, 2_010]);
    expect(told).toEqual([["a"]]);
  });
});

async function pauseTwice(context: DurableContext): Promise<void> {
  await context.wait("first", { seconds: 60 });
  await context.wait("second", { seconds: 60 });
}

/** What a poll tells of the operations that changed. */
async function statusesTold({ checkpoint }: Wire): Promise<readonly unknown[]> {
  const { NewExecutionState } = await checkpoint();
  return (NewExecutionState?.Operations ?? []).map(({ Status }) => Status);
}

function delay(seconds: number) {
  return { NextAttemptDelaySeconds: seconds };
}

function invokeUpdate() {
  return {
    Id: "i",
    Type: "CHAINED_INVOKE",
    Action: "START",
    ChainedInvokeOptions: { FunctionName: "tax" },
  } as const;
}
