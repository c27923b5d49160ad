import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { FaultSchedule } from "../faults/schedule.ts";
import { crash } from "../lambda/lambda-context.ts";
import { type SimulatedRun, simulate } from "./simulate.ts";
import {
  durable,
  elapsedMs,
  immediate,
  invocationOf,
  once,
  pause,
} from "./simulated-function.test-support.ts";

describe("code that kills its own sandbox", () => {
  it("is gone, and the next invocation begins where the service was", async () => {
    const bodies: string[] = [];
    const run = await simulate(
      durable(async (context) => {
        await context.step("charge", async () => bodies.push("charge"));
        await context.step("ship", async () => {
          bodies.push("ship");
          if (invocationOf(context) < 3) crash(context.lambdaContext);
        });
        return "done";
      }),
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 3 });
    expect(bodies).toEqual(["charge", "ship", "ship", "ship"]);
    expect(endsOf(run)).toEqual(["crashed", "crashed", "succeeded"]);
  });

  it("runs its finally blocks, and nothing that takes time or reaches the service", async () => {
    const seen: string[] = [];
    const run = await simulate(
      durable(async (context) => {
        const invocation = invocationOf(context);
        void pause(1).then(() => seen.push(`timer of ${invocation}`));
        if (invocation > 1) return context.step("work", async () => pause(5));
        try {
          return crash(context.lambdaContext);
        } finally {
          seen.push("finally");
          // oxlint-disable-next-line no-console -- what code under test prints is in the trace
          console.log("printed by nobody");
          await context.step("undo", async () => seen.push("undone"));
          await pause(1);
          seen.push("paused");
        }
      }),
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 2 });
    // The step's body may still run, in the same burst; nobody hears of it.
    expect(seen.filter((line) => line !== "undone")).toEqual(["finally", "timer of 2"]);
    expect(run.operations.map(({ Name }) => Name)).toEqual([undefined, "work"]);
    expect(run.trace.map(({ kind }) => kind)).not.toContain("log.written");
  });

  it("does not take back an answer that it gave in the same moment", async () => {
    const run = await simulate(
      durable(async () => {
        void Promise.reject(new Error("left behind"));
        return "done";
      }),
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 1 });
    expect(endsOf(run)).toEqual(["succeeded"]);
  });

  it("must say which sandbox it means", async () => {
    const run = await simulate(durable(async (context) => crash(context)));

    expect(run).toMatchObject({ status: "FAILED", invocations: 1 });
    expect(run.error).toMatchObject({
      ErrorType: "UsageError",
      ErrorMessage:
        "crash() takes the Lambda context of a simulated invocation: context.lambdaContext",
    });
  });
});

describe("a frozen sandbox that is thawed for the next invocation", () => {
  const thaw = once("invocation end", "thaw");

  it("runs on beside it, and is gone with it when that has ended", async () => {
    const { seen, run } = await heartbeats([thaw], async () => pause(1_000));

    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 2 });
    // What fell due while it was frozen comes at once, the rest every 300 ms from then on.
    expect(seen).toEqual([
      "1 at 1010",
      "2 at 1310",
      "1 at 1310",
      "2 at 1610",
      "1 at 1610",
      "2 at 1910",
      "1 at 1910",
    ]);
  });

  it("is left behind where the next invocation has another one", async () => {
    const { seen } = await heartbeats([], async () => pause(1_000));
    expect(seen).toEqual(["2 at 1310", "2 at 1610", "2 at 1910"]);
  });

  it("dies when the invocation that it was thawed for crashes", async () => {
    const { seen, run } = await heartbeats([thaw], async (context) => {
      await pause(400);
      if (invocationOf(context) === 2) crash(context.lambdaContext);
    });

    expect(endsOf(run)).toEqual(["pending", "crashed", "succeeded"]);
    expect(seen).toEqual(["1 at 1010", "2 at 1310", "1 at 1310", "3 at 1710"]);
  });

  it("hangs with it, and dies when it times out", async () => {
    const faults = [thaw, once("checkpoint SUCCEED work", "stall")];
    const work = async (context: DurableContext) => context.step("work", async () => "done");
    const { seen, run } = await heartbeats(faults, work);

    expect(endsOf(run)).toEqual(["pending", "timed-out", "succeeded"]);
    expect(seen).toEqual(["1 at 1010"]);
  });

  it.each<[string, string, (context: DurableContext) => unknown]>([
    ["exits", "Runtime.ExitError", () => process.exit(1)],
    ["crashes", "Runtime.ExitError", ({ lambdaContext }) => crash(lambdaContext)],
    [
      "rejects, and nobody cares",
      "Runtime.UnhandledPromiseRejection",
      () => {
        throw new Error("left behind");
      },
    ],
  ])("takes that invocation down with it when its own code %s", async (_how, error, die) => {
    const { seen, run } = await heartbeats([thaw], async () => pause(1_000), die);

    expect(endsOf(run)).toEqual(["pending", "crashed", "succeeded"]);
    expect(
      run.trace.findLast((event) => event.kind === "invocation.ended" && event.error),
    ).toMatchObject({
      invocation: 2,
      atMs: 1_310,
      error: { ErrorType: error },
    });
    expect(seen).toEqual(["1 at 1010", "2 at 1310", "3 at 1610", "3 at 1910", "3 at 2210"]);
  });

  it("dies where its process does before any code runs", async () => {
    const crashAtStart = once("invocation start", "crash", 2);
    const { seen, run } = await heartbeats([thaw, crashAtStart], async () => pause(1_000));

    expect(endsOf(run)).toEqual(["pending", "crashed", "succeeded"]);
    expect(seen.filter((line) => line.startsWith("1"))).toEqual([]);
  });

  it("may be frozen and thawed again, and takes down whoever it then runs beside", async () => {
    const die = () => process.exit(1);
    const faults = [{ ...thaw, times: 2 }];
    const { seen, run } = await heartbeats(
      faults,
      async (context) => {
        await context.wait("longer", { seconds: 1 });
        await pause(1_000);
      },
      die,
    );

    expect(endsOf(run)).toEqual(["pending", "pending", "crashed", "succeeded"]);
    expect(run.trace.filter(({ kind }) => kind === "fault.struck")).toHaveLength(2);
    expect(seen.filter((line) => !line.startsWith("4"))).toEqual(["1 at 1010", "2 at 2020"]);
  });
});

describe("a sandbox that AWS takes for dead", () => {
  const zombie = once("checkpoint SUCCEED work", "zombie");
  const work = async (context: DurableContext) => {
    await context.step("work", async () => "done");
    await pause(500);
  };

  it("ends of its spent token, and the next one lives on", async () => {
    const { seen, run } = await heartbeats([zombie], work);

    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 3 });
    expect(endsOf(run)).toEqual(["pending", "crashed", "succeeded"]);
    expect(seen).toEqual(["3 at 1320"]);
  });

  it("takes with it what was thawed in it", async () => {
    const { seen, run } = await heartbeats([once("invocation end", "thaw"), zombie], work);

    expect(endsOf(run)).toEqual(["pending", "crashed", "succeeded"]);
    expect(seen).toEqual(["1 at 1010", "3 at 1320"]);
  });
});

describe("a sandbox that dies of a reply", () => {
  const dieOfReply = [once("checkpoint SUCCEED charge", "crash-on-reply")];

  it("sees the reply, and nothing of it runs after that", async () => {
    const seen: string[] = [];
    const run = await simulate(
      durable(async (context) => {
        const invocation = invocationOf(context);
        void pause(11).then(() => seen.push(`timer of ${invocation}`));
        await context.step("charge", async () => "paid");
        void immediate().then(() => seen.push(`immediate of ${invocation}`));
        seen.push(`${invocation} knows`);
        await pause(1);
        seen.push(`${invocation} goes on`);
        return context.step("ship", async () => invocation);
      }),
      { faults: dieOfReply },
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", result: 2, invocations: 2 });
    expect(seen).toEqual(["1 knows", "2 knows", "immediate of 2", "2 goes on", "timer of 2"]);
    expect(endsOf(run)).toEqual(["crashed", "succeeded"]);
    expect(run.trace.find(({ kind }) => kind === "invocation.ended")?.atMs).toBe(10);
  });

  it("is not heard, even if all that it had to do was to answer", async () => {
    const run = await simulate(
      durable(async (context) => {
        await context.step("charge", async () => "paid");
        return invocationOf(context);
      }),
      { faults: dieOfReply },
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", result: 2, invocations: 2 });
    expect(run.history.filter(({ EventType }) => EventType === "StepSucceeded")).toHaveLength(1);
  });
});

/**
 * Every invocation beats each 300 ms for as long as it lives. The first one suspends after 30 ms,
 * to be woken at 1010 ms; `dieAtBeat2` is what it does in place of its second beat.
 */
async function heartbeats(
  faults: FaultSchedule,
  wakened: (context: DurableContext) => Promise<unknown>,
  dieAtBeat2?: (context: DurableContext) => unknown,
): Promise<{ readonly run: SimulatedRun; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const beat = async (context: DurableContext): Promise<void> => {
    const invocation = invocationOf(context);
    for (let beats = 1; ; beats++) {
      await pause(300);
      if (invocation === 1 && beats === 2) dieAtBeat2?.(context);
      seen.push(`${invocation} at ${elapsedMs()}`);
    }
  };
  const handler = durable(async (context) => {
    void beat(context);
    await context.wait("rest", { seconds: 1 });
    await wakened(context);
  });
  const settings = { functionTimeoutMs: 10_000 };
  return { run: await simulate(handler, { faults, settings }), seen };
}

function endsOf({ trace }: SimulatedRun): string[] {
  return trace.filter((event) => event.kind === "invocation.ended").map(({ end }) => end);
}
