import { setImmediate as callSoon, setTimeout as callLater } from "node:timers";
import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type Tools, rejectionsOf, runFunction } from "./durable-function.test-support.ts";
import { stepUpdate, waitUpdate } from "./updates.test-support.ts";
import { pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

const thaw = (from: number, times = 1) =>
  ({ at: "invocation end", from, times, fault: "thaw" }) as const;

/** Leaves timers behind in its first invocation, and waits for a minute. */
function leavingTimers(ran: string[], delaysMs: readonly number[]) {
  return async (context: DurableContext, tools: Tools) => {
    if (tools.invocation === 1) {
      for (const ms of delaysMs) {
        callLater(() => ran.push(`${ms} ms at ${tools.nowMs}`), ms);
      }
    }
    await context.wait("pause", { seconds: 60 });
    await tools.sleep(1_000);
    ran.push(`end at ${tools.nowMs}`);
  };
}

describe("a sandbox whose invocation has returned", () => {
  it("usually runs nothing any more", async () => {
    const ran: string[] = [];

    await runFunction(leavingTimers(ran, [5_000, 60_500]));

    expect(ran).toEqual(["end at 61010"]);
  });

  it("may be thawed by the next invocation, and goes on where it was frozen", async () => {
    const ran: string[] = [];

    await runFunction(leavingTimers(ran, [60_500, 5_000]), { faults: [thaw(1)] });

    expect(ran).toEqual(["5000 ms at 60010", "60500 ms at 60500", "end at 61010"]);
  });

  it("goes on with what it would have done immediately, too", async () => {
    const ran: string[] = [];

    const run = await runOnWire(
      async ({ checkpoint }, tools) => {
        if (tools.invocation > 1) {
          await tools.sleep(100);
          return succeeded;
        }
        await checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 60 } }));
        callSoon(() => ran.push(`at ${tools.nowMs}`));
        return pending;
      },
      { faults: [thaw(1)] },
    );

    expect(run.ends).toEqual(["pending", "succeeded"]);
    expect(ran).toEqual(["at 60010"]);
  });

  it("is not thawed where nothing follows", async () => {
    const ran: string[] = [];

    await runFunction(
      async () => {
        callLater(() => ran.push("left over"), 5);
      },
      {
        faults: [thaw(1)],
        world: (loop) => loop.schedule(undefined, 60_000, () => ran.push("end")),
      },
    );

    expect(ran).toEqual(["end"]);
  });

  it("stands still whenever it is frozen, and answers once", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, tools) => {
        const self = tools.invocation;
        void tools.sleep(100_000).then(() => ran.push(`left by ${self} at ${tools.nowMs}`));
        for (const name of ["first", "second"]) await context.wait(name, { seconds: 60 });
        await tools.sleep(150_000);
      },
      { faults: [thaw(1, 2)] },
    );

    // The second wait ends at 120,020 ms; until then nothing runs.
    expect(ran).toEqual(["left by 1 at 120020", "left by 2 at 160010", "left by 3 at 220020"]);
    expect(run.ends).toEqual(["pending", "pending", "succeeded"]);
  });

  it("is not bound any more by the time limit that it had", async () => {
    const ran: string[] = [];

    const run = await runFunction(leavingTimers(ran, [60_800]), {
      faults: [thaw(1)],
      settings: { functionTimeoutMs: 60_500 },
    });

    expect(run.ends).toEqual(["pending", "succeeded"]);
    expect(ran).toEqual(["60800 ms at 60800", "end at 61010"]);
  });

  it("uses a token that is good for nothing", async () => {
    const run = await runOnWire(
      async ({ checkpoint }, { invocation, sleep }) => {
        if (invocation > 1) {
          await sleep(100);
          return succeeded;
        }
        await checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 60 } }));
        callLater(() => void checkpoint(stepUpdate("START")).catch(() => {}), 5);
        return pending;
      },
      { faults: [thaw(1)] },
    );

    expect(rejectionsOf(run)).toEqual(["Invalid checkpoint token"]);
    expect(run.operations.map(({ Type }) => Type)).toEqual(["EXECUTION", "WAIT"]);
  });
});

describe("a sandbox that was thawed", () => {
  it.each([
    ["throws", throwOops, "Runtime.UncaughtException"],
    ["rejects", () => void Promise.reject(new Error("oops")), "Runtime.UnhandledPromiseRejection"],
  ])("dies with its host where it %s", async (_, act, ErrorType) => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { invocation, sleep }) => {
        if (invocation === 1) {
          callLater(act, 5_000);
          callLater(() => ran.push("guest"), 60_500);
        }
        await context.wait("pause", { seconds: 60 });
        if (invocation > 2) return;
        await sleep(1_000);
        ran.push("host");
      },
      { faults: [thaw(1)] },
    );

    expect(run.ends).toEqual(["pending", "crashed", "succeeded"]);
    expect(run.errors[1]).toEqual({ ErrorType, ErrorMessage: "oops" });
    expect(ran).toEqual([]);
  });

  it("dies when its host crashes", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { invocation, crash }) => {
        if (invocation === 1) callLater(() => ran.push("guest"), 60_500);
        await context.wait("pause", { seconds: 60 });
        if (invocation === 2) crash();
        await context.wait("rest", { seconds: 60 });
      },
      { faults: [thaw(1)] },
    );

    expect(run.ends).toEqual(["pending", "crashed", "pending", "succeeded"]);
    expect(ran).toEqual([]);
  });

  it("stands still when its host stalls", async () => {
    const ran: string[] = [];

    const run = await runFunction(
      async (context, { invocation }) => {
        if (invocation === 1) callLater(() => ran.push("guest"), 60_500);
        await context.wait("pause", { seconds: 60 });
        await context.step("work", async () => 1);
      },
      {
        faults: [thaw(1), { at: "checkpoint SUCCEED work", from: 1, times: 1, fault: "stall" }],
      },
    );

    expect(run.ends).toEqual(["pending", "timed-out", "succeeded"]);
    expect(ran).toEqual([]);
  });

  it("makes its host stand still when it stalls itself", async () => {
    const ran: string[] = [];

    const run = await runOnWire(
      async ({ checkpoint }, { invocation, sleep }) => {
        if (invocation > 1) {
          await sleep(1_000);
          ran.push(`code of ${invocation}`);
          return succeeded;
        }
        await checkpoint(waitUpdate("START", { WaitOptions: { WaitSeconds: 60 } }));
        callLater(() => void checkpoint(stepUpdate("START")), 60_500);
        return pending;
      },
      { faults: [thaw(1), { at: "checkpoint START pay", from: 1, times: 1, fault: "stall" }] },
    );

    expect(run.ends).toEqual(["pending", "timed-out", "succeeded"]);
    expect(ran).toEqual(["code of 3"]);
  });

  it("ends with its host, unless that is frozen in its turn", async () => {
    const ran: string[] = [];

    await runFunction(
      async (context, { invocation }) => {
        if (invocation === 1) callLater(() => ran.push("guest"), 60_500);
        await context.wait("first", { seconds: 60 });
        await context.wait("second", { seconds: 60 });
      },
      { faults: [thaw(1)] },
    );

    expect(ran).toEqual([]);
  });
});

function throwOops(): never {
  throw new Error("oops");
}
