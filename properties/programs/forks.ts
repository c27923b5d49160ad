import {
  type BatchResult,
  type CompletionConfig,
  CompletionOutcome,
  DurablePromise,
  NestingType,
  completeBatch,
  continueBatch,
} from "@aws/durable-execution-sdk-js";
import { blockPlace } from "./places.ts";
import type { Completion, ForkStatement } from "./program.ts";
import { type Scope, nameIn } from "./scope.ts";

/** Calls `map` or `parallel` for the statement at the scope's place. */
export function startFork(scope: Scope, statement: ForkStatement): DurablePromise<unknown> {
  const batch = statement.kind === "map" ? map(scope, statement) : parallel(scope, statement);
  if (statement.strict !== true) return batch;
  return new DurablePromise(async () => {
    const result = await batch;
    result.throwIfError();
    return result;
  });
}

function map(scope: Scope, statement: ForkStatement): DurablePromise<BatchResult<unknown>> {
  return scope.context.map(
    nameIn(scope, statement),
    [...statement.branches],
    async (context, branch, index) =>
      await scope.runBlock({ ...scope, context, place: blockPlace(scope.place, index) }, branch),
    {
      ...configOf(statement),
      ...(statement.namedBranches === true
        ? { itemNamer: (_branch, index) => branchName(scope, index) }
        : {}),
    },
  );
}

function parallel(scope: Scope, statement: ForkStatement): DurablePromise<BatchResult<unknown>> {
  return scope.context.parallel<unknown>(
    nameIn(scope, statement),
    statement.branches.map((branch, index) => ({
      ...(statement.namedBranches === true ? { name: branchName(scope, index) } : {}),
      func: async (context) =>
        await scope.runBlock({ ...scope, context, place: blockPlace(scope.place, index) }, branch),
    })),
    configOf(statement),
  );
}

function branchName({ place }: Scope, index: number): string {
  return `${place}-branch-${index}`;
}

function configOf({ maxConcurrency, completion, flat }: ForkStatement) {
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(completion === undefined ? {} : { completionConfig: completionConfig(completion) }),
    ...(flat === true ? { nesting: NestingType.FLAT } : {}),
  };
}

function completionConfig(completion: Completion): CompletionConfig {
  if (!("completeAfter" in completion)) return completion;
  const { completeAfter, as } = completion;
  return {
    shouldComplete: ({ completedCount }) =>
      completedCount >= completeAfter ? completeBatch(CompletionOutcome[as]) : continueBatch(),
  };
}
