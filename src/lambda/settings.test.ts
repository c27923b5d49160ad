import { describe, expect, it } from "vitest";
import {
  type RunOptions,
  rejectionsOf,
  resultOf,
  runFunction,
} from "./durable-function.test-support.ts";
import { durable, invoke, invokeOf } from "./invoked-function.test-support.ts";
import { awsLimits } from "./limits.ts";
import type { LambdaSettings } from "./settings.ts";
import { contextUpdate, stepUpdate } from "./updates.test-support.ts";
import { pending, runOnWire, succeeded } from "./wire-function.test-support.ts";

describe("an output that breaks the protocol", () => {
  const settings = { maxConsecutiveFailures: 3 };

  it("is final by default", async () => {
    const run = await runOnWire(async () => pending, { settings });

    expect(run.ends).toEqual(["failed"]);
    expect(run.outcome.status).toBe("FAILED");
  });

  it("is a failed invocation where protocolErrors says so", async () => {
    const run = await runOnWire(async () => pending, {
      settings: { ...settings, protocolErrors: "retry" },
    });

    expect(run.ends).toEqual(["failed", "failed", "failed"]);
    expect(run.outcome).toMatchObject({
      status: "FAILED",
      error: { ErrorMessage: "Cannot return PENDING status with no pending operations." },
    });
  });

  it("is no such output where the function failed in good order", async () => {
    const run = await runFunction(async () => Promise.reject(new Error("no stock")), {
      settings: { protocolErrors: "retry" },
    });

    expect(run.ends).toEqual(["failed"]);
  });
});

describe("a wake-up while the service waits to retry", () => {
  it.each([
    ["invoke", [0, 60_010]],
    ["wait", [0, 300_010]],
  ] as const)("follows wakeDuringBackoff: %s", async (wakeDuringBackoff, starts) => {
    const run = await runFunction(async (context) => context.wait("pause", { seconds: 60 }), {
      faults: [{ at: "checkpoint START pause", from: 1, times: 1, fault: "crash-after" }],
      settings: { retryDelayMs: () => 300_000, wakeDuringBackoff },
    });

    expect(run.startsMs).toEqual(starts);
  });
});

describe("a token", () => {
  it.each([
    ["real", ["failed"], "Invalid checkpoint token"],
    ["as-sdk-expects", ["threw", "succeeded"], "Invalid Checkpoint Token"],
  ] as const)("is called stale as staleTokenMessage says: %s", async (words, ends, message) => {
    const run = await runFunction(async (context) => context.step("work", async () => 1), {
      faults: [{ at: "checkpoint SUCCEED work", from: 1, times: 1, fault: "stale-token" }],
      settings: { staleTokenMessage: words },
    });

    expect(run.ends).toEqual(ends);
    expect(rejectionsOf(run)).toEqual([message]);
  });

  it("is called so in every refusal", async () => {
    const run = await runFunction(
      async (context) => {
        await context.step("work", async () => 1);
        await context.step("more", async () => 1);
      },
      {
        faults: [{ at: "checkpoint SUCCEED work", from: 1, times: 1, fault: "no-token" }],
        settings: { staleTokenMessage: "as-sdk-expects" },
      },
    );

    expect(run.ends).toEqual(["threw", "succeeded"]);
    expect(rejectionsOf(run)).toEqual(["Invalid Checkpoint Token"]);
  });

  it.each([
    [false, ["Invalid operation id."]],
    [true, ["Invalid operation id.", "Invalid checkpoint token"]],
  ])("is spent by a refusal where refusalSpendsToken says so: %s", async (spends, messages) => {
    const run = await runOnWire(
      async ({ checkpoint }) => {
        await checkpoint(stepUpdate("START", { Id: "?" })).catch(() => {});
        await checkpoint(stepUpdate("START")).catch(() => {});
        return succeeded;
      },
      { settings: { refusalSpendsToken: spends } },
    );

    expect(rejectionsOf(run)).toEqual(messages);
  });
});

describe("an operation", () => {
  it.each([
    [false, ["0", "1", "0"]],
    [true, ["0", "1", "1"]],
  ])("keeps its result at START where keepStepResultOnStart says so: %s", async (keeps, states) => {
    const checked: string[] = [];

    const run = await runFunction(
      async (context, { crash, sleep }) =>
        context.waitForCondition(
          "poll",
          async (state: number) => {
            checked.push(String(state));
            // Long enough for START to be sent on its own.
            await sleep(100);
            if (checked.length === 2) crash();
            return state + 1;
          },
          {
            initialState: 0,
            waitStrategy: (_state, attempt) =>
              attempt < 2
                ? { shouldContinue: true, delay: { seconds: 5 } }
                : { shouldContinue: false },
          },
        ),
      { settings: { keepStepResultOnStart: keeps } },
    );

    expect(checked).toEqual(states);
    expect(resultOf(run)).toBe(keeps ? 2 : 1);
  });

  it.each([
    [false, ["Invalid current CONTEXT state to close."]],
    [true, []],
  ])(
    "may be closed unstarted where closeContextWithoutStart says so: %s",
    async (may, messages) => {
      const run = await runOnWire(
        async ({ checkpoint }) => {
          await checkpoint(contextUpdate("SUCCEED")).catch(() => {});
          return succeeded;
        },
        { settings: { closeContextWithoutStart: may } },
      );

      expect(rejectionsOf(run)).toEqual(messages);
    },
  );

  it.each<[keyof LambdaSettings["limits"], number | boolean, string]>([
    ["maxPayloadBytes", 100, "STEP output payload size must be less than or equal to 100 bytes."],
    ["maxOperations", 2, "operations"],
  ])("has limits, which can be others: %s", async (limit, value, message) => {
    const work = async (limits: LambdaSettings["limits"]) =>
      runFunction(
        async (context) => [
          await context.step("work", async () => "x".repeat(200)),
          await context.step("more", async () => 1),
        ],
        { settings: { limits } },
      );

    expect((await work(awsLimits)).outcome.status).toBe("SUCCEEDED");
    expect(rejectionsOf(await work({ ...awsLimits, [limit]: value }))).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it("may have a delay out of AWS's range where strictRanges is off", async () => {
    const wait = async (options: RunOptions) =>
      runFunction(async (context) => context.wait("pause", { seconds: 0 }), options);

    const lenient = { limits: { ...awsLimits, strictRanges: false } };
    expect((await wait({})).outcome.status).toBe("FAILED");
    expect((await wait({ settings: lenient })).outcome.status).toBe("SUCCEEDED");
  });
});

describe("a durable function that is invoked without a version", () => {
  const functions = { billing: durable(async () => "done") };

  it("is accepted by default", async () => {
    expect(resultOf(await invoke("billing", functions))).toBe("done");
  });

  it("fails its operation where unqualifiedInvokes says so", async () => {
    const settings = { unqualifiedInvokes: "fail" } as const;

    const run = await invoke("billing", functions, { settings });

    const message = "You cannot invoke a durable function using an unqualified ARN.";
    expect(resultOf(run)).toBe(`InvokeError: ${message}`);
    expect(invokeOf(run)?.Status).toBe("FAILED");
    expect(run.executions).toHaveLength(1);
  });

  it("is no matter for one with a version, or for a plain one", async () => {
    const settings = { unqualifiedInvokes: "fail" } as const;
    const both = { ...functions, tax: { plain: () => "done" } };

    for (const name of ["billing:1", "billing:$LATEST", "tax"]) {
      expect(resultOf(await invoke(name, both, { settings }))).toBe("done");
    }
  });
});
