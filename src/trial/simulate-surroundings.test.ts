import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { CallbackScript } from "../lambda/callback-desk.ts";
import type { Functions } from "../lambda/functions.ts";
import { awsLimits } from "../lambda/limits.ts";
import type { SimulateOptions } from "./simulate-options.ts";
import { simulate } from "./simulate.ts";
import { durable, once, pause } from "./simulated-function.test-support.ts";

describe("functions", () => {
  const functions: Functions = {
    "billing:1": {
      durable: durable(async (context, given) => context.step("bill", async () => ({ given }))),
    },
    tax: { plain: (amount) => Number(amount) * 0.2 },
  };
  const handler = durable(async (context) => [
    await context.invoke("bill", "billing:1", { amount: 10 }),
    await context.invoke("tax", "tax", 10),
  ]);

  it("run when they are invoked: a durable one as an execution of its own", async () => {
    const run = await simulate(handler, { functions });

    expect(run).toMatchObject({
      status: "SUCCEEDED",
      result: [{ given: { amount: 10 } }, 2],
      invocations: 5,
    });
    expect(run.executions).toHaveLength(2);
    expect(run.executions[0]).toMatchObject({ functionName: "function", arn: run.arn });
    expect(run.executions[1]).toMatchObject({
      functionName: "billing",
      status: "SUCCEEDED",
      result: { given: { amount: 10 } },
      operations: [{ Type: "EXECUTION" }, { Type: "STEP", Name: "bill" }],
    });
    expect(run.executions[1]?.history.at(-1)?.EventType).toBe("ExecutionSucceeded");
  });

  it("have fault points of their own", async () => {
    const faults = [once("billing > checkpoint SUCCEED bill", "crash-after")];
    const run = await simulate(handler, { functions, faults });

    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 6, missed: [] });
  });

  it("have points of their own for their callbacks, and for what they invoke", async () => {
    const nested = durable(async (context) => {
      await context.waitForCallback("approval", async () => {});
      return context.invoke("ask", "tax");
    });
    const run = await simulate(
      durable(async (context) => context.invoke("bill", "billing:1")),
      {
        functions: { "billing:1": { durable: nested }, tax: { plain: async () => 7 } },
        callbacks: { approval: { kind: "succeed" } },
        faults: [once("billing > callback approval", "late")],
      },
    );

    expect(run).toMatchObject({ status: "SUCCEEDED", result: 7, missed: [] });
    const places = run.passed.map(({ at }) => at);
    expect(places).toEqual(expect.arrayContaining(["invoke billing:1", "billing > invoke tax"]));
    expect(places).not.toContain("callback approval");
  });

  it("know for whom they work", async () => {
    const whose = durable(async (context) => String(context.lambdaContext.tenantId));
    const run = await simulate(
      durable(async (context) => [
        await context.invoke("a", "whose:1", {}, { tenantId: "blue" }),
        await context.invoke("b", "whose:1", {}),
      ]),
      { functions: { "whose:1": { durable: whose } } },
    );

    expect(run.result).toEqual(["blue", "undefined"]);
  });

  it("that nobody has given are not found", async () => {
    const run = await simulate(handler);

    expect(run).toMatchObject({ status: "FAILED", error: { ErrorType: "InvokeError" } });
    expect(run.error?.ErrorMessage).toContain("Function not found");
  });

  it("end when their time is up", async () => {
    const slow = durable(async (context) => context.wait("rest", { seconds: 60 }));
    const limited = { ...functions, "billing:1": { durable: slow, timeoutMs: 5_000 } };
    const run = await simulate(handler, { functions: limited });

    expect(run.executions.map(({ status }) => status)).toEqual(["FAILED", "TIMED_OUT"]);
    expect(run.error?.ErrorMessage).toBe("CHAINED_INVOKE timed out after 5 seconds.");
  });

  it("end with the error that the settings give for that", async () => {
    const run = await simulate(
      durable(async (context) => context.invoke("bill", "slow:1").catch(String)),
      {
        functions: {
          "slow:1": {
            durable: durable(async (context) => context.wait({ seconds: 60 })),
            timeoutMs: 5_000,
          },
        },
        settings: {
          invokeTimeoutError: (ms) => ({ ErrorType: "Late", ErrorMessage: `late by ${ms}` }),
        },
      },
    );

    expect(run.result).toContain("late by 5000");
  });

  it("may return as much as an asynchronous invocation may, and the execution may store so much", async () => {
    const large = async (bytes: number) =>
      simulate(
        durable(async (context) =>
          context.invoke("ask", "large:1").then(
            () => "fits",
            () => "does not",
          ),
        ),
        { functions: { "large:1": { durable: durable(async () => "x".repeat(bytes)) } } },
      );
    const storing = durable(async (context) => {
      for (let step = 1; ; step++) await context.step(`${step}`, async () => "x".repeat(1_000));
    });
    const limits = { ...awsLimits, maxStoredBytes: 10_000 };

    expect((await large(1_000_000)).result).toBe("fits");
    expect((await large(1_100_000)).result).toBe("does not");
    expect(await simulate(storing, { settings: { limits } })).toMatchObject({
      status: "FAILED",
      error: { ErrorMessage: expect.stringContaining("Stored data of an execution") },
    });
  });

  it("retry their steps as their own strategy says", async () => {
    const delays: number[] = [];
    const flaky = durable(async (context) => {
      const fail = async () => {
        throw new Error("busy");
      };
      const retryStrategy = (_error: Error, attempt: number) => {
        delays.push(attempt);
        return { shouldRetry: attempt < 3, delay: { seconds: attempt * 100 } };
      };
      return context.step("bill", fail, { retryStrategy }).catch(() => "given up");
    });
    const run = await simulate(handler, {
      functions: { ...functions, "billing:1": { durable: flaky } },
    });

    expect(run.result).toEqual(["given up", 2]);
    expect(delays).toEqual([1, 2, 3]);
    const starts = run.trace.filter((event) => event.kind === "invocation.started");
    // Two delays, and the latency of a checkpoint each.
    expect(starts.slice(1, 4).map(({ atMs }) => atMs - (starts[1]?.atMs ?? 0))).toEqual([
      0, 100_010, 300_020,
    ]);
  });
});

describe("callbacks", () => {
  const approve = durable(async (context) => {
    const [first] = await context.createCallback("first");
    const [second] = await context.createCallback("second");
    return Promise.allSettled([first, second]).then((ends) =>
      ends.map((end) => (end.status === "fulfilled" ? end.value : String(end.reason))),
    );
  });

  it.each<[string, CallbackScript]>([
    [
      "by name, and by * for any other",
      {
        second: { kind: "fail", error: { ErrorMessage: "no" } },
        "*": { kind: "succeed", result: "yes", afterMs: 60_000 },
      },
    ],
    [
      "by a function",
      ({ name }) =>
        name === "first"
          ? [{ kind: "heartbeat" }, { kind: "succeed", result: "yes", afterMs: 60_000 }]
          : { kind: "fail", error: { ErrorMessage: "no" } },
    ],
  ])("are completed when the script says so: %s", async (_how, callbacks) => {
    const run = await simulate(approve, { callbacks });

    expect(run.result).toEqual(["yes", "CallbackExternalError: no"]);
    expect(run.trace.at(-1)?.atMs).toBeGreaterThanOrEqual(60_000);
    expect(run.trace.at(-1)?.atMs).toBeLessThan(61_000);
  });

  it("that the script leaves alone wait until the execution times out", async () => {
    const run = await simulate(approve, { settings: { executionTimeoutMs: 5_000 } });
    expect(run).toMatchObject({ status: "TIMED_OUT", result: undefined, cut: undefined });
  });
});

describe("stop", () => {
  const rest = durable(async (context) => context.wait("rest", { seconds: 10 }));

  it("ends the execution at its time, with its error", async () => {
    const error = { ErrorType: "Enough", ErrorMessage: "the customer left" };
    const run = await simulate(rest, { stop: { afterMs: 2_500, error } });

    expect(run).toMatchObject({ status: "STOPPED", error, result: undefined, invocations: 1 });
    expect(run.trace.at(-1)).toMatchObject({ kind: "execution.ended", atMs: 2_500 });
  });

  it("needs no error", async () => {
    const run = await simulate(rest, { stop: { afterMs: 2_500 } });
    expect(run).toMatchObject({ status: "STOPPED", error: {} });
  });

  it("that comes too late changes nothing", async () => {
    const run = await simulate(rest, { stop: { afterMs: 20_000 } });
    expect(run).toMatchObject({ status: "SUCCEEDED", invocations: 2 });
  });
});

describe("bounds", () => {
  const poll = async (context: DurableContext): Promise<never> => {
    for (let round = 1; ; round++) await context.wait(`round ${round}`, { seconds: 60 });
  };

  it.each([
    ["maxInvocations", 5, 5],
    ["maxEvents", 50, 11],
  ] as const)("cut a function that polls for ever: %s", async (bound, limit, invocations) => {
    const run = await simulate(durable(poll), { bounds: { [bound]: limit } });

    expect(run).toMatchObject({ status: "RUNNING", result: undefined, invocations });
    expect(run.cut).toEqual({ kind: "bound", bound, limit });
  });

  it("are far enough away for a function that polls for days", async () => {
    const days = durable(async (context) => {
      for (let round = 1; round <= 300; round++) {
        await context.wait(`round ${round}`, { seconds: 3_600 });
      }
      return "patient";
    });
    expect(await simulate(days)).toMatchObject({ result: "patient", invocations: 301 });
  });
});

describe("an option that is there but undefined", () => {
  it("is no choice: the default holds", async () => {
    const handler = durable(async (context) => context.step("work", async () => "done"));
    // What compiles without exactOptionalPropertyTypes.
    const options = {
      bounds: { maxInvocations: undefined },
      settings: { checkpointLatencyMs: undefined },
    } as unknown as SimulateOptions;

    expect(await simulate(handler, options)).toMatchObject({ result: "done", cut: undefined });
    expect((await simulate(handler, options)).trace).toEqual((await simulate(handler)).trace);
  });
});

describe("settings", () => {
  it("take the place of the defaults one by one", async () => {
    const slow = durable(async (context) => {
      await context.step("work", async () => pause(1_000));
      return context.lambdaContext.getRemainingTimeInMillis();
    });

    expect(await simulate(slow)).toMatchObject({ result: 900_000 - 1_010 });
    const settings = { functionTimeoutMs: 5_000, checkpointLatencyMs: 50 };
    // The start of a step that takes long is a checkpoint too, but nobody waits for it.
    expect(await simulate(slow, { settings })).toMatchObject({ result: 5_000 - 1_050 });
  });
});
