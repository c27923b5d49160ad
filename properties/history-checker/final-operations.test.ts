import { describe, expect, it } from "vitest";
import { type Chronicle, chronicle, moment } from "./chronicle.test-support.ts";
import { finalOperations, finalStates } from "./final-operations.ts";
import { render } from "./history-checker.ts";
import type { RecordedOperation, Rule } from "./recorded.ts";

const execution: RecordedOperation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: moment(0),
  ExecutionDetails: { InputPayload: "{}" },
};
const began = chronicle().started().at(10);

describe("finalOperations", () => {
  it("are the execution, and what it did in order", () => {
    const history = began.stepStarted("b").stepStarted("a");

    expect(judge(finalOperations, history, [execution, stepOf("b"), stepOf("a")])).toEqual([]);
    expect(judge(finalOperations, history, [execution, stepOf("a"), stepOf("b")])).toEqual([
      "the operations are a,b, by the history they are b,a",
    ]);
  });

  it("are all of them, and no others", () => {
    expect(judge(finalOperations, began.stepStarted("a"), [execution])).toEqual([
      "the operations are , by the history they are a",
    ]);
    expect(judge(finalOperations, began, [execution, stepOf("a")])).toEqual([
      "the operations are a, by the history they are ",
    ]);
    expect(judge(finalOperations, began, [])).toEqual([
      "event 1, ExecutionStarted execution: no operation stands for the execution",
    ]);
  });

  it("have the execution as it was started, closed or not", () => {
    const closed = { ...execution, Status: "TIMED_OUT", EndTimestamp: moment(10) } as const;

    expect(judge(finalOperations, began.timedOut(), [execution])).toEqual([]);
    expect(judge(finalOperations, began.timedOut(), [closed])).toEqual([]);
    expect(judge(finalOperations, began, [closed])).toHaveLength(1);
    expect(
      judge(finalOperations, began, [{ ...execution, ExecutionDetails: { InputPayload: "1" } }]),
    ).toEqual([
      'event 1, ExecutionStarted execution: the execution ends otherwise:  ExecutionDetails.InputPayload is "1" instead of "{}"',
    ]);
  });
});

describe("finalStates", () => {
  const failed = { ErrorType: "Error", ErrorMessage: "no" };
  const dueAfter5s = { Attempt: 1, Error: failed, NextAttemptTimestamp: moment(5_010) };
  const retrying = began.stepStarted("a").stepFailed("a", 1, 5);
  const pending = stepOf("a", { Status: "PENDING", StepDetails: dueAfter5s });
  const ready = stepOf("a", { Status: "READY", StepDetails: { Attempt: 1, Error: failed } });

  it.each<[string, Chronicle, RecordedOperation]>([
    ["a step that runs", began.stepStarted("a"), stepOf("a")],
    [
      "a step that succeeded",
      began.stepStarted("a").at(20).stepSucceeded("a", 1),
      stepOf("a", {
        Status: "SUCCEEDED",
        EndTimestamp: moment(20),
        StepDetails: { Attempt: 1, Result: '"a"' },
      }),
    ],
    ["a step that waits for its retry", retrying, pending],
    ["a step whose retry is due", retrying.at(5_011).stepStarted("b"), ready],
    [
      "a step that runs again",
      retrying.at(5_010).stepStarted("a"),
      stepOf("a", { StepDetails: { Attempt: 1, Result: "whatever was left" } }),
    ],
    [
      "a wait",
      began.waitStarted("a", 5).at(5_010).waitSucceeded("a", 5),
      {
        ...stepOf("a"),
        Type: "WAIT",
        SubType: "Wait",
        Status: "SUCCEEDED",
        EndTimestamp: moment(5_010),
        WaitDetails: { ScheduledEndTimestamp: moment(5_010) },
      },
    ],
    [
      "a context",
      began.contextStarted("a").contextFailed("a"),
      {
        ...stepOf("a"),
        Type: "CONTEXT",
        SubType: "RunInChildContext",
        Status: "FAILED",
        EndTimestamp: moment(10),
        ContextDetails: { Error: failed },
      },
    ],
    [
      "a callback that timed out",
      began
        .callbackStarted("a", { timeout: 5 })
        .at(5_010)
        .callbackTimedOut("a", "Callback.Timeout"),
      {
        ...stepOf("a"),
        Type: "CALLBACK",
        SubType: "Callback",
        Status: "TIMED_OUT",
        EndTimestamp: moment(5_010),
        CallbackDetails: {
          CallbackId: "callback a",
          Error: { ErrorType: "Callback.Timeout", ErrorMessage: "Callback timed out" },
        },
      },
    ],
  ])("are those in which the events left %s", (_what, history, operation) => {
    expect(judge(finalStates, history, [execution, operation])).toEqual([]);
  });

  const succeeded = began.stepStarted("a").at(20).stepSucceeded("a", 1);
  const fine = {
    Status: "SUCCEEDED",
    EndTimestamp: moment(20),
    StepDetails: { Attempt: 1, Result: '"a"' },
  } as const;

  it.each<[string, Partial<RecordedOperation>]>([
    ["Status", { Status: "STARTED" }],
    ["EndTimestamp", { EndTimestamp: moment(21) }],
    ["StartTimestamp", { StartTimestamp: moment(11) }],
    ["Name", { Name: "other" }],
    ["ParentId", { ParentId: "other" }],
    ["StepDetails.Attempt", { StepDetails: { Attempt: 2, Result: '"a"' } }],
    ["StepDetails.Result", { StepDetails: { Attempt: 1, Result: '"b"' } }],
    ["StepDetails.Error", { StepDetails: { Attempt: 1, Result: '"a"', Error: failed } }],
  ])("have no other %s", (field, change) => {
    const found = judge(finalStates, succeeded, [execution, stepOf("a", { ...fine, ...change })]);

    expect(found).toEqual([expect.stringContaining(`operation a ends otherwise:  ${field} is`)]);
  });

  it("are not late: a retry that fell due is ready, one that is to come is not", () => {
    expect(judge(finalStates, retrying.at(5_011).timedOut(), [execution, pending])).toHaveLength(1);
    expect(judge(finalStates, retrying.at(5_009).timedOut(), [execution, ready])).toHaveLength(1);
    expect(judge(finalStates, retrying.at(5_009).timedOut(), [execution, pending])).toEqual([]);
  });

  it("are pending until the delay of the retry is over", () => {
    const StepDetails = { ...dueAfter5s, NextAttemptTimestamp: moment(5_011) };
    const found = judge(finalStates, retrying, [execution, { ...pending, StepDetails }]);

    expect(found).toEqual([expect.stringContaining("StepDetails.NextAttemptTimestamp is")]);
  });
});

function stepOf(Id: string, change: Partial<RecordedOperation> = {}): RecordedOperation {
  const StartTimestamp = moment(10);
  return { Id, Type: "STEP", SubType: "Step", Status: "STARTED", StartTimestamp, ...change };
}

function judge(
  rule: Rule,
  { events }: Chronicle,
  operations: readonly RecordedOperation[],
): readonly string[] {
  return Array.from(rule({ history: events, operations }), render);
}
