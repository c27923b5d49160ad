import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { type SimulateOptions, simulate } from "../src/index.ts";
import { durable, storyOf } from "./story-of.ts";

// A defect of SDK 2.4.0 in the replay of a large child context; the others are in the other files
// of this name.

/** An operation called "lost", that ends otherwise than well. */
interface Ending {
  readonly operation: (context: DurableContext) => Promise<unknown>;
  readonly options: SimulateOptions;
  readonly status: string;
}

const callBack: Ending["operation"] = async (context) => {
  const [completed] = await context.createCallback("lost", { timeout: { seconds: 60 } });
  return completed;
};
const invoke: Ending["operation"] = async (context) => context.invoke("lost", "billing:1", {});
const stopped = [{ at: "invoke billing:1", from: 1, times: 1, fault: "stop" }] as const;
const failing = [{ at: "invoke billing:1", from: 1, times: 1, fault: "fail" }] as const;

const lost: readonly (readonly [string, Ending])[] = [
  ["a callback that timed out", { operation: callBack, options: {}, status: "TIMED_OUT" }],
  ["an invoke that timed out", { operation: invoke, options: {}, status: "TIMED_OUT" }],
  [
    "an invoke that was stopped",
    { operation: invoke, options: { faults: stopped }, status: "STOPPED" },
  ],
];
const failed: readonly (readonly [string, Ending])[] = [
  [
    "a callback that failed",
    { operation: callBack, options: { callbacks: { lost: { kind: "fail" } } }, status: "FAILED" },
  ],
  ["an invoke that failed", { operation: invoke, options: { faults: failing }, status: "FAILED" }],
];

describe("defect 11: an operation that timed out or was stopped, in a large child context", () => {
  /*
   * The result of a context above 256 KiB is not stored. The context is closed with ReplayChildren
   * instead, and its code runs again in each later invocation, in ReplaySucceededContext mode. There,
   * DurableContextImpl.checkForNonResolvingPromise (index.mjs, near line 5036) looks at the operation
   * that comes next, and takes whatever is neither SUCCEEDED nor FAILED for one that was left
   * running when the context ended:
   *
   *     if (pendingStepData &&
   *         pendingStepData.Status !== OperationStatus.SUCCEEDED &&
   *         pendingStepData.Status !== OperationStatus.FAILED) {
   *         return new Promise(() => { }); // Non-resolving promise
   *     }
   *
   * TIMED_OUT and STOPPED are ends as well, and the handler has caught them. So it waits for ever
   * now, with nothing that could wake it: it does not suspend either.
   */
  const largest = 256 * 1024;
  const billing = durable(async (context) => context.wait("rest", { seconds: 600 }));

  const inChild = (ending: Ending, size: number) =>
    durable(async (context) => {
      const { told } = await context.runInChildContext("child", async (child) => ({
        told: await ending.operation(child).catch(() => "caught"),
        padding: "x".repeat(size),
      }));
      // The next invocation has to know what the child said.
      await context.wait("rest", { seconds: 1 });
      return told;
    });

  it.each(lost)("makes each invocation after it time out: %s", async (_what, ending) => {
    const run = await simulate(inChild(ending, largest), {
      ...ending.options,
      functions: { "billing:1": { durable: billing, timeoutMs: 60_000 } },
      bounds: { maxInvocations: 7 },
    });

    // Mended: SUCCEEDED with "caught", as in the next test.
    expect(run).toMatchObject({ status: "RUNNING", cut: { bound: "maxInvocations" } });
    const operations = run.operations.slice(1).map(({ Name, Status }) => [Name, Status]);
    expect(operations).toEqual([
      ["child", "SUCCEEDED"],
      ["lost", ending.status],
      ["rest", "SUCCEEDED"],
    ]);
    expect(run.operations[1]?.ContextDetails).toMatchObject({ ReplayChildren: true });
    const ends = storyOf(run).filter((line) => / invocation \d \S/.test(line));
    expect(ends.slice(-3).map((line) => line.replace(/^\d+ /, ""))).toEqual([
      "invocation 5 timed-out: Sandbox.Timedout",
      "invocation 6 timed-out: Sandbox.Timedout",
      "invocation 7 timed-out: Sandbox.Timedout",
    ]);
  });

  it.each([...lost, ...failed])(
    "does no harm where the result is small enough to be stored: %s",
    async (_what, ending) => {
      const run = await simulate(inChild(ending, 10), {
        ...ending.options,
        functions: { "billing:1": { durable: billing, timeoutMs: 60_000 } },
      });

      expect(run).toMatchObject({ status: "SUCCEEDED", result: "caught" });
      expect(run.operations[1]?.ContextDetails).not.toMatchObject({ ReplayChildren: true });
      expect(run.operations[2]).toMatchObject({ Name: "lost", Status: ending.status });
    },
  );

  it.each(failed)("does no harm where the operation has FAILED: %s", async (_what, ending) => {
    const run = await simulate(inChild(ending, largest), {
      ...ending.options,
      functions: { "billing:1": { durable: billing, timeoutMs: 60_000 } },
    });

    expect(run).toMatchObject({ status: "SUCCEEDED", result: "caught", invocations: 3 });
    expect(run.operations[1]?.ContextDetails).toMatchObject({ ReplayChildren: true });
  });
});
