import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { runFunction, runHandler } from "./durable-function.test-support.ts";
import type { LambdaContext } from "./functions.ts";
import { durable, invoke } from "./invoked-function.test-support.ts";
import { crash } from "./lambda-context.ts";

describe("crash()", () => {
  it("kills the sandbox that runs, which the service notices, to invoke again", async () => {
    const ran: string[] = [];

    const run = await runFunction(async ({ lambdaContext }, { invocation, sleep }) => {
      if (invocation === 1) crash(lambdaContext);
      await sleep(1);
      ran.push(`code of ${invocation}`);
    });

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(run.errors[0]).toEqual({
      ErrorType: "Runtime.ExitError",
      ErrorMessage: "Error: Runtime exited: the sandbox crashed",
    });
    expect(ran).toEqual(["code of 2"]);
  });

  it("lets nothing out that was about to go out", async () => {
    const run = await runFunction(async (context, { invocation }) =>
      context.step("work", async () => {
        if (invocation === 1) crash(context.lambdaContext);
        return invocation;
      }),
    );

    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: "2" });
    expect(run.history).toEqual([
      "ExecutionStarted",
      "InvocationCompleted",
      "StepStarted",
      "StepSucceeded",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
  });

  it("throws, and kills even who catches that", async () => {
    const ran: string[] = [];

    const run = await runFunction(async ({ lambdaContext }, { invocation }) => {
      try {
        if (invocation === 1) crash(lambdaContext);
        ran.push(`code of ${invocation}`);
      } catch {
        return "survived";
      }
      return "done";
    });

    expect(ran).toEqual(["code of 2"]);
    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(run.outcome).toEqual({ status: "SUCCEEDED", result: `"done"` });
  });

  it("kills the invocation that the context belongs to, and no other", async () => {
    const run = await invoke("billing", {
      billing: durable(async ({ lambdaContext }) => {
        if (lambdaContext.awsRequestId.endsWith("2")) crash(lambdaContext);
        return "done";
      }),
    });

    expect(run.ends).toEqual(["pending", "crashed", "succeeded", "succeeded"]);
    expect(run.executions.map(({ outcome }) => outcome.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });

  it("cannot kill what is not simulated", () => {
    expect(() => crash({})).toThrow(UsageError);
    expect(() => crash({})).toThrow("crash() takes the Lambda context");
  });
});

describe("the Lambda context", () => {
  it("tells the function, its version and the request, which is another each time", async () => {
    const contexts: LambdaContext[] = [];
    const waiting = withDurableExecution(async (_event: unknown, context) =>
      context.wait("pause", { seconds: 1 }),
    );

    await runHandler(() => async (event, context) => {
      contexts.push(context);
      return waiting(event, context);
    });

    expect(contexts).toMatchObject([
      {
        functionName: "function",
        functionVersion: "1",
        invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:function:1",
        logGroupName: "/aws/lambda/function",
        awsRequestId: "00000000-0000-4000-8000-000000000001",
      },
      { awsRequestId: "00000000-0000-4000-8000-000000000002" },
    ]);
  });

  it.each([
    [
      "durable",
      (seen: (context: LambdaContext) => void) =>
        durable(async ({ lambdaContext }) => seen(lambdaContext)),
    ],
    [
      "plain",
      (seen: (context: LambdaContext) => void) => ({
        plain: (_event: unknown, context: LambdaContext) => seen(context),
      }),
    ],
  ])("tells an invoked function that it is meant, and not its caller: %s", async (_, make) => {
    const contexts: LambdaContext[] = [];

    await invoke("billing:3", { billing: make((context) => contexts.push(context)) });

    expect(contexts).toMatchObject([
      {
        functionName: "billing",
        functionVersion: "3",
        invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:billing:3",
      },
    ]);
  });

  it("begins with the whole time limit in each invocation, and counts it down", async () => {
    const left: number[] = [];

    await runFunction(
      async (context, { sleep }) => {
        const { lambdaContext } = context;
        left.push(lambdaContext.getRemainingTimeInMillis());
        await context.wait("pause", { seconds: 60 });
        await sleep(700);
        left.push(lambdaContext.getRemainingTimeInMillis());
      },
      { settings: { functionTimeoutMs: 3_000 } },
    );

    expect(left).toEqual([3_000, 3_000, 2_300]);
  });

  it("never has less than no time left", async () => {
    const left: number[] = [];
    let kept: LambdaContext | undefined;

    await runFunction(
      async ({ lambdaContext }, { invocation }) => {
        if (invocation > 1) return;
        kept = lambdaContext;
        await new Promise(() => {});
      },
      {
        settings: { functionTimeoutMs: 3_000 },
        world: (loop) =>
          loop.schedule(undefined, 9_000, () => left.push(kept?.getRemainingTimeInMillis() ?? -1)),
      },
    );

    expect(left).toEqual([0]);
  });

  it("counts down the time limit of a plain function", async () => {
    const left: number[] = [];

    await invoke("tax", {
      tax: {
        plain: (_event, context) => left.push(context.getRemainingTimeInMillis()),
        timeoutMs: 2_000,
      },
    });

    expect(left).toEqual([2_000]);
  });
});
