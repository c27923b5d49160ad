import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
  withRetry,
} from "@aws/durable-execution-sdk-js";
import { digest } from "./digest.ts";
import { awaitCallback, startOperation } from "./operations.ts";
import { blockPlace, functionName, invocationsOf, statementPlace } from "./places.ts";
import type { Block, Program, Statement } from "./program.ts";
import { type Ledger, type Scope, fail, retryStrategy } from "./scope.ts";

/** A function that a program invokes, in the shape that `simulate` takes. */
export type Target =
  | { readonly durable: DurableLambdaHandler }
  | { readonly plain: (event: unknown) => unknown };

/** The durable function that a program describes; keeps count of its bodies in the ledger. */
export function handlerOf(program: Program, ledger: Ledger): DurableLambdaHandler {
  return blockHandler(program.body, "", ledger);
}

/** The functions that a program invokes, by name; unknown ones are left out. */
export function targetsOf(program: Program, ledger: Ledger): Record<string, Target> {
  const targets: Record<string, Target> = {};
  for (const { statement, place } of invocationsOf(program)) {
    const { target } = statement;
    const name = functionName(place);
    if (target.kind === "durable") {
      targets[name] = { durable: blockHandler(target.body, blockPlace(place, 0), ledger) };
    } else if (target.kind === "plain") {
      targets[name] = { plain: async () => await answer(() => target.returns) };
    } else if (target.kind === "failing") {
      targets[name] = { plain: async () => await answer(() => fail(target.with)) };
    }
  }
  return targets;
}

/**
 * How long an ordinary function takes: until some time after the function that invoked it has
 * suspended, and to no full or half second, when something else may happen.
 */
export const answerMs = 350;

async function answer<Result>(how: () => Result): Promise<Result> {
  await new Promise((resolve) => {
    setTimeout(resolve, answerMs);
  });
  return how();
}

function blockHandler(block: Block, place: string, ledger: Ledger): DurableLambdaHandler {
  return withDurableExecution(async (input: unknown, context: DurableContext) => ({
    input,
    results: await runBlock({ context, place, ledger, runBlock }, block),
  }));
}

async function runBlock(scope: Scope, block: Block): Promise<unknown> {
  const results: unknown[] = [];
  for (const [index, statement] of block.statements.entries()) {
    const place = statementPlace(scope.place, index);
    results.push(digest(await runStatement({ ...scope, place }, statement)));
  }
  return block.ballast === undefined ? results : [...results, "x".repeat(block.ballast)];
}

async function runStatement(scope: Scope, statement: Statement): Promise<unknown> {
  const inside = { ...scope, place: blockPlace(scope.place, 0) };
  switch (statement.kind) {
    case "throw":
      return fail(statement.with);
    case "attempt":
      try {
        return { returned: await runBlock(inside, statement.body) };
      } catch (error) {
        return { caught: digest(error) };
      }
    case "unawaited":
      // Not even a handler for its rejection: that would count as waiting for it.
      void startOperation(
        { ...scope, place: statementPlace(inside.place, 0) },
        statement.operation,
      );
      return "unawaited";
    case "callback":
      return await awaitCallback(scope, statement);
    case "retried":
      return await withRetry(
        scope.context,
        scope.place,
        async (context, attempt) => {
          const results = await runBlock({ ...inside, context }, statement.body);
          return attempt > statement.times ? results : fail(statement.with);
        },
        {
          retryStrategy: retryStrategy(statement.retry),
          wrapWithRunInChildContext: statement.bare !== true,
        },
      );
    case "step":
    case "wait":
    case "poll":
    case "child":
    case "map":
    case "parallel":
    case "waitForCallback":
    case "invoke":
    case "combine":
      return await startOperation(scope, statement);
    default:
      return statement satisfies never;
  }
}
