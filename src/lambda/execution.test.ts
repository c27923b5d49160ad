import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { describe, expect, it } from "vitest";
import { Execution } from "./execution.ts";
import { type LambdaSettings, defaultSettings } from "./settings.ts";
import {
  contextUpdate,
  executionStart,
  momentAt,
  startMs,
  stepUpdate,
  waitUpdate,
} from "./updates.test-support.ts";

const stale = { kind: "rejected", message: "Invalid checkpoint token" };

describe("the token of an execution", () => {
  it("is good for one accepted checkpoint, even an empty one", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);

    const next = nextToken(checkpoint(token, []));

    expect(checkpoint(token, [])).toEqual(stale);
    expect(checkpoint(next, [])).toMatchObject({ kind: "applied" });
  });

  it("outlives a batch that is refused", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);

    const refused = checkpoint(token, [waitUpdate("START")]);

    expect(refused).toEqual({
      kind: "rejected",
      message: "Update for WAIT operation requires WaitOptions.",
    });
    expect(checkpoint(token, [])).toMatchObject({ kind: "applied" });
  });

  it("is worth nothing once its invocation has ended, or the next one has begun", () => {
    const { execution, checkpoint, endInvocation } = started();
    const first = execution.beginInvocation(1).token;

    endInvocation();
    expect(checkpoint(first, [])).toEqual(stale);
    const second = execution.beginInvocation(2).token;

    expect(checkpoint(first, [])).toEqual(stale);
    expect(checkpoint(second, [])).toMatchObject({ kind: "applied" });
  });

  it("belongs to its execution", () => {
    const { execution } = started();
    const { token: CheckpointToken } = execution.beginInvocation(1);
    const request = { DurableExecutionArn: "arn:another", CheckpointToken, Updates: [] };

    expect(execution.checkpoint(request, momentAt(0))).toEqual(stale);
  });

  it("is worth nothing once the execution is closed", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);

    execution.close({ status: "STOPPED", error: {} }, momentAt(0));

    expect(checkpoint(token, [])).toEqual(stale);
  });
});

describe("the news of an execution", () => {
  it("tells the first invocation of the execution, with its input", () => {
    const { execution } = started();

    const { page, updated } = execution.beginInvocation(1);

    expect(updated).toEqual(["execution"]);
    expect(page.operations).toMatchObject([
      { Id: "execution", Type: "EXECUTION", ExecutionDetails: { InputPayload: `{"n":1}` } },
    ]);
  });

  it("comes with the response to the update, once", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);

    const first = checkpoint(token, [stepUpdate("START"), startWait("w", 60)]);
    const second = checkpoint(nextToken(first), []);

    expect(told(first)).toEqual(["a STARTED", "w STARTED"]);
    expect(told(second)).toEqual([]);
  });

  it("tells of a wait's end with the next response after it", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);

    const first = checkpoint(token, [startWait("w", 60)]);
    const early = checkpoint(nextToken(first), [], 59_999);
    const due = checkpoint(nextToken(early), [stepUpdate("START")], 60_000);

    expect(told(early)).toEqual([]);
    expect(told(due)).toEqual(["w SUCCEEDED", "a STARTED"]);
  });

  it("is left for the next invocation when no response tells it", () => {
    const { execution, checkpoint, endInvocation } = started();
    const { token } = execution.beginInvocation(1);
    checkpoint(token, [startWait("w", 60)]);

    endInvocation(60_000);

    expect(execution.hasUntold).toBe(true);
    expect(execution.beginInvocation(2).updated).toEqual(["w"]);
    expect(execution.hasUntold).toBe(false);
  });

  it("makes a step READY when its time has come, and says so", () => {
    const { execution, checkpoint, endInvocation, due } = started();
    const { token } = execution.beginInvocation(1);
    checkpoint(token, [retryStep("a", 5)]);
    endInvocation();

    expect([...due]).toEqual([["a", 5_000]]);
    execution.moveDue(momentAt(5_000));

    const { page, updated } = execution.beginInvocation(2);
    expect(updated).toEqual(["a"]);
    expect(page.operations.at(-1)).toMatchObject({ Id: "a", Status: "READY" });
    expect(due.size).toBe(0);
  });
});

describe("what may still wake an execution", () => {
  it("is a timer, or something untold; a step that runs is neither", () => {
    const { execution, checkpoint } = started();
    expect(execution.canWake).toBe(true);

    const { token } = execution.beginInvocation(1);
    const first = checkpoint(token, [stepUpdate("START"), contextUpdate("START")]);
    expect(execution.canWake).toBe(false);

    checkpoint(nextToken(first), [startWait("w", 60)]);
    expect(execution.canWake).toBe(true);

    execution.moveDue(momentAt(60_000));
    expect(execution.canWake).toBe(true);
    execution.beginInvocation(2);
    expect(execution.canWake).toBe(false);
  });
});

describe("the operations that a new invocation is shown", () => {
  it("leave out what lies below a finished context, at any depth", () => {
    expect(shownAfter([contextUpdate("SUCCEED")])).toEqual(["execution", "c"]);
    expect(shownAfter([contextUpdate("FAIL")])).toEqual(["execution", "c"]);
  });

  it("keep what lies below a context that replays its children, or is not finished", () => {
    const ContextOptions = { ReplayChildren: true };

    expect(shownAfter([])).toEqual(["execution", "c", "d", "e"]);
    expect(shownAfter([contextUpdate("SUCCEED", { ContextOptions })])).toEqual([
      "execution",
      "c",
      "d",
      "e",
    ]);
  });

  it("leave out a context that replays its children, below one that does not", () => {
    const inner = contextUpdate("SUCCEED", {
      Id: "d",
      ParentId: "c",
      ContextOptions: { ReplayChildren: true },
    });

    expect(shownAfter([inner, contextUpdate("SUCCEED")])).toEqual(["execution", "c"]);
  });
});

describe("the clock of an execution", () => {
  it("moves what is due in the order of time, not of start", () => {
    const { execution, checkpoint } = started();
    const { token } = execution.beginInvocation(1);
    checkpoint(token, [startWait("long", 90), startWait("short", 30), retryStep("a", 60)]);

    execution.moveDue(momentAt(90_000));

    expect(execution.beginInvocation(2).updated).toEqual(["short", "a", "long"]);
  });

  it("stands still once the execution is closed", () => {
    const { execution, checkpoint, endInvocation, due } = started();
    const { token } = execution.beginInvocation(1);
    checkpoint(token, [startWait("w", 60)]);
    endInvocation();
    execution.close({ status: "SUCCEEDED", result: "1" }, momentAt(0));

    execution.moveDue(momentAt(60_000));

    expect(due.size).toBe(0);
    expect(execution.operations.at(-1)).toMatchObject({ Id: "w", Status: "STARTED" });
  });
});

describe("the progress of an execution", () => {
  it("grows by one for each finished attempt, and for each finished operation", () => {
    const { execution, checkpoint } = started();
    const seen: number[] = [];
    let { token } = execution.beginInvocation(1);

    for (const update of [
      stepUpdate("START"),
      retryStep("a", 1),
      startWait("w", 5),
      stepUpdate("SUCCEED"),
    ]) {
      // The step is READY and the wait has ended when the last update comes.
      token = nextToken(checkpoint(token, [update], 10_000 * seen.length));
      seen.push(execution.progress);
    }

    expect(seen).toEqual([0, 1, 1, 4]);
  });
});

function started(changes: Partial<LambdaSettings> = {}) {
  const due = new Map<string, number>();
  const execution = new Execution(
    executionStart({
      settings: { ...defaultSettings, ...changes },
      observer: {
        onMove: () => {},
        onClose: () => {},
        onDue: (id, dueMs) => {
          if (dueMs === undefined) due.delete(id);
          else due.set(id, dueMs - startMs);
        },
      },
    }),
    momentAt(0),
  );
  const checkpoint = (CheckpointToken: string, Updates: OperationUpdate[], ms = 0) =>
    execution.checkpoint(
      { DurableExecutionArn: "arn:execution", CheckpointToken, Updates },
      momentAt(ms),
    );
  const endInvocation = (ms = 0) => {
    const ended = { requestId: "request", startedAt: momentAt(0).date, error: undefined };
    execution.endInvocation(ended, momentAt(ms));
  };
  return { execution, checkpoint, endInvocation, due };
}

type Answer = ReturnType<Execution["checkpoint"]>;

function nextToken(answer: Answer): string {
  if (answer.kind === "rejected") throw new Error(answer.message);
  return answer.response.CheckpointToken ?? "";
}

function told(answer: Answer): string[] {
  if (answer.kind === "rejected") throw new Error(answer.message);
  const { Operations = [] } = answer.response.NewExecutionState ?? {};
  return Operations.map(({ Id, Status }) => `${Id} ${Status}`);
}

/** Contexts c and d and a step e, each below the one before; ids shown after further updates. */
function shownAfter(updates: OperationUpdate[]): string[] {
  const { execution, checkpoint, endInvocation } = started();
  const { token } = execution.beginInvocation(1);
  const first = checkpoint(token, [
    contextUpdate("START"),
    contextUpdate("START", { Id: "d", ParentId: "c" }),
    stepUpdate("SUCCEED", { Id: "e", ParentId: "d" }),
  ]);
  nextToken(checkpoint(nextToken(first), updates));
  endInvocation();
  return execution.beginInvocation(2).page.operations.map(({ Id }) => Id);
}

function startWait(Id: string, WaitSeconds: number): OperationUpdate {
  return waitUpdate("START", { Id, WaitOptions: { WaitSeconds } });
}

function retryStep(Id: string, NextAttemptDelaySeconds: number): OperationUpdate {
  return stepUpdate("RETRY", { Id, StepOptions: { NextAttemptDelaySeconds } });
}
