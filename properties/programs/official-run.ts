import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import {
  type DurableOperation,
  LocalDurableTestRunner,
  type TestResult,
  WaitingOperationStatus,
} from "@aws/durable-execution-sdk-js-testing";
import type { FinishedRun } from "./finished-run.ts";
import { type Target, handlerOf, targetsOf } from "./interpreter.ts";
import { callbacksOf } from "./places.ts";
import type { Program, Reaction } from "./program.ts";
import type { Ledger } from "./scope.ts";
import { wireCaseOf } from "./wire-cases.ts";

/** A program that retries a block creates the callbacks in it that often at most. */
const mostCallbacksOfOneName = 4;

/** Runs a program on the official runner of this process. */
export async function runProgram(program: Program): Promise<FinishedRun> {
  const ledger: Ledger = new Map();
  const runner = runnerOf(handlerOf(program, ledger), targetsOf(program, ledger));
  for (const [name, { reactions }] of callbacksOf(program)) {
    for (let nth = 0; nth < mostCallbacksOfOneName; nth++) {
      void playReactions(runner.getOperation(name, nth), reactions);
    }
  }
  return finishedRun(await runner.run({ payload: program.input }), ledger);
}

/** Runs a case of `wire-cases.ts` on the official runner of this process. */
export async function runWireCase(name: string): Promise<FinishedRun> {
  const { handler, targets = {} } = wireCaseOf(name);
  return finishedRun(await runnerOf(handler(), targets).run({ payload: {} }), new Map());
}

function runnerOf(
  handlerFunction: DurableLambdaHandler,
  targets: Readonly<Record<string, Target>>,
): LocalDurableTestRunner {
  const runner = new LocalDurableTestRunner({ handlerFunction });
  for (const [name, target] of Object.entries(targets)) {
    if ("durable" in target) runner.registerDurableFunction(name, target.durable);
    else runner.registerFunction(name, async (event: unknown) => target.plain(event));
  }
  return runner;
}

function finishedRun(execution: TestResult, bodyRuns: Ledger): FinishedRun {
  const succeeded = execution.getStatus() === "SUCCEEDED";
  const error = succeeded ? undefined : execution.getError();
  return {
    status: String(execution.getStatus()),
    result: succeeded ? execution.getResult() : undefined,
    error: error && {
      ErrorType: error.errorType,
      ErrorMessage: error.errorMessage,
      ErrorData: error.errorData,
      StackTrace: error.stackTrace,
    },
    operations: execution
      .getOperations()
      .flatMap((operation) => operation.getOperationData() ?? []),
    history: execution.getHistoryEvents(),
    invocations: execution.getInvocations().length,
    invokedEndsMs: [],
    reactionsMs: [],
    bodyRuns,
  };
}

async function playReactions(
  operation: DurableOperation,
  reactions: readonly Reaction[],
): Promise<void> {
  try {
    await operation.waitForData(WaitingOperationStatus.STARTED);
  } catch {
    // The execution ended without this callback.
    return;
  }
  for (const reaction of reactions) {
    setTimeout(
      () => void react(operation, reaction).catch(() => {}),
      reaction.afterSeconds * 1_000,
    );
  }
}

async function react(operation: DurableOperation, reaction: Reaction): Promise<unknown> {
  switch (reaction.kind) {
    case "succeed":
      return await operation.sendCallbackSuccess(reaction.result);
    case "fail":
      return await operation.sendCallbackFailure(reaction.error);
    case "heartbeat":
      return await operation.sendCallbackHeartbeat();
    default:
      return reaction satisfies never;
  }
}
