import { describe, expect, it } from "vitest";
import type { CallbackReactions } from "./callback-desk.ts";
import {
  type Run,
  type RunOptions,
  outside,
  resultOf,
  runFunction,
} from "./durable-function.test-support.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

const wait = (Id: string, WaitSeconds: number) =>
  waitUpdate("START", { Id, Name: Id, WaitOptions: { WaitSeconds } });

describe("the service's clock", () => {
  it("moves operations when they fall due, however they were started", async () => {
    const run = await runOnWire(async ({ checkpoint }, { invocation }) => {
      if (invocation > 3) return succeeded;
      if (invocation === 1) {
        await checkpoint(
          wait("c", 30),
          stepUpdate("RETRY", { Id: "b", Name: "b", StepOptions: { NextAttemptDelaySeconds: 20 } }),
          wait("a", 10),
        );
      }
      return pending;
    });

    expect(run.startsMs).toEqual([0, 10_010, 20_010, 30_010]);
    expect(movesOf(run)).toEqual(["10010 a SUCCEEDED", "20010 b READY", "30010 c SUCCEEDED"]);
  });

  it("writes into the history when an operation fell due, though it was told of later", async () => {
    const run = await runOnWire(async ({ checkpoint }, { sleep }) => {
      await checkpoint(wait("a", 1));
      await sleep(5_000);
      await checkpoint();
      return succeeded;
    });

    const ended = run.operations.find(({ Id }) => Id === "a");
    expect(ended?.EndTimestamp?.getTime()).toBe(1_700_000_001_010);
  });

  it("moves what falls due at the end of an invocation before that end", async () => {
    const run = await runOnWire(async ({ checkpoint }, { invocation, sleep }) => {
      if (invocation > 1) return succeeded;
      // Set before the wait begins, so that it comes before the wait's end of the same moment.
      const asleep = sleep(1_010);
      await checkpoint(wait("a", 1));
      await asleep;
      return pending;
    });

    expect(run.startsMs).toEqual([0, 1_010]);
    expect(run.history).toEqual([
      "ExecutionStarted",
      "WaitStarted",
      "WaitSucceeded",
      "InvocationCompleted",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
  });

  it("moves each operation once", async () => {
    const run = await runOnWire(async ({ checkpoint }, { sleep }) => {
      await checkpoint(wait("a", 1));
      await sleep(990);
      // Arrives at the very moment at which the wait ends.
      await checkpoint();
      await sleep(5_000);
      return succeeded;
    });

    expect(movesOf(run)).toEqual(["1010 a SUCCEEDED"]);
    expect(run.history.filter((type) => type === "WaitSucceeded")).toHaveLength(1);
  });

  it("moves nothing any more that has moved by other means", async () => {
    const run = await await10Seconds({ kind: "succeed", afterMs: 9_999 });

    expect(run.history.filter((type) => type.startsWith("Callback"))).toEqual([
      "CallbackStarted",
      "CallbackSucceeded",
    ]);
    expect(movesOf(run)).toEqual(["10009 approval SUCCEEDED", "60020 rest SUCCEEDED"]);
  });

  it("moves nothing of an execution that has ended", async () => {
    const run = await runOnWire(
      async ({ checkpoint }) => {
        await checkpoint(wait("a", 1));
        return succeeded;
      },
      { world: outside(5_000, () => {}) },
    );

    expect(movesOf(run)).toEqual([]);
    expect(run.history.at(-1)).toBe("ExecutionSucceeded");
  });
});

describe("a move of the clock at the moment of something else", () => {
  const defer = (at: string) => ({ at, from: 1, times: 1, fault: "defer" }) as const;
  const inTime = { kind: "succeed", result: "yes", afterMs: 10_000 } as const;

  it("comes first by itself: a callback completed at its deadline is too late", async () => {
    const run = await await10Seconds(inTime);

    expect(run.operations[1]?.Status).toBe("TIMED_OUT");
    expect(answersOf(run)).toEqual(["The callback is either timed out or already completed"]);
  });

  it("may be put off: the callback is in time", async () => {
    const run = await await10Seconds(inTime, { faults: [defer("timer approval")] });

    expect(run.operations[1]?.Status).toBe("SUCCEEDED");
    expect(answersOf(run)).toEqual(["accepted"]);
    expect(resultOf(run)).toBe("yes");
  });

  it("may be put off, but still comes at that moment where nothing prevents it", async () => {
    const run = await runFunction(
      async (context) => {
        await Promise.all(["a", "b"].map((name) => context.wait(name, { seconds: 10 })));
      },
      { faults: [defer("timer a")] },
    );

    expect(movesOf(run)).toEqual(["10010 b SUCCEEDED", "10010 a SUCCEEDED"]);
    expect(run.startsMs).toEqual([0, 10_010]);
  });

  it("is a fault point by the operation's name, or else its id", async () => {
    const run = await runOnWire(async ({ checkpoint }, { invocation }) => {
      if (invocation > 1) return succeeded;
      const bare = { Id: "b", Type: "WAIT", Action: "START", WaitOptions: { WaitSeconds: 10 } };
      await checkpoint(wait("a", 10), { ...bare } as ReturnType<typeof wait>, wait("c", 10));
      return pending;
    });

    const points = run.passed.map(({ at }) => at);
    expect(points.filter((at) => at.startsWith("timer "))).toEqual(["timer a", "timer b"]);
  });

  it("is none where it is alone at its moment", async () => {
    const run = await await10Seconds({ ...inTime, afterMs: 20_000 });

    expect(run.passed.some(({ at }) => at.startsWith("timer "))).toBe(false);
  });

  it("that was put off is left out by a checkpoint of that moment", async () => {
    const statuses: unknown[] = [];

    await runOnWire(
      async ({ checkpoint }, { sleep }) => {
        await checkpoint(wait("a", 1));
        await sleep(990);
        for (const _ of [1, 2]) {
          const { NewExecutionState } = await checkpoint();
          statuses.push(NewExecutionState?.Operations?.map(({ Status }) => Status));
        }
        return succeeded;
      },
      { faults: [defer("timer a")] },
    );

    expect(statuses).toEqual([[], ["SUCCEEDED"]]);
  });
});

/** Waits ten seconds for a callback, in an execution that goes on for a minute. */
async function await10Seconds(approval: CallbackReactions, options: RunOptions = {}): Promise<Run> {
  return runFunction(
    async (context) => {
      const [promise] = await context.createCallback("approval", { timeout: { seconds: 10 } });
      const [settled] = await Promise.allSettled([promise, context.wait("rest", { seconds: 60 })]);
      return settled.status === "fulfilled" ? settled.value : "too late";
    },
    { callbacks: { approval }, ...options },
  );
}

/** The moves that the service made, after those that checkpoints made. */
function movesOf({ trace }: Run): string[] {
  return trace.flatMap((event) =>
    event.kind === "operation.moved" && event.atMs > 20
      ? `${event.atMs} ${event.name} ${event.status}`
      : [],
  );
}

function answersOf({ trace }: Run): string[] {
  return trace.flatMap((event) => (event.kind === "callback.sent" ? event.answer : []));
}
