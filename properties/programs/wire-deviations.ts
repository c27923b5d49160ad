import { expect } from "vitest";
import type { FinishedRun, RecordedEvent } from "./finished-run.ts";

/** A way in which the official runner is not AWS, that a case of `wire-cases.ts` shows. */
export interface WireDeviation {
  readonly name: string;
  readonly wireCase: string;
  /** What of a run shows it. */
  readonly shows: (run: FinishedRun) => unknown;
  readonly official: unknown;
  readonly service: unknown;
}

/** What no comparison of results and operations meets, and a function of its own shows. */
export const wireDeviations: readonly WireDeviation[] = [
  {
    name: "a failed invocation is not tried again",
    wireCase: "crashes once",
    shows: ({ result }) => result,
    official: "REJECTED: out of memory",
    service: 2,
  },
  {
    name: "a checkpoint token can be spent twice",
    wireCase: "spends a token twice",
    shows: ({ result }) => result,
    official: ["accepted", "accepted"],
    service: ["accepted", "Invalid checkpoint token"],
  },
  {
    name: "a payload may have any size",
    wireCase: "sends a payload of 300,000 characters",
    shows: ({ result }) => result,
    official: ["accepted"],
    service: ["STEP output payload size must be less than or equal to 262144 bytes."],
  },
  {
    name: "a name may have any length",
    wireCase: "sends a name of 257 characters",
    shows: ({ result }) => result,
    official: ["accepted"],
    service: [expect.stringContaining("'updates.1.member.name' failed to satisfy constraint")],
  },
  {
    name: "a number may have any value",
    wireCase: "sends a wait of no seconds",
    shows: ({ result }) => result,
    official: ["accepted"],
    service: [
      expect.stringContaining("'updates.1.member.waitOptions.waitSeconds' failed to satisfy"),
    ],
  },
  {
    name: "an execution may have any number of operations",
    wireCase: "starts 3,001 operations",
    shows: ({ result }) => result,
    official: ["accepted"],
    service: ["An execution can have at most 3000 operations."],
  },
  {
    name: "an operation can change its name",
    wireCase: "changes the name of a step",
    shows: ({ result }) => result,
    official: ["accepted", "accepted"],
    service: ["accepted", "Inconsistent operation name."],
  },
  {
    name: "the operations in a finished context come back",
    wireCase: "counts the operations it is given",
    shows: ({ result }) => result,
    official: [1, 4],
    service: [1, 3],
  },
  {
    name: "an idle PENDING ends the run instead of the execution",
    wireCase: "waits for nothing",
    shows: ({ status, result }) => result ?? status,
    official: expect.stringMatching(/^REJECTED: .*Cannot return PENDING status/),
    service: "FAILED",
  },
  {
    name: "the time of an invocation never runs out",
    wireCase: "looks how much time is left",
    shows: ({ result }) => ({ less: result }),
    official: { less: false },
    service: { less: true },
  },
  {
    name: "an execution has no time limit",
    wireCase: "looks how much time is left",
    shows: ({ history }) => detailsOf(history, "ExecutionStarted")["ExecutionTimeout"],
    official: undefined,
    service: 31_622_400,
  },
  {
    name: "an answer during an invocation is not heard of before the next timer",
    wireCase: "goes on with an answer during a wait",
    shows: ({ history }) => typesOf(history, ["StepStarted", "WaitSucceeded"]),
    official: ["WaitSucceeded", "StepStarted"],
    service: ["StepStarted", "WaitSucceeded"],
  },
  {
    name: "the history counts the attempts before the one that ended",
    wireCase: "succeeds in the second attempt",
    shows: ({ history }) => detailsOf(history, "StepSucceeded")["RetryDetails"],
    official: { CurrentAttempt: 1, NextAttemptDelaySeconds: undefined },
    service: { CurrentAttempt: 2 },
  },
  {
    name: "an invocation without an error has one in the history",
    wireCase: "succeeds in the second attempt",
    shows: ({ history }) => "Error" in detailsOf(history, "InvocationCompleted"),
    official: true,
    service: false,
  },
  {
    name: "the history does not tell what was invoked with what",
    wireCase: "invokes with an input",
    shows: ({ history }) => detailsOf(history, "ChainedInvokeStarted"),
    official: { FunctionName: "", Input: { Payload: "" }, DurableExecutionArn: "" },
    service: expect.objectContaining({
      FunctionName: "quick:1",
      Input: { Payload: '"in"', Truncated: false },
      ExecutedVersion: "1",
    }),
  },
];

function typesOf(history: readonly RecordedEvent[], types: readonly string[]) {
  return history.map(({ EventType = "" }) => EventType).filter((type) => types.includes(type));
}

function detailsOf(history: readonly RecordedEvent[], type: string): Record<string, unknown> {
  const event: object = history.findLast(({ EventType }) => EventType === type) ?? {};
  const details = Object.entries(event).find(([key]) => key === `${type}Details`);
  return (details?.[1] ?? {}) as Record<string, unknown>;
}
