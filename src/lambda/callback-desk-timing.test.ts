import { describe, expect, it } from "vitest";
import type { CallbackAnswer, CallbackReaction } from "./callback-desk.ts";
import { type Run, outside, runFunction } from "./durable-function.test-support.ts";

const yes = { kind: "succeed", result: "yes" } as const;

describe("a callback that is completed", () => {
  it.each([
    ["before its submitter has begun", 0, 10],
    ["while its submitter runs", 300, 10],
    ["after its submitter, when the function sleeps", 90_000, 90_010],
  ])("%s ends the wait all the same", async (_, afterMs, startMs) => {
    const submitted: string[] = [];

    const run = await runFunction(
      async (context, { sleep }) =>
        context.waitForCallback("approval", async (id) => {
          await sleep(500);
          submitted.push(id);
        }),
      { callbacks: { approval: { ...yes, afterMs } } },
    );

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
    expect(submitted).toEqual([callbackOf(run)?.CallbackDetails?.CallbackId]);
    expect(callbackOf(run)?.EndTimestamp?.getTime()).toBe(1_700_000_000_010 + afterMs);
    expect(run.startsMs).toEqual(startMs === 10 ? [0] : [0, startMs]);
  });

  it("while its submitter's sandbox dies lets the submitter run again, for the same callback", async () => {
    const submitted: string[] = [];

    const run = await runFunction(
      async (context, { crash, sleep }) =>
        context.waitForCallback("approval", async (id) => {
          submitted.push(id);
          await sleep(500);
          if (submitted.length === 1) crash();
          await sleep(1);
        }),
      { callbacks: { approval: { ...yes, afterMs: 100 } } },
    );

    const id = callbackOf(run)?.CallbackDetails?.CallbackId;
    expect(submitted).toEqual([id, id]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
    expect(run.history.filter((type) => type === "CallbackStarted")).toHaveLength(1);
  });

  it("after its submitter had failed for good is still accepted", async () => {
    const run = await runFunction(
      async (context) => {
        const submitter = async () => Promise.reject(new Error("no post office"));
        const retryStrategy = () => ({ shouldRetry: false });
        await context.waitForCallback("approval", submitter, { retryStrategy }).catch(() => {});
        await context.wait("pause", { seconds: 60 });
      },
      { callbacks: { approval: { ...yes, afterMs: 30_000 } } },
    );

    expect(callbackOf(run)?.Status).toBe("SUCCEEDED");
    expect(run.startsMs).toEqual([0, 30_010, 60_030]);
  });

  it("during an invocation causes none of its own when the handler comes to know", async () => {
    const run = await runFunction(
      async (context, { sleep }) => {
        const [approval] = await context.createCallback("approval");
        await context.step("work", async () => sleep(5_000));
        return approval;
      },
      { callbacks: { approval: yes } },
    );

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"yes"` });
    expect(run.startsMs).toEqual([0]);
  });

  it("while another wait is open causes an invocation that can only go on waiting", async () => {
    const run = await runFunction(
      async (context) => {
        const [approval] = await context.createCallback("approval");
        await Promise.all([approval, context.wait("pause", { seconds: 60 })]);
      },
      { callbacks: { approval: { ...yes, afterMs: 30_000 } } },
    );

    expect(run.startsMs).toEqual([0, 30_010, 60_020]);
    expect(run.ends).toEqual(["pending", "pending", "succeeded"]);
  });
});

describe("a callback that there never was", () => {
  it("can neither be completed nor kept alive", async () => {
    const answers: CallbackAnswer[] = [];

    await runFunction(async (_context, { sleep }) => sleep(2_000), {
      world: outside(1_000, ({ callbacks }) => {
        answers.push(callbacks.complete("bm8=", { kind: "succeed" }), callbacks.beat("bm8="));
      }),
    });

    expect(answers).toEqual(["unknown", "unknown"]);
  });
});

describe("the clocks of a callback", () => {
  const options = { heartbeatTimeout: { seconds: 10 }, timeout: { seconds: 25 } };

  it("are both running from its start", async () => {
    const run = await expectNothing(options);

    expect(errorTypeOf(run)).toBe("Callback.Heartbeat");
    expect(run.startsMs).toEqual([0, 10_010]);
  });

  it("run while its submitter is tried again", async () => {
    let tries = 0;

    const run = await runFunction(async (context) =>
      context
        .waitForCallback("approval", async () => Promise.reject(new Error(`no ${++tries}`)), {
          timeout: { seconds: 25 },
          retryStrategy: (_error, attempt) => ({
            shouldRetry: attempt < 3,
            delay: { seconds: 20 },
          }),
        })
        .catch(() => "given up"),
    );

    expect(callbackOf(run)?.Status).toBe("TIMED_OUT");
    expect(callbackOf(run)?.EndTimestamp?.getTime()).toBe(1_700_000_025_010);
  });

  it("are put off by a heartbeat, which wakes nobody, but the time limit is not", async () => {
    const beats = [9_000, 18_000, 24_000].map(
      (afterMs) => ({ kind: "heartbeat", afterMs }) as const,
    );

    const run = await expectNothing(options, beats);

    expect(errorTypeOf(run)).toBe("Callback.Timeout");
    expect(run.startsMs).toEqual([0, 25_010]);
    expect(run.history.filter((type) => type.startsWith("Callback"))).toEqual([
      "CallbackStarted",
      "CallbackTimedOut",
    ]);
  });

  it("strike ten seconds after the last heartbeat", async () => {
    const run = await expectNothing(options, [{ kind: "heartbeat", afterMs: 9_000 }]);

    expect(errorTypeOf(run)).toBe("Callback.Heartbeat");
    expect(run.startsMs).toEqual([0, 19_010]);
  });

  it("are not there unless they were asked for, whatever heartbeats come", async () => {
    const run = await expectNothing({}, [
      { kind: "heartbeat", afterMs: 9_000 },
      { kind: "succeed", afterMs: 9_000_000 },
    ]);

    expect(run.outcome.status).toBe("SUCCEEDED");
    expect(run.startsMs).toEqual([0, 9_000_010]);
  });
});

interface Seconds {
  readonly seconds: number;
}

/** Awaits a callback that is completed only if the reactions say so. */
async function expectNothing(
  options: { readonly timeout?: Seconds; readonly heartbeatTimeout?: Seconds },
  approval: readonly CallbackReaction[] = [],
): Promise<Run> {
  return runFunction(
    async (context) => {
      const [promise] = await context.createCallback("approval", options);
      await promise;
    },
    { callbacks: { approval } },
  );
}

function callbackOf({ operations }: Run) {
  return operations.find(({ Type }) => Type === "CALLBACK");
}

function errorTypeOf(run: Run): string | undefined {
  return callbackOf(run)?.CallbackDetails?.Error?.ErrorType;
}
