import { describe, expect, it } from "vitest";
import type { CheckpointFault } from "../faults/fault.ts";
import { type Run, runFunction } from "./durable-function.test-support.ts";

describe("the checkpoint API", () => {
  it.each<[CheckpointFault, { ends: string[]; runs: number; outcome: string }]>([
    ["throttle", { ends: ["threw", "succeeded"], runs: 2, outcome: "SUCCEEDED" }],
    ["server-error", { ends: ["threw", "succeeded"], runs: 2, outcome: "SUCCEEDED" }],
    ["client-error", { ends: ["failed"], runs: 1, outcome: "FAILED" }],
    ["crash-before", { ends: ["crashed", "succeeded"], runs: 2, outcome: "SUCCEEDED" }],
    ["crash-after", { ends: ["crashed", "succeeded"], runs: 1, outcome: "SUCCEEDED" }],
    ["stall", { ends: ["timed-out", "succeeded"], runs: 1, outcome: "SUCCEEDED" }],
  ])("may misbehave when a step's result comes: %s", async (fault, expected) => {
    const { run, runs } = await runOneStep(fault);

    expect({ ends: run.ends, runs, outcome: run.outcome.status }).toEqual(expected);
  });

  it.each<[CheckpointFault, number, string]>([
    ["throttle", 429, "Rate exceeded"],
    ["server-error", 500, "Service unavailable"],
    ["client-error", 400, "Rejected by an injected fault"],
  ])("says in the trace that it rejected a batch: %s", async (fault, httpStatus, message) => {
    const { run } = await runOneStep(fault);

    expect(run.trace.find(({ kind }) => kind === "checkpoint.rejected")).toEqual({
      kind: "checkpoint.rejected",
      atMs: 10,
      invocation: 1,
      at: "checkpoint SUCCEED work",
      httpStatus,
      message,
    });
  });

  it("may stall the sandbox as a whole, timers included", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { invocation, sleep }) => {
        void sleep(100).then(() => ran.push(`timer of ${invocation}`));
        await context.step("work", async () => 1);
        await sleep(200);
      },
      { faults: [{ at: "checkpoint SUCCEED work", from: 1, times: 1, fault: "stall" }] },
    );

    expect(run.ends).toEqual(["timed-out", "succeeded"]);
    expect(ran).toEqual(["timer of 2"]);
  });

  it("answers one latency after the call", async () => {
    const run = await runFunction(async (context) => context.step("work", async () => 1), {
      settings: { checkpointLatencyMs: 250 },
    });

    expect(checkpointsOf(run)).toEqual(["checkpoint SUCCEED work at 250"]);
  });

  it("names a batch by its last update, and an empty one a poll", async () => {
    const run = await runFunction(async (context, { sleep }) => {
      await Promise.all([
        context.wait("pause", { seconds: 2 }),
        context.step("work", async () => sleep(3_000)),
      ]);
    });

    expect(checkpointsOf(run)).toEqual([
      "checkpoint START work at 10",
      "checkpoint poll at 2020",
      "checkpoint SUCCEED work at 3010",
    ]);
  });

  it("rejects what breaks a rule, for which the SDK gives the execution up", async () => {
    const run = await runFunction(async (context) => context.step("prüfen", async () => 1));

    expect(run.outcome.status).toBe("FAILED");
    expect(run.trace.find(({ kind }) => kind === "checkpoint.rejected")).toMatchObject({
      httpStatus: 400,
      message: expect.stringContaining("Value 'prüfen' at 'updates.1.member.name'"),
    });
  });

  it("moves the progress on, by which a recorded fault finds its place again", async () => {
    const run = await runFunction(async (context) => {
      await context.step("first", async () => 1);
      await context.wait("pause", { seconds: 1 });
      await context.step("second", async () => 2);
    });

    expect(run.passed.map(({ at, progress }) => `${progress} ${at}`)).toEqual([
      "0 execution start",
      "0 invocation start",
      "0 checkpoint SUCCEED first",
      "2 checkpoint START pause",
      "2 invocation end",
      "3 wake-up",
      "3 invocation start",
      "3 checkpoint SUCCEED second",
      "5 invocation end",
    ]);
  });
});

/** A step whose result the fault strikes on its way to the service. */
async function runOneStep(fault: CheckpointFault): Promise<{ run: Run; runs: number }> {
  let runs = 0;
  const run = await runFunction(async (context) => context.step("work", async () => ++runs), {
    faults: [{ at: "checkpoint SUCCEED work", from: 1, times: 1, fault }],
  });
  return { run, runs };
}

function checkpointsOf({ trace }: Run): string[] {
  return trace.flatMap((event) =>
    event.kind === "checkpoint.applied" ? `${event.at} at ${event.atMs}` : [],
  );
}
