import { type DurableContext, StepSemantics } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type FaultSchedule, simulate } from "../src/index.ts";
import { durable, eventsOf, invocationOf, pause, storyOf, unrecoverable } from "./story-of.ts";

// Defects of SDK 2.4.0 in what it takes for an end of work; the others are in sdk-defects.test.ts.

describe("defect 4: a condition whose check throws", () => {
  const pollBeside = (work: () => Promise<void>) =>
    durable(async (context) => {
      const polled = context
        .waitForCondition(
          "poll",
          async (checks: number) => {
            if (checks === 2) throw new Error("gone");
            return checks + 1;
          },
          {
            initialState: 0,
            waitStrategy: () => ({ shouldContinue: true, delay: { seconds: 1 } }),
          },
        )
        .catch(() => "caught");
      await context.step("work", work);
      return polled;
    });

  it("fails the step again for each time that it polled beside a running step", async () => {
    const run = await simulate(pollBeside(async () => pause(10_000)));

    // Mended: SUCCEEDED with "caught", after one FAIL.
    expect(run).toMatchObject({ status: "FAILED", error: { ErrorType: unrecoverable } });
    expect(storyOf(run).slice(-3)).toEqual([
      "2050 applied FAIL poll",
      "2060 refused FAIL poll: 400 Invalid current STEP state to close.",
      `2060 invocation 1 failed: ${unrecoverable}`,
    ]);
    expect(eventsOf(run).filter((line) => line === "StepFailed poll")).toHaveLength(1);
  });

  it("is caught like any error where it suspends between its polls", async () => {
    const run = await simulate(pollBeside(async () => {}));

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "caught", invocations: 3 });
    expect(storyOf(run).filter((line) => line.includes("FAIL poll"))).toHaveLength(1);
  });
});

describe("defect 5: a retry strategy that throws", () => {
  const failThenWait = (strategy: () => { shouldRetry: false }, seconds: number) =>
    durable(async (context) => {
      const told = await context
        .step("work", () => Promise.reject(new Error("no")), { retryStrategy: strategy })
        .catch((error: unknown) => String(error));
      await context.wait("rest", { seconds });
      return told;
    });
  const throwing = () => {
    throw new Error("bad strategy");
  };
  const giveUp = () => ({ shouldRetry: false }) as const;

  it("keeps the invocation awake through a wait, for the step counts as running", async () => {
    const run = await simulate(failThenWait(throwing, 600));

    // Mended: the step FAILS, and the invocation suspends, as in the last test.
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      result: "Error: bad strategy",
      invocations: 1,
    });
    expect(storyOf(run)).toEqual([
      "0 invocation 1",
      "10 applied START rest",
      "600020 applied poll",
      "600020 invocation 1 succeeded",
    ]);
    expect(run.operations[1]).toMatchObject({ Name: "work", Status: "STARTED" });
  });

  it("makes invocation after invocation time out where the wait is longer than they are", async () => {
    const run = await simulate(failThenWait(throwing, 3_600));

    // Mended: two invocations.
    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 4 });
    expect(storyOf(run).filter((line) => line.includes("timed-out"))).toEqual([
      "900000 invocation 1 timed-out: Sandbox.Timedout",
      "1800000 invocation 2 timed-out: Sandbox.Timedout",
      "2701000 invocation 3 timed-out: Sandbox.Timedout",
    ]);
  });

  it("differs from one that gives up, after which the invocation suspends", async () => {
    const run = await simulate(failThenWait(giveUp, 3_600));

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "StepError: no", invocations: 2 });
    expect(storyOf(run)).toEqual([
      "0 invocation 1",
      "10 applied FAIL work",
      "20 applied START rest",
      "40 invocation 1 pending",
      "3600020 invocation 2",
      "3600020 invocation 2 succeeded",
    ]);
  });
});

describe("defect 7: what a suspended invocation left running", () => {
  const thaw: FaultSchedule = [{ at: "invocation end", from: 1, times: 1, fault: "thaw" }];

  async function bodiesRun(semantics: StepSemantics, faults: FaultSchedule): Promise<number[]> {
    const bodies: number[] = [];
    const handler = durable(async (context) => {
      const late = chargeLate(context, semantics, bodies);
      await context.wait("rest", { seconds: 1 });
      await late;
      return "done";
    });
    const run = await simulate(handler, { faults });
    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 2 });
    expect(run.strikes).toHaveLength(faults.length);
    // The service hears of the second body alone.
    expect(eventsOf(run).filter((line) => line === "StepStarted charge")).toHaveLength(1);
    return bodies;
  }

  async function chargeLate(
    context: DurableContext,
    semantics: StepSemantics,
    bodies: number[],
  ): Promise<void> {
    await pause(100);
    await context.step("charge", async () => bodies.push(invocationOf(context)), { semantics });
  }

  it("runs the body of a step in the thawed process, unknown to the service", async () => {
    // Mended: [2].
    expect(await bodiesRun(StepSemantics.AtLeastOncePerRetry, thaw)).toEqual([1, 2]);
  });

  it("runs no body of a step at most once per retry, whose start it waits for", async () => {
    expect(await bodiesRun(StepSemantics.AtMostOncePerRetry, thaw)).toEqual([2]);
  });

  it("runs nothing where the process is not used again", async () => {
    expect(await bodiesRun(StepSemantics.AtLeastOncePerRetry, [])).toEqual([2]);
  });
});

describe("defect 9: work outside of steps, while an operation is idle", () => {
  async function work(where: "in the handler" | "in a child" | "in a step") {
    const lines: string[] = [];
    const handler = durable(async (context) => {
      const exportAll = async () => {
        lines.push(`started by ${invocationOf(context)}`);
        await pause(5_000);
        lines.push(`ended by ${invocationOf(context)}`);
      };
      const rest = context.wait("rest", { seconds: 60 });
      await context.step("prepare", async () => "ready");
      if (where === "in a step") await context.step("export", exportAll);
      else if (where === "in a child") await context.runInChildContext("export", exportAll);
      else await exportAll();
      await rest;
      return "done";
    });
    const run = await simulate(handler);
    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 2 });
    return { run, lines };
  }

  it("is cut off after 20 ms in the handler, and begins anew", async () => {
    const { run, lines } = await work("in the handler");

    // Mended: the invocation suspends when the handler awaits the wait, as with a step.
    expect(lines).toEqual(["started by 1", "started by 2", "ended by 2"]);
    expect(storyOf(run)).toEqual([
      "0 invocation 1",
      "10 applied SUCCEED prepare",
      "30 invocation 1 pending",
      "60010 invocation 2",
      "65010 invocation 2 succeeded",
    ]);
  });

  it("is cut off in a child context as well", async () => {
    const { lines } = await work("in a child");

    // Mended: once.
    expect(lines).toEqual(["started by 1", "started by 2", "ended by 2"]);
  });

  it("is done once in a step, which the SDK waits for", async () => {
    const { run, lines } = await work("in a step");

    expect(lines).toEqual(["started by 1", "ended by 1"]);
    expect(storyOf(run)).toContain("5040 invocation 1 pending");
  });
});

describe("defect 10: a step that fails, and that nobody awaits", () => {
  const noRetry = { retryStrategy: () => ({ shouldRetry: false }) } as const;
  const fail = async (): Promise<never> => {
    throw new Error("no");
  };

  it("leaves the execution SUCCEEDED, and no rejection to the runtime", async () => {
    const run = await simulate(
      durable(async (context) => {
        void context.step("charge", fail, noRetry);
        await context.step("ship", async () => "sent");
        return "done";
      }),
    );

    // Mended: the rejection reaches the runtime, which ends as in the next test.
    expect(run).toMatchObject({ status: "SUCCEEDED", result: "done", invocations: 1 });
    expect(storyOf(run).at(-1)).toBe("10 invocation 1 succeeded");
    expect(eventsOf(run)).toContain("StepFailed charge");
  });

  it("would crash the sandbox as an ordinary promise", async () => {
    const run = await simulate(
      durable(async (context) => {
        if (invocationOf(context) === 1) void fail();
        await context.step("ship", async () => "sent");
        return "done";
      }),
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 2 });
    expect(storyOf(run)).toContain("0 invocation 1 crashed: Runtime.UnhandledPromiseRejection");
  });

  it("fails the execution where it is awaited", async () => {
    const run = await simulate(
      durable(async (context) => {
        await context.step("charge", fail, noRetry);
        return "done";
      }),
    );

    expect(run).toMatchObject({
      status: "FAILED",
      error: { ErrorType: "StepError", ErrorMessage: "no" },
      invocations: 1,
    });
  });
});
