import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { type Run, resultOf, runFunction, runHandler } from "./durable-function.test-support.ts";
import type { LambdaSettings } from "./settings.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

describe("pages of state", () => {
  it("are one by default", async () => {
    const { run, shown } = await runThreeSteps({});

    expect(shown).toBe(5);
    expect(pagesOf(run)).toBe(0);
  });

  it.each<[string, Partial<LambdaSettings>, number, number]>([
    ["firstPageSize", { firstPageSize: 2 }, 2, 1],
    ["firstPageSize, of just one", { firstPageSize: 1 }, 1, 1],
    ["pageBytes", { pageBytes: 250 }, 3, 1],
    ["pageBytes, of less than one operation", { pageBytes: 1 }, 1, 4],
  ])("are more where %s is small; the SDK gathers them", async (_, settings, first, further) => {
    const { run, shown } = await runThreeSteps(settings);

    expect(shown).toBe(first);
    expect(pagesOf(run)).toBe(further);
    expect(resultOf(run)).toBe(300);
    expect(run.history.filter((type) => type === "StepSucceeded")).toHaveLength(3);
  });

  it("are more in one invocation where that is the fault", async () => {
    const { run, shown } = await runThreeSteps({}, [
      { at: "invocation start", from: 2, times: 1, fault: "first-page" },
    ]);

    expect(shown).toBe(1);
    expect(pagesOf(run)).toBe(1);
    expect(resultOf(run)).toBe(300);
  });

  it.each([
    ["throttle", "threw"],
    ["server-error", "threw"],
    ["crash-before", "crashed"],
  ] as const)("may be refused, for which the service invokes again: %s", async (fault, end) => {
    const { run } = await runThreeSteps({ firstPageSize: 1 }, [
      { at: "state page", from: 1, times: 1, fault },
    ]);

    expect(run.ends).toEqual(["pending", end, "succeeded"]);
    expect(resultOf(run)).toBe(300);
  });

  it("take as long as a checkpoint", async () => {
    const { run } = await runThreeSteps({ firstPageSize: 1, checkpointLatencyMs: 1_000 });

    // Four checkpoints, a minute, and the page.
    expect(run.endedAtMs).toBe(65_000);
  });
});

describe("the answer to a checkpoint", () => {
  it("tells all by default", async () => {
    expect(await toldOfThree({})).toEqual([3, undefined, 0]);
  });

  it("tells the first operations only where checkpointPageSize says so", async () => {
    expect(await toldOfThree({ checkpointPageSize: 2 })).toEqual([2, "more", 0]);
    expect(await toldOfThree({ checkpointPageSize: 3 })).toEqual([3, undefined, 0]);
  });
});

describe("a READY step, and nothing else,", () => {
  it.each([
    [true, ["pending", "pending"], "TIMED_OUT"],
    [false, ["pending", "failed"], "FAILED"],
  ])(
    "is something to be PENDING for where readyAllowsPending says so: %s",
    async (may, ends, status) => {
      const run = await runOnWire(
        async ({ checkpoint }, { invocation }) => {
          if (invocation === 1) {
            await checkpoint(stepUpdate("RETRY", { StepOptions: { NextAttemptDelaySeconds: 3 } }));
          }
          return pending;
        },
        { settings: { readyAllowsPending: may, executionTimeoutMs: 60_000 } },
      );

      expect(run.ends).toEqual(ends);
      expect(run.outcome.status).toBe(status);
    },
  );
});

describe("a callback that failed without an error", () => {
  it.each([
    [true, [0, 1_010]],
    [false, [0, 30_020]],
  ])("wakes the function where bareCallbackFailureWakes says so: %s", async (wakes, startsMs) => {
    const run = await runFunction(
      async (context) => {
        const [approval] = await context.createCallback("approval");
        await Promise.race([approval.catch(() => {}), context.wait("pause", { seconds: 30 })]);
      },
      {
        callbacks: { approval: { kind: "fail" } },
        settings: { bareCallbackFailureWakes: wakes },
      },
    );

    expect(run.startsMs).toEqual(startsMs);
    expect(run.operations[1]?.Status).toBe("FAILED");
  });

  it("wakes it with an error, whatever the setting", async () => {
    const run = await runFunction(
      async (context) => {
        const [approval] = await context.createCallback("approval");
        await approval.catch(() => {});
      },
      {
        callbacks: { approval: { kind: "fail", error: { ErrorType: "No" } } },
        settings: { bareCallbackFailureWakes: false },
      },
    );

    expect(run.startsMs).toEqual([0, 1_010]);
  });
});

describe("a checkpoint on its way when the function's time is up", () => {
  const timeOutWith = async (settings: Partial<LambdaSettings>) =>
    runOnWire(
      async ({ checkpoint }, { invocation, sleep }) => {
        if (invocation > 1) return succeeded;
        await sleep(2_995);
        await checkpoint(stepUpdate("START"));
        return succeeded;
      },
      { settings: { functionTimeoutMs: 3_000, retryDelayMs: () => 60_000, ...settings } },
    );

  it("is not applied any more", async () => {
    const run = await timeOutWith({});

    expect(run.ends).toEqual(["timed-out", "succeeded"]);
    expect(run.operations).toHaveLength(1);
  });

  it("is applied until the next invocation begins, where lateCheckpoints says so", async () => {
    const late = { lateCheckpoints: "apply" } as const;

    expect((await timeOutWith(late)).operations).toHaveLength(2);
    expect((await timeOutWith({ ...late, retryDelayMs: () => 0 })).operations).toHaveLength(1);
  });
});

/** Three steps with results of 102 bytes, a wait, and what the second invocation is shown in its event. */
async function runThreeSteps(
  settings: Partial<LambdaSettings>,
  faults: FaultSchedule = [],
): Promise<{ run: Run; shown: number | undefined }> {
  let shown: number | undefined;
  const working = withDurableExecution(async (_event: unknown, context) => {
    let length = 0;
    for (const name of ["a", "b", "c"]) {
      length += (await context.step(name, async () => "x".repeat(100))).length;
    }
    await context.wait("pause", { seconds: 60 });
    return length;
  });
  const run = await runHandler(
    (tools) => async (event, context) => {
      if (tools.invocation === 2) shown = event.InitialExecutionState.Operations.length;
      return working(event, context);
    },
    { settings, faults },
  );
  return { run, shown };
}

/** How often the SDK asked for a further page. */
function pagesOf({ passed }: Run): number {
  return passed.filter(({ at }) => at === "state page").length;
}

/** What the answer to a checkpoint with three waits says, and whether there is more. */
async function toldOfThree(settings: Partial<LambdaSettings>): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  await runOnWire(
    async ({ checkpoint }) => {
      const { NewExecutionState: state } = await checkpoint(
        ...["a", "b", "c"].map((Id) =>
          waitUpdate("START", { Id, WaitOptions: { WaitSeconds: 1 } }),
        ),
      );
      // A poll later tells of nothing that was told, or should have been.
      const { NewExecutionState: later } = await checkpoint();
      told.push(state?.Operations?.length, state?.NextMarker, later?.Operations?.length);
      return succeeded;
    },
    { settings },
  );
  return told;
}
