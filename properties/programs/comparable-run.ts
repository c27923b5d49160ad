import { digest } from "./digest.ts";
import type { FinishedRun } from "./finished-run.ts";
import { type OperationNode, comparableError, operationTree } from "./operation-tree.ts";
import { statementsOf } from "./places.ts";
import type { Json, Program } from "./program.ts";

/** What two services must agree on when they ran the same program. */
export interface ComparableRun {
  readonly status: string;
  readonly result?: Json;
  readonly error?: Json;
  /** Missing where a service does not tell. */
  readonly operations?: readonly OperationNode[];
  /** How often each body ran, but for those of invoked functions, which may outlive the program. */
  readonly bodyRuns?: Json;
}

export function comparableRun(program: Program, run: FinishedRun): ComparableRun {
  const invoked = new Set(
    statementsOf(program).flatMap((statement) => (statement.invoked ? [statement.place] : [])),
  );
  return {
    status: run.status,
    ...(run.result === undefined ? {} : { result: digest(run.result) }),
    ...(run.error === undefined ? {} : { error: comparableError(run.error) }),
    operations: operationTree(run.operations),
    bodyRuns: Object.fromEntries([...run.bodyRuns].filter(([place]) => !invoked.has(place))),
  };
}

/** A run that the official runner gave up: it throws, and leaves nothing to look at. */
export function rejectedRun(thrown: unknown): ComparableRun {
  const { message } = thrown instanceof Error ? thrown : { message: JSON.stringify(thrown) };
  return { status: "REJECTED", error: message };
}
