import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { inMacrotask } from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import { type SimulatedRun, simulate, simulateNow } from "./simulate.ts";
import type { SimulateOptions } from "./simulate-options.ts";
import { durable, once } from "./simulated-function.test-support.ts";

const order = durable(async (context) => {
  await context.step("charge", async () => "paid");
  await context.wait("rest", { seconds: 1 });
  return { state: "done" };
});

describe("simulate", () => {
  it("tells how the function ended, and what the service knows of it", async () => {
    const run = await simulate(order);

    expect(run).toMatchObject({
      functionName: "function",
      status: "SUCCEEDED",
      result: { state: "done" },
      error: undefined,
      invocations: 2,
      strikes: [],
      missed: [],
      cut: undefined,
    });
    expect(eventsOf(run)).toEqual([
      "ExecutionStarted",
      "StepStarted charge",
      "StepSucceeded charge",
      "WaitStarted rest",
      "InvocationCompleted",
      "WaitSucceeded rest",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
    expect(run.operations.map(({ Type, Name, Status }) => [Type, Name, Status])).toEqual([
      ["EXECUTION", undefined, "SUCCEEDED"],
      ["STEP", "charge", "SUCCEEDED"],
      ["WAIT", "rest", "SUCCEEDED"],
    ]);
    expect(run.passed.map(({ at }) => at)).toEqual([
      "execution start",
      "invocation start",
      "checkpoint SUCCEED charge",
      "checkpoint START rest",
      "invocation end",
      "wake-up",
      "invocation start",
      "invocation end",
    ]);
    expect(run.trace.at(-1)).toMatchObject({ kind: "execution.ended", atMs: 1_020 });
  });

  it("tells the error of a function that throws", async () => {
    const run = await simulate(
      durable(async () => {
        throw new RangeError("sold out");
      }),
    );

    expect(run).toMatchObject({ status: "FAILED", result: undefined, invocations: 1 });
    expect(run.error).toMatchObject({ ErrorType: "RangeError", ErrorMessage: "sold out" });
  });

  it.each<[string, SimulateOptions, unknown]>([
    ["an empty object unless there is one", {}, {}],
    ["an empty object for none", { input: undefined }, {}],
    ["null", { input: null }, null],
    ["what JSON makes of it", { input: { at: new Map(), not: undefined } }, { at: {} }],
  ])("gives the function its input: %s", async (_what, options, input) => {
    const run = await simulate(
      durable(async (_context, given) => given),
      options,
    );
    expect(run.result).toEqual(input);
  });

  it("runs the handler as it is, once for each invocation, with AWS's event", async () => {
    const calls: unknown[][] = [];
    const watched: DurableLambdaHandler = Object.freeze(
      (...call: Parameters<DurableLambdaHandler>) => {
        calls.push(call);
        return order(...call);
      },
    );
    const run = await simulate(watched);

    expect(calls).toMatchObject(
      [1, 2].map((invocation) => [
        { DurableExecutionArn: run.arn, CheckpointToken: expect.any(String) },
        { awsRequestId: `00000000-0000-4000-8000-00000000000${invocation}` },
      ]),
    );
  });

  it.each(["orders.ts", undefined, {}])(
    "refuses a handler that is no function: %j",
    async (handler) => {
      const refused = simulate(handler as unknown as DurableLambdaHandler);
      await expect(refused).rejects.toEqual(
        new UsageError(
          `simulate takes what withDurableExecution returns, a function; it was given ${typeof handler}`,
        ),
      );
    },
  );

  it("refuses options before anything runs", async () => {
    let calls = 0;
    const counting = durable(async () => calls++);
    const options = { callback: {} } as SimulateOptions;

    await expect(simulate(counting, options)).rejects.toThrow('Unrecognized key: "callback"');
    expect(() => simulateNow(counting, options)).toThrow(UsageError);
    expect(calls).toBe(0);
  });

  it.each([
    ["nothing", 42],
    ["output that nobody can wait for", { Status: "SUCCEEDED" }],
  ])("fails a handler that is not async, whatever it returns: %s", async (_what, output) => {
    const run = await simulate((() => output) as unknown as DurableLambdaHandler);

    expect(run).toMatchObject({ status: "FAILED", invocations: 1 });
    expect(run.error?.ErrorMessage).toBe("Invalid Status in invocation output.");
  });

  it.each([
    ["as it is where it is no JSON", "<order/>", "<order/>"],
    ["as nothing where it is empty", "", undefined],
    ["as nothing where there is none", undefined, undefined],
  ])("gives the result of a handler of another make %s", async (_how, Result, result) => {
    const output = { Status: "SUCCEEDED", ...(Result !== undefined && { Result }) };
    const run = await simulate((async () => output) as unknown as DurableLambdaHandler);

    expect(run).toMatchObject({ status: "SUCCEEDED", result });
  });
});

describe("a name", () => {
  const twice = [once("execution start", "duplicate")];

  it("makes one execution of two starts", async () => {
    const run = await simulate(order, { name: "order-1", faults: twice });

    expect(run).toMatchObject({ strikes: [{ fault: "duplicate" }], invocations: 2 });
    expect(run.executions.map(({ arn }) => arn)).toEqual([run.arn]);
    expect(run.arn).toContain("/order-1/");
  });

  it("is made up for each start where there is none", async () => {
    const { executions, arn } = await simulate(order, { faults: twice });

    expect(executions.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(executions[0]?.arn).toBe(arn);
    expect(executions[1]?.arn).not.toBe(arn);
  });
});

describe("faults that are missed", () => {
  it("are told with how often their place was passed", async () => {
    const gone = once("checkpoint SUCCEED refund", "repeat");
    const met = once("checkpoint SUCCEED charge", "repeat");
    const partly = { at: "invocation start", from: 2, times: 3, fault: "first-page" } as const;
    const run = await simulate(order, { faults: [gone, met, partly] });

    expect(run.strikes).toMatchObject([
      { at: met.at, nth: 1, fault: "repeat" },
      { at: partly.at, nth: 2, fault: "first-page" },
    ]);
    expect(run.missed).toEqual([
      { index: 0, burst: gone, struck: 0, passes: 0 },
      { index: 2, burst: partly, struck: 1, passes: 2 },
    ]);
  });

  it("are those alone whose passes an earlier one in the list has taken", async () => {
    const at = "invocation start";
    const faults = [
      { at, from: 1, times: 2, fault: "crash" },
      { at, from: 2, times: 1, fault: "first-page" },
      { at, from: 4, times: 1, fault: "crash" },
    ] as const;
    const run = await simulate(order, { faults });

    expect(run.strikes.map(({ nth, fault }) => `${fault} ${nth}`)).toEqual([
      "crash 1",
      "crash 2",
      "crash 4",
    ]);
    expect(run.missed).toEqual([{ index: 1, burst: faults[1], struck: 0, passes: 5 }]);
  });

  it("are none where a bound came first", async () => {
    const faults = [once("wake-up", "late", 2)];
    const run = await simulate(order, { faults, bounds: { maxInvocations: 1 } });

    expect(run.cut).toEqual({ kind: "bound", bound: "maxInvocations", limit: 1 });
    expect(run.missed).toEqual([]);
  });
});

describe("simulateNow", () => {
  it("is refused behind an await, where nothing would run", async () => {
    await Promise.resolve();

    expect(() => simulateNow(order)).toThrow(/works only where no promise has been awaited/);
  });

  it("gives the same as simulate, byte for byte: seed 1 unless there is another", async () => {
    const flaky = durable(async (context) => {
      let tries = 0;
      // The default strategy draws how long it waits.
      return context.step("charge", async () => {
        if (++tries < 4) throw new Error("busy");
        return tries;
      });
    });
    const faults = [once("invocation start", "crash", 2), once("wake-up", "late")];
    const bytesOf = async (options: SimulateOptions) => [
      JSON.stringify(await simulate(flaky, options)),
      JSON.stringify(await inMacrotask(() => simulateNow(flaky, options))),
    ];

    const [run, now] = await bytesOf({ faults });
    const [other] = await bytesOf({ faults, seed: "other" });
    expect(run).toContain('"strikes":[{"at":"wake-up"');
    expect(now).toBe(run);
    expect(other).not.toBe(run);
    expect(await bytesOf({ faults, seed: 1 })).toEqual([run, run]);
  });
});

function eventsOf({ history }: SimulatedRun): string[] {
  return history.map(({ EventType, Name }) => [EventType, Name].filter(Boolean).join(" "));
}
