import type { Block, CallbackPlan, InvokeStatement, Program, Statement } from "./program.ts";

/** A statement, and where in its program it stands: also the name of its operation. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly place: string;
  /** Whether it runs in a function that the program invokes, an execution of its own. */
  readonly invoked: boolean;
}

/** The place of a statement in the block at a place. */
export function statementPlace(block: string, index: number): string {
  return `${block}s${index}`;
}

/** The place of a block in the statement at a place. */
export function blockPlace(statement: string, index: number): string {
  return `${statement}-b${index}-`;
}

/** Every statement of a program, outer ones before the inner ones. */
export function statementsOf(program: Program): PlacedStatement[] {
  return placed(program.body.statements, "", false);
}

/** The name under which the target of an invocation is registered; AWS wants a qualifier. */
export function functionName(place: string): string {
  return `target-${place}:1`;
}

/** The invocations of a program, including those of invoked functions. */
export function invocationsOf(
  program: Program,
): { readonly statement: InvokeStatement; readonly place: string }[] {
  return statementsOf(program).flatMap(({ statement, place }) =>
    statement.kind === "invoke" ? [{ statement, place }] : [],
  );
}

/** The callbacks of a program by their names. */
export function callbacksOf(program: Program): Map<string, CallbackPlan> {
  return new Map(
    statementsOf(program).flatMap(({ statement, place }) =>
      statement.kind === "callback" || statement.kind === "waitForCallback"
        ? [[place, statement.plan]]
        : [],
    ),
  );
}

function placed(
  statements: readonly Statement[],
  block: string,
  invoked: boolean,
): PlacedStatement[] {
  return statements.flatMap((statement, index) => {
    const place = statementPlace(block, index);
    return [
      { statement, place, invoked },
      ...innerBlocks(statement).flatMap((inner, nth) =>
        placed(inner.statements, blockPlace(place, nth), invoked || statement.kind === "invoke"),
      ),
    ];
  });
}

/** The blocks of a statement in the order of their places. */
function innerBlocks(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case "child":
    case "attempt":
    case "retried":
      return [statement.body];
    case "map":
    case "parallel":
      return statement.branches;
    case "callback":
      return [{ statements: statement.meanwhile ?? [] }];
    case "combine":
      return [{ statements: statement.operations }];
    case "unawaited":
      return [{ statements: [statement.operation] }];
    case "invoke":
      return statement.target.kind === "durable" ? [statement.target.body] : [];
    case "step":
    case "wait":
    case "poll":
    case "waitForCallback":
    case "throw":
      return [];
    default:
      return statement satisfies never;
  }
}
