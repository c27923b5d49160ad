import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { callbackIsOver } from "./callback.ts";
import type { CallbackReaction, OpenCallback } from "./callback-desk.ts";
import { type Run, type RunOptions, runFunction } from "./durable-function.test-support.ts";

describe("whoever completes a callback", () => {
  it("is heard once: whatever comes later is too late", async () => {
    const run = await approvedBy([
      { kind: "succeed", result: `"yes"`, afterMs: 2_000 },
      { kind: "succeed", result: `"again"`, afterMs: 3_000 },
      { kind: "fail", error: { ErrorMessage: "no" }, afterMs: 4_000 },
      { kind: "heartbeat", afterMs: 5_000 },
    ]);

    expect(answersIn(run)).toEqual(["accepted", callbackIsOver, callbackIsOver, callbackIsOver]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
  });

  it("is too late when the callback has timed out", async () => {
    const run = await approvedBy([
      ...beats,
      { kind: "succeed", afterMs: 61_000 },
      { kind: "heartbeat", afterMs: 62_000 },
    ]);

    expect(answersIn(run).slice(beats.length)).toEqual([callbackIsOver, callbackIsOver]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"Callback timed out"` });
  });

  it("may come at once, before the function waits", async () => {
    const run = await approvedBy([{ kind: "succeed", result: `"yes"`, afterMs: 0 }]);

    expect(answersIn(run)).toEqual(["accepted"]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
  });

  it("takes a second, unless told otherwise", async () => {
    const [atOnce = NaN] = sentMsIn(await approvedBy([{ kind: "succeed", afterMs: 0 }]));
    const [byDefault = NaN] = sentMsIn(await approvedBy([{ kind: "succeed" }]));

    expect(byDefault - atOnce).toBe(1_000);
  });

  it("may try again after a result that is too large", async () => {
    const run = await approvedBy([
      { kind: "succeed", result: "x".repeat(262_145), afterMs: 1_000 },
      { kind: "succeed", result: `"yes"`, afterMs: 2_000 },
    ]);

    expect(answersIn(run)).toEqual(["too large", "accepted"]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
  });

  it("keeps the callback alive with heartbeats, and wakes nobody by them", async () => {
    const run = await approvedBy([...beats, { kind: "succeed", result: `"yes"`, afterMs: 55_000 }]);

    expect(answersIn(run)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    expect(run.startsMs.filter((ms) => ms > 1_000 && ms < 55_000)).toEqual([]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
  });

  it("loses it for want of a heartbeat", async () => {
    const run = await approvedBy([{ kind: "heartbeat", afterMs: 15_000 }]);

    expect(run.outcome).toEqual({
      status: "SUCCEEDED",
      result: `"Callback timed out on heartbeat"`,
    });
  });
});

describe("a callback's failure without an error", () => {
  const bare = { kind: "fail", afterMs: 2_000 } as const;

  it("wakes the function", async () => {
    const run = await approvedBy([bare]);

    expect(run.startsMs.some((ms) => ms >= 2_000 && ms < 3_000)).toBe(true);
  });

  it("wakes nobody where the service is so", async () => {
    const run = await approvedBy([bare], { settings: { bareCallbackFailureWakes: false } });

    expect(answersIn(run)).toEqual(["accepted"]);
    expect(run.startsMs.some((ms) => ms >= 2_000 && ms < 3_000)).toBe(false);
    expect(run.history).toContain("CallbackFailed");
  });

  it("wakes the function all the same if it brings an error", async () => {
    const run = await approvedBy([{ ...bare, error: { ErrorMessage: "no" } }], {
      settings: { bareCallbackFailureWakes: false },
    });

    expect(run.startsMs.some((ms) => ms >= 2_000 && ms < 3_000)).toBe(true);
  });
});

describe("the script of the outside world", () => {
  it("knows a callback by its name, any other by *", async () => {
    const code = async (context: DurableContext) => {
      const [one] = await context.createCallback("one");
      const [two] = await context.createCallback("toString");
      return [await one, await two];
    };

    const run = await runFunction(code, {
      callbacks: {
        one: { kind: "succeed", result: `"named"` },
        "*": { kind: "succeed", result: `"any"` },
      },
    });

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `["\\"named\\"","\\"any\\""]` });
  });

  it("counts the callbacks of each name from 1, and names a submitter's after its operation", async () => {
    const seen: OpenCallback[] = [];
    const code = async (context: DurableContext) => {
      await context.waitForCallback("approval", async () => {});
      await context.createCallback("other");
      await context.waitForCallback("approval", async () => {});
    };

    await runFunction(code, {
      callbacks: (callback) => {
        seen.push(callback);
        return { kind: "succeed" };
      },
    });

    expect(seen.map(({ name, nth }) => `${name} ${nth}`)).toEqual([
      "approval 1",
      "other 1",
      "approval 2",
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
  });
});

/** Often enough for the heartbeat's deadline, up to the timeout. */
const beats = [15_000, 30_000, 45_000].map((afterMs) => ({ kind: "heartbeat", afterMs }) as const);

/** A function that waits for approval, and then long enough for all else to happen. */
async function approvedBy(approval: CallbackReaction[], options: RunOptions = {}): Promise<Run> {
  const code = async (context: DurableContext) => {
    const [promise] = await context.createCallback("approval", {
      timeout: { seconds: 60 },
      heartbeatTimeout: { seconds: 20 },
    });
    let answer: string;
    try {
      answer = JSON.parse(await promise) as string;
    } catch (error) {
      answer = (error as Error).message;
    }
    await context.wait({ seconds: 300 });
    return answer;
  };
  return runFunction(code, { ...options, callbacks: { approval } });
}

function answersIn({ trace }: Run): string[] {
  return trace.flatMap((event) => (event.kind === "callback.sent" ? [event.answer] : []));
}

function sentMsIn({ trace }: Run): number[] {
  return trace.flatMap((event) => (event.kind === "callback.sent" ? [event.atMs] : []));
}
