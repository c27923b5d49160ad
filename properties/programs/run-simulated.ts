import {
  type CallbackReaction,
  type LambdaSettings,
  type SimulatedRun,
  simulate,
} from "../../src/index.ts";
import type { FinishedRun } from "./finished-run.ts";
import { handlerOf, targetsOf } from "./interpreter.ts";
import { callbacksOf } from "./places.ts";
import type { Program, Reaction } from "./program.ts";
import type { Ledger } from "./scope.ts";
import { wireCaseOf } from "./wire-cases.ts";

/** Runs a program on the simulated service, without faults. */
export async function simulatedRun(
  program: Program,
  settings: Partial<LambdaSettings> = {},
): Promise<FinishedRun> {
  const ledger: Ledger = new Map();
  const run = await simulate(handlerOf(program, ledger), {
    input: program.input,
    functions: targetsOf(program, ledger),
    callbacks: callbackScriptOf(program),
    // As fast as the official runner, which is in one process with what it invokes.
    settings: { invokeLatencyMs: 5, ...settings },
  });
  return finishedRun(run, ledger);
}

/** Runs a case of `wire-cases.ts` on the simulated service. */
export async function simulatedWireCase(name: string): Promise<FinishedRun> {
  const { handler, targets = {} } = wireCaseOf(name);
  return finishedRun(await simulate(handler(), { functions: targets }), new Map());
}

function finishedRun(run: SimulatedRun, bodyRuns: Ledger): FinishedRun {
  const startMs = run.history[0]?.EventTimestamp.getTime() ?? 0;
  return {
    status: run.status,
    result: run.result,
    error: run.error,
    operations: run.operations.filter(({ Type }) => Type !== "EXECUTION"),
    history: run.history,
    invocations: run.invocations,
    invokedEndsMs: run.executions
      .slice(1)
      .flatMap(({ history }) => history.at(-1)?.EventTimestamp.getTime() ?? []),
    reactionsMs: run.trace.flatMap((event) =>
      event.kind === "callback.sent" ? [startMs + event.atMs] : [],
    ),
    bodyRuns,
  };
}

/** Who completes which callback of a program, as `simulate` takes it. */
export function callbackScriptOf(program: Program): Record<string, CallbackReaction[]> {
  return Object.fromEntries(
    [...callbacksOf(program)].map(([name, { reactions }]) => [name, reactions.map(inMilliseconds)]),
  );
}

function inMilliseconds({ afterSeconds, ...reaction }: Reaction): CallbackReaction {
  return { ...reaction, afterMs: afterSeconds * 1_000 };
}
