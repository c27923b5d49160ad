import { describe, expect, it } from "vitest";
import { type Run, rejectionsOf, resultOf, runFunction } from "./durable-function.test-support.ts";
import type { Functions } from "./functions.ts";
import { durable, invoke, invokeOf, startsOf } from "./invoked-function.test-support.ts";

const lambda = "arn:aws:lambda:eu-central-1:123456789012:function";

describe("the name of an invoked function", () => {
  const functions: Functions = {
    billing: { plain: () => "any" },
    "billing:2": { plain: () => "two" },
    "billing:live": { plain: () => "live" },
  };

  it.each([
    ["billing", "any", "$LATEST"],
    ["billing:2", "two", "2"],
    ["billing:3", "any", "3"],
    ["billing:live", "live", "1"],
    ["billing:beta", "any", "1"],
    ["billing:$LATEST", "any", "$LATEST"],
    [`${lambda}:billing`, "any", "$LATEST"],
    [`${lambda}:billing:2`, "two", "2"],
    ["123456789012:function:billing:2", "two", "2"],
  ])("may be %s", async (name, result, version) => {
    const run = await invoke(name, functions);

    expect(resultOf(run)).toBe(result);
    expect(startedEventOf(run)).toMatchObject({
      FunctionName: name,
      ExecutedVersion: version,
      DurableExecutionArn: "",
    });
  });

  it.each([
    ["another account", "arn:aws:lambda:eu-central-1:999999999999:function:billing", "account"],
    ["another region", "arn:aws:lambda:us-east-1:123456789012:function:billing", "region"],
  ])("may not be that of %s, which fails the whole execution", async (_, name, what) => {
    const run = await invoke(name, functions);

    const message = `Cannot start a CHAINED_INVOKE on a function in another ${what}.`;
    expect(rejectionsOf(run)).toEqual([message]);
    expect(run.outcome.status).toBe("FAILED");
    expect(invokeOf(run)).toBeUndefined();
  });

  it.each(["", "bill ing", "b".repeat(257)])("may not be '%s'", async (name) => {
    const run = await invoke(name, functions);

    expect(rejectionsOf(run)).toEqual([
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy ` +
        "constraint: Member must be the name or the ARN of a function",
    ]);
  });

  it.each(["shipping", "shipping:2", "constructor"])(
    "of no function fails the operation, but not the execution: %s",
    async (name) => {
      const run = await invoke(name, functions);

      const ErrorMessage = `Function not found: ${lambda}:${name}`;
      expect(resultOf(run)).toBe(`InvokeError: ${ErrorMessage}`);
      expect(invokeOf(run)).toMatchObject({
        Status: "FAILED",
        ChainedInvokeDetails: { Error: { ErrorType: "ResourceNotFoundException", ErrorMessage } },
      });
      expect(run.executions).toHaveLength(1);
    },
  );

  it("and its version are what a durable function's execution is called by", async () => {
    const run = await invoke("billing:live", { billing: durable(async () => 1) });

    const arn = run.executions[1]?.arn;
    expect(arn).toMatch(new RegExp(`^${lambda}:billing:1/durable-execution/[^/]+/[^/]+$`));
    expect(startedEventOf(run)).toMatchObject({ ExecutedVersion: "1", DurableExecutionArn: arn });
  });
});

describe("an invocation of a function by another", () => {
  it.each([
    ["fail", "FAILED", "Runtime.ExitError"],
    ["time-out", "TIMED_OUT", "ChainedInvoke.Timeout"],
    ["stop", "STOPPED", undefined],
  ] as const)("may come to nothing: %s", async (fault, Status, ErrorType) => {
    let runs = 0;

    const run = await invoke(
      "tax",
      { tax: { plain: () => ++runs } },
      { faults: [{ at: "invoke tax", from: 1, times: 1, fault }] },
    );

    const { Status: status, ChainedInvokeDetails: details } = invokeOf(run) ?? {};
    expect([status, details?.Error?.ErrorType]).toEqual([Status, ErrorType]);
    expect(runs).toBe(0);
  });

  it("may come late", async () => {
    const run = await invoke(
      "tax",
      { tax: { plain: () => 1 } },
      { faults: [{ at: "invoke tax", from: 1, times: 1, fault: "late" }] },
    );

    expect(startsOf(run)).toEqual(["0 function", "60110 tax", "60110 function"]);
  });

  it("counts towards the bound of all invocations", async () => {
    let runs = 0;

    const run = await invoke(
      "tax",
      { tax: { plain: () => ++runs } },
      { bounds: { maxInvocations: 1 } },
    );

    expect(run.cut).toEqual({ kind: "bound", bound: "maxInvocations", limit: 1 });
    expect(runs).toBe(0);
  });
});

describe("the end of an execution", () => {
  it("lets a durable function that it invoked run on, whose result nobody hears of", async () => {
    const run = await leaving(
      durable(async (context) => {
        await context.wait("pause", { seconds: 60 });
        return "too late";
      }),
    );

    expect(run.endedAtMs).toBeLessThan(100);
    expect(run.executions[1]?.outcome).toEqual({ status: "SUCCEEDED", result: `"too late"` });
    expect(invokeOf(run)?.Status).toBe("STARTED");
    expect(run.history).not.toContain("ChainedInvokeSucceeded");
    expect(startsOf(run).filter((start) => start.endsWith(" function"))).toEqual(["0 function"]);
  });

  it("lets a plain function that it invoked run on, too", async () => {
    let runs = 0;

    const run = await leaving({ plain: () => ++runs });

    expect(runs).toBe(1);
    expect(invokeOf(run)?.Status).toBe("STARTED");
  });

  it("of an invoked function is the end of no other", async () => {
    const run = await runFunction(
      async (context) => {
        const tax = context.invoke("tax", {});
        const billing = context.invoke("billing", {});
        return [await tax, await billing];
      },
      {
        functions: {
          tax: { plain: () => 1 },
          billing: durable(async (context) => context.wait("pause", { seconds: 60 })),
        },
      },
    );

    expect(resultOf(run)).toEqual([1, null]);
    expect(startsOf(run)).toEqual([
      "0 function",
      "110 tax",
      "110 function",
      "110 billing",
      "60120 billing",
      "60120 function",
    ]);
  });
});

/** An execution that has ended when the function that it invoked begins. */
async function leaving(target: Functions[string]): Promise<Run> {
  return runFunction(
    async (context) => {
      const call = context.invoke("call", "other", {});
      await context.step("work", async () => 1);
      void call;
    },
    { functions: { other: target } },
  );
}

function startedEventOf({ executions: [root] }: Run): unknown {
  const started = root?.history.find(({ EventType }) => EventType === "ChainedInvokeStarted");
  return started?.EventType === "ChainedInvokeStarted"
    ? started.ChainedInvokeStartedDetails
    : undefined;
}
