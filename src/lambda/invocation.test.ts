import { setTimeout as callLater } from "node:timers";
import {
  type DurableExecutionInvocationInput,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { runFunction, runHandler } from "./durable-function.test-support.ts";

const accidents: readonly [what: string, errorType: string, cause: () => void][] = [
  ["a throw in process.nextTick", "Runtime.UncaughtException", () => process.nextTick(throwOops)],
  [
    "a throw in a timer",
    "Runtime.UncaughtException",
    () => {
      callLater(throwOops, 5);
    },
  ],
  [
    "a rejection that nobody handles",
    "Runtime.UnhandledPromiseRejection",
    () => void Promise.reject(new Error("oops")),
  ],
];

describe("an error that no code catches", () => {
  it.each(accidents)(
    "kills the sandbox, but not the execution: %s",
    async (_, ErrorType, cause) => {
      const run = await runFunction(async (_context, { invocation, sleep }) => {
        if (invocation === 1) cause();
        await sleep(100);
        return "done";
      });

      expect(run.ends).toEqual(["crashed", "succeeded"]);
      expect(run.errors[0]).toEqual({ ErrorType, ErrorMessage: "oops" });
      expect(run.outcome.status).toBe("SUCCEEDED");
    },
  );

  it.each(accidents)(
    "never lets an execution end if it persists: %s",
    async (_, ErrorType, cause) => {
      const run = await runFunction(
        async (_context, { sleep }) => {
          cause();
          await sleep(100);
        },
        { bounds: { maxInvocations: 4 } },
      );

      expect(run.cut).toMatchObject({ bound: "maxInvocations" });
      expect(run.errors.map((error) => error?.ErrorType)).toEqual(Array(4).fill(ErrorType));
    },
  );

  it("may be anything, even what has no text", async () => {
    const reasons = ["oops", 7, undefined, Object.create(null)];

    const run = await runFunction(async (_context, { invocation, sleep }) => {
      if (invocation <= reasons.length) void Promise.reject(reasons[invocation - 1]);
      await sleep(100);
    });

    expect(run.errors.map((error) => error?.ErrorMessage)).toEqual([
      "oops",
      "7",
      "undefined",
      "[Object: null prototype] {}",
      undefined,
    ]);
  });

  it("changes nothing after the answer is out", async () => {
    const run = await runFunction(async () => {
      callLater(throwOops, 5);
      return "done";
    });

    expect(run.ends).toEqual(["succeeded"]);
  });
});

describe("a dead sandbox", () => {
  it("runs no timer and reaches nobody any more, whether it set about it before or after", async () => {
    const ran: string[] = [];

    const run = await runFunction(async (context, { invocation, crash, sleep }) => {
      callLater(() => ran.push(`early timer of ${invocation}`), 50);
      if (invocation === 1) crash();
      callLater(() => ran.push(`late timer of ${invocation}`), 60);
      const step = context.step("work", async () => 1);
      await sleep(100);
      ran.push(`code of ${invocation}`);
      return step;
    });

    expect(run.ends).toEqual(["crashed", "succeeded"]);
    expect(ran).toEqual(["early timer of 2", "late timer of 2", "code of 2"]);
    expect(run.trace.filter(({ kind }) => kind.startsWith("checkpoint."))).toEqual([
      expect.objectContaining({ kind: "checkpoint.applied", invocation: 2 }),
    ]);
  });
});

describe("a handler", () => {
  it("gets the operations, and which of them are news, in AWS's event", async () => {
    const events: DurableExecutionInvocationInput[] = [];
    const waiting = withDurableExecution(async (_event: unknown, context) => {
      await context.wait("pause", { seconds: 1 });
    });

    const run = await runHandler(() => async (event, context) => {
      events.push(event);
      return waiting(event, context);
    });

    const [execution, pause] = run.operations.map(({ Id }) => Id);
    const [first, second] = events;
    expect(first).toMatchObject({
      DurableExecutionArn: expect.stringContaining(`/durable-execution/tests/${execution}`),
      InitialExecutionState: { Operations: [{ Id: execution }], NextMarker: "" },
      UpdatedOperationIds: [execution],
    });
    expect(second).toMatchObject({
      InitialExecutionState: {
        Operations: [{ Id: execution }, { Id: pause, Status: "SUCCEEDED" }],
      },
      UpdatedOperationIds: [pause],
    });
    expect(second?.CheckpointToken).not.toBe(first?.CheckpointToken);
  });

  it.each([
    ["that rejects", async () => Promise.reject(new RangeError("no"))],
    [
      "that throws at once",
      () => {
        throw new RangeError("no");
      },
    ],
  ])("%s has failed, and is invoked again", async (_, handler) => {
    const run = await runHandler(() => handler, { bounds: { maxInvocations: 2 } });

    expect(run.ends).toEqual(["threw", "threw"]);
    expect(run.errors[0]).toEqual({ ErrorType: "RangeError", ErrorMessage: "no" });
  });
});

function throwOops(): never {
  throw new Error("oops");
}
