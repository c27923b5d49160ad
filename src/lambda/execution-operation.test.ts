import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import type { ClosedOutcome } from "../kernel/outcome.ts";
import { Execution } from "./execution.ts";
import { executionRules, outcomeOf } from "./execution-operation.ts";
import type { Operation, Update } from "./operation.ts";
import {
  boom,
  callbackUpdate,
  executionStart,
  momentAt,
  stepUpdate,
  surroundings,
  verdictOn,
  waitUpdate,
} from "./updates.test-support.ts";

const noAction = "Invalid EXECUTION action.";
const stale = "Invalid checkpoint token";

type Row = readonly [from: string, ...verdicts: string[]];

describe("an execution, for the function", () => {
  it.each<Row>([
    // From       START      SUCCEED   FAIL      RETRY     CANCEL
    ["absent", noAction, noAction, noAction, noAction, noAction],
    ["STARTED", noAction, "SUCCEEDED", "FAILED", noAction, noAction],
  ])(
    "that is %s may move to START: %s, SUCCEED: %s, FAIL: %s, RETRY: %s, CANCEL: %s",
    (from, ...expected) => {
      const current = from === "absent" ? undefined : theExecution;

      const verdicts = actions.map((action) => verdictOn(executionRules, current, close(action)));

      expect(verdicts).toEqual(expected);
    },
  );

  it.each<ClosedOutcome>([
    { status: "SUCCEEDED", result: "1" },
    { status: "FAILED", error: boom },
    { status: "TIMED_OUT", error: boom },
    { status: "STOPPED", error: {} },
  ])("that has ended with %o takes no action any more", (outcome) => {
    const { execution, checkpoint } = begun();
    execution.close(outcome, momentAt(0));

    for (const action of actions) expect(checkpoint([close(action)])).toBe(stale);
    expect(execution.outcome).toEqual(outcome);
  });

  it("is closed with a result or an error, never with both", () => {
    expect(verdictOn(executionRules, theExecution, close("SUCCEED", { Error: boom }))).toBe(
      "Cannot provide an Error for SUCCEED action.",
    );
    expect(verdictOn(executionRules, theExecution, close("FAIL", { Payload: "1" }))).toBe(
      "Cannot provide a Payload for FAIL action.",
    );
  });

  it.each<[Update, string, object]>([
    [
      close("SUCCEED", { Payload: "1" }),
      "SUCCEEDED",
      {
        EventType: "ExecutionSucceeded",
        ExecutionSucceededDetails: { Result: { Payload: "1", Truncated: false } },
      },
    ],
    [
      close("FAIL", { Error: boom }),
      "FAILED",
      {
        EventType: "ExecutionFailed",
        ExecutionFailedDetails: { Error: { Payload: boom, Truncated: false } },
      },
    ],
    [
      close("FAIL"),
      "FAILED",
      {
        EventType: "ExecutionFailed",
        ExecutionFailedDetails: { Error: { Payload: {}, Truncated: false } },
      },
    ],
  ])("keeps its identity and input when it is closed by %o", (update, Status, event) => {
    expect(executionRules.apply(theExecution, update, momentAt(900), surroundings)).toEqual({
      kind: "moved",
      operation: { ...theExecution, Status, EndTimestamp: momentAt(900).date },
      event,
    });
  });

  it("ends with what the update carries", () => {
    expect([
      outcomeOf(close("SUCCEED", { Payload: "1" })),
      outcomeOf(close("SUCCEED")),
      outcomeOf(close("FAIL", { Error: boom })),
      outcomeOf(close("FAIL")),
    ]).toEqual([
      { status: "SUCCEEDED", result: "1" },
      { status: "SUCCEEDED", result: undefined },
      { status: "FAILED", error: boom },
      { status: "FAILED", error: {} },
    ]);
  });

  it("is never moved by the clock of its operations", () => {
    expect(executionRules.dueMs(theExecution)).toBeUndefined();
  });
});

describe("an EXECUTION update in a checkpoint", () => {
  it("means the execution whatever its id and name say", () => {
    const { execution, checkpoint, closed } = begun();
    const strange = { Id: "made-up", Name: "whatever", SubType: "Result" };

    expect(checkpoint([close("SUCCEED", { ...strange, Payload: "1" })])).toBe("applied");

    expect(execution.operations).toMatchObject([
      { Id: "execution", Type: "EXECUTION", Status: "SUCCEEDED" },
    ]);
    expect(execution.operations[0]).not.toHaveProperty("Name");
    expect(closed).toEqual([{ status: "SUCCEEDED", result: "1" }]);
  });

  it("closes the execution after the rest of the batch, with one event for each", () => {
    const { execution, checkpoint } = begun();

    checkpoint([
      stepUpdate("START"),
      stepUpdate("SUCCEED", { Payload: "7" }),
      close("FAIL", { Error: boom }),
    ]);

    expect(execution.outcome).toEqual({ status: "FAILED", error: boom });
    expect(execution.history.events.map(({ EventType }) => EventType)).toEqual([
      "ExecutionStarted",
      "StepStarted",
      "StepSucceeded",
      "ExecutionFailed",
    ]);
  });

  it("is answered without a token, and cannot be asked again", () => {
    const { execution, request } = begun();
    const asked = { ...request([close("SUCCEED", { Payload: "1" })]), ClientToken: "first" };

    const answer = execution.checkpoint(asked, momentAt(0));

    expect(answer).toMatchObject({ kind: "applied" });
    expect(answer).not.toHaveProperty("response.CheckpointToken");
    expect(answer).toMatchObject({
      response: { NewExecutionState: { Operations: [{ Type: "EXECUTION", Status: "SUCCEEDED" }] } },
    });
    expect(execution.checkpoint(asked, momentAt(0))).toEqual({ kind: "rejected", message: stale });
  });

  it("changes nothing when the batch is refused", () => {
    const { execution, checkpoint, closed } = begun();

    const verdict = checkpoint([stepUpdate("START"), close("SUCCEED", { Error: boom })]);

    expect(verdict).toBe("Cannot provide an Error for SUCCEED action.");
    expect(execution.isOpen).toBe(true);
    expect(execution.operations).toHaveLength(1);
    expect(closed).toEqual([]);
  });

  it("leaves open what is open, and nothing that could wake or move it", () => {
    const { execution, checkpoint } = begun();
    const wait = waitUpdate("START", { WaitOptions: { WaitSeconds: 5 } });

    checkpoint([wait, callbackUpdate("START"), stepUpdate("START"), close("SUCCEED")]);
    execution.moveDue(momentAt(60_000));

    expect(execution.operations.map(({ Id, Status }) => `${Id} ${Status}`)).toEqual([
      "execution SUCCEEDED",
      "w STARTED",
      "k STARTED",
      "a STARTED",
    ]);
    expect(execution.canWake).toBe(false);
  });
});

const actions = ["START", "SUCCEED", "FAIL", "RETRY", "CANCEL"] as const;

const theExecution: Operation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: momentAt(0).date,
  ExecutionDetails: { InputPayload: "{}" },
};

function close(Action: Update["Action"], changes: Partial<Update> = {}): Update {
  return { Id: "execution-result-1", Type: "EXECUTION", Action, ...changes };
}

/** An execution with an invocation in flight, and what its observer hears of its end. */
function begun() {
  const closed: ClosedOutcome[] = [];
  const observer = {
    onMove: () => {},
    onDue: () => {},
    onClose: (outcome: ClosedOutcome) => {
      closed.push(outcome);
    },
  };
  const execution = new Execution(executionStart({ observer }), momentAt(0));
  const { token: CheckpointToken } = execution.beginInvocation(1);
  const request = (Updates: OperationUpdate[]) => ({
    DurableExecutionArn: "arn:execution",
    CheckpointToken,
    Updates,
  });
  const checkpoint = (updates: OperationUpdate[]) => {
    const answer = execution.checkpoint(request(updates), momentAt(0));
    return answer.kind === "rejected" ? answer.message : answer.kind;
  };
  return { execution, request, checkpoint, closed };
}
