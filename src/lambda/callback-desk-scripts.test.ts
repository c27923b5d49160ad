import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { CallbackReactions, OpenCallback } from "./callback-desk.ts";
import {
  type Run,
  type RunOptions,
  resultOf,
  runFunction,
} from "./durable-function.test-support.ts";
import { awsLimits } from "./limits.ts";
import { boom } from "./updates.test-support.ts";

const tooLate = "The callback is either timed out or already completed";

describe("a script of callbacks", () => {
  it("knows them by name, and means any other by *", async () => {
    const run = await runFunction(
      async (context) => [
        await awaitCallback(context, "approval"),
        await awaitCallback(context, "review"),
      ],
      {
        callbacks: {
          approval: { kind: "succeed", result: "yes" },
          "*": { kind: "succeed", result: "whatever" },
        },
      },
    );

    expect(resultOf(run)).toEqual(["yes", "whatever"]);
  });

  it.each(["constructor", "toString"])("knows no %s that it was not given", async (name) => {
    const run = await runFunction(async (context) => awaitCallback(context, name), {
      callbacks: { "*": { kind: "succeed", result: "found" } },
    });

    expect(resultOf(run)).toBe("found");
  });

  it("leaves a callback alone that it does not name, or names for nothing", async () => {
    const run = await runFunction(
      async (context) =>
        Promise.all(
          ["unnamed", "ignored"].map(async (name) =>
            awaitCallback(context, name, 60).catch(() => "nobody came"),
          ),
        ),
      { callbacks: { ignored: undefined } },
    );

    expect(resultOf(run)).toEqual(["nobody came", "nobody came"]);
    expect(sentOf(run)).toEqual([]);
  });

  it("tells a function which callback it is, counting those of its name", async () => {
    const asked: OpenCallback[] = [];

    const run = await runFunction(
      async (context) => {
        for (const name of ["a", "b", "a"]) await awaitCallback(context, name);
        await context.waitForCallback("c", async () => {});
      },
      {
        callbacks: (callback) => {
          asked.push(callback);
          return { kind: "succeed" };
        },
      },
    );

    expect(asked.map(({ name, nth }) => `${name} ${nth}`)).toEqual(["a 1", "b 1", "a 2", "c 1"]);
    const given = run.operations.flatMap(
      ({ CallbackDetails }) => CallbackDetails?.CallbackId ?? [],
    );
    expect(asked.map(({ id }) => id)).toEqual(given);
    expect(new Set(given).size).toBe(4);
    for (const id of given) expect(id).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  it("takes a name from a waitForCallback, but from no other context around it", async () => {
    const run = await runFunction(
      async (context) =>
        context.runInChildContext("child", async (child) => {
          const [promise] = await child.createCallback();
          return promise;
        }),
      { callbacks: { "*": { kind: "succeed", result: "any" }, child: { kind: "fail" } } },
    );

    expect(resultOf(run)).toBe("any");
  });

  it("that throws ends the trial: whoever wrote it must mend it", async () => {
    const run = await runFunction(async (context) => awaitCallback(context, "approval"), {
      callbacks: () => {
        throw new TypeError("no such colleague");
      },
    });

    expect(run.cut).toEqual({
      kind: "broken-script",
      what: `callbacks, for "approval"`,
      error: new TypeError("no such colleague"),
    });
  });

  it("acts a second after the callback was created, unless it says when", async () => {
    const run = await runFunction(
      async (context) => {
        await awaitCallback(context, "soon");
        await awaitCallback(context, "later");
      },
      { callbacks: { soon: { kind: "succeed" }, later: { kind: "succeed", afterMs: 7_000 } } },
    );

    expect(sentOf(run)).toEqual(["1010 soon succeed: accepted", "8020 later succeed: accepted"]);
  });

  it("may have several reactions, each at its own time", async () => {
    const run = await runScript([
      { kind: "fail", error: boom, afterMs: 3_000 },
      { kind: "succeed", result: "yes", afterMs: 2_000 },
    ]);

    expect(resultOf(run)).toBe("yes");
    expect(sentOf(run)).toEqual([
      "2010 approval succeed: accepted",
      `3010 approval fail: ${tooLate}`,
    ]);
  });
});

describe("the outside world", () => {
  it.each([
    ["early", ["10 approval succeed: accepted"]],
    ["late", ["61010 approval succeed: accepted"]],
    ["duplicate", ["1010 approval succeed: accepted", `1011 approval succeed: ${tooLate}`]],
    ["lose", []],
  ] as const)("may do otherwise than it was to do: %s", async (fault, sent) => {
    const run = await runScript(
      { kind: "succeed" },
      { faults: [{ at: "callback approval", from: 1, times: 1, fault }] },
    );

    expect(sentOf(run)).toEqual(sent);
    expect(run.outcome.status).toBe(fault === "lose" ? "FAILED" : "SUCCEEDED");
  });

  it("may fail a callback, with what error it likes", async () => {
    const run = await runFunction(
      async (context) => {
        const [rejected, bare] = await Promise.allSettled(
          ["rejected", "bare"].map(async (name) => awaitCallback(context, name)),
        );
        return [rejected?.status, bare?.status];
      },
      { callbacks: { rejected: { kind: "fail", error: boom }, bare: { kind: "fail" } } },
    );

    expect(resultOf(run)).toEqual(["rejected", "rejected"]);
    const [, rejected, bare] = run.operations;
    expect(rejected).toMatchObject({ Status: "FAILED", CallbackDetails: { Error: boom } });
    expect(bare).toMatchObject({ Status: "FAILED", CallbackDetails: { Error: {} } });
  });

  it("comes too late after the time limit of a callback", async () => {
    const run = await runScript({ kind: "succeed", afterMs: 100_001 });

    expect(sentOf(run)).toEqual([`100011 approval succeed: ${tooLate}`]);
    expect(run.operations[1]).toMatchObject({
      Status: "TIMED_OUT",
      CallbackDetails: { Error: { ErrorType: "Callback.Timeout" } },
    });
  });

  it("comes too late after the end of the execution, even with a heartbeat", async () => {
    const run = await runFunction(async (context) => void context.createCallback("approval"), {
      callbacks: {
        approval: [
          { kind: "heartbeat", afterMs: 1_000 },
          { kind: "succeed", afterMs: 1_000 },
        ],
      },
      faults: [{ at: "checkpoint START approval", from: 1, times: 1, fault: "crash-after" }],
    });

    expect(run.endedAtMs).toBe(10);
    expect(sentOf(run)).toEqual([
      `1010 approval heartbeat: ${tooLate}`,
      `1010 approval succeed: ${tooLate}`,
    ]);
    expect(run.operations[1]?.Status).toBe("STARTED");
  });

  it("may not send more than fits, and leaves the callback open if it does", async () => {
    const fitting = "ä".repeat(100);

    const run = await runScript(
      [
        { kind: "succeed", result: `${fitting}!`, afterMs: 1_000 },
        { kind: "succeed", result: fitting, afterMs: 2_000 },
      ],
      { settings: { limits: { ...awsLimits, maxPayloadBytes: 200 } } },
    );

    expect(sentOf(run)).toEqual([
      "1010 approval succeed: too large",
      "2010 approval succeed: accepted",
    ]);
  });
});

function sentOf({ trace }: Run): string[] {
  return trace.flatMap((event) =>
    event.kind === "callback.sent"
      ? `${event.atMs} ${event.name} ${event.what}: ${event.answer}`
      : [],
  );
}

async function awaitCallback(context: DurableContext, name: string, seconds = 100) {
  const [promise] = await context.createCallback(name, { timeout: { seconds } });
  return promise;
}

/** Waits for a callback for 100 seconds, in an execution that goes on when that is over. */
async function runScript(approval: CallbackReactions, options: RunOptions = {}) {
  return runFunction(
    async (context) => {
      const approved = awaitCallback(context, "approval");
      await Promise.allSettled([approved, context.wait("rest", { seconds: 200 })]);
      return approved;
    },
    { callbacks: { approval }, ...options },
  );
}
