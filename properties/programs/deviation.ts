import type { ComparableRun } from "./comparable-run.ts";
import type { OperationNode } from "./operation-tree.ts";
import type { Program, Statement } from "./program.ts";

/**
 * A way in which the official runner is not AWS, and how the comparison deals with it: nothing
 * else is left out of the comparison, and each of these has a test that shows both sides.
 */
export interface Deviation {
  readonly name: string;
  /** Only of a runner that skips time. */
  readonly skippingTime?: true;
  /** The smallest program that shows it. */
  readonly example: Program;
  /** What of a run shows it. */
  readonly shows: (run: ComparableRun) => unknown;
  readonly official: unknown;
  readonly service: unknown;
  /** Takes the difference out of a run of either side. */
  readonly normalise?: (run: ComparableRun) => ComparableRun;
  /** Programs that cannot be compared because of it: they go on differently from then on. */
  readonly concerns?: (program: Program) => boolean;
}

/** What goes wrong in the examples. */
export const boom = { name: "Boom", message: "boom" };

export function programOf(...statements: readonly Statement[]): Program {
  return { input: null, body: { statements } };
}

/** Tells something of every operation of a run, but not of those in them. */
export function eachOperation(tell: (operation: OperationNode) => unknown) {
  return ({ operations = [] }: ComparableRun): unknown => operations.map(tell);
}

/** Changes every operation of a run, the inner ones first. */
export function changeOperations(change: (operation: OperationNode) => OperationNode) {
  const changeAll = (operations: readonly OperationNode[]): OperationNode[] =>
    operations.map((operation) =>
      change(Object.assign({}, operation, { children: changeAll(operation.children) })),
    );
  return (run: ComparableRun): ComparableRun =>
    run.operations === undefined ? run : { ...run, operations: changeAll(run.operations) };
}

/** Changes the fields of a run and of all that is in it: each to a list of others. */
export function changeEachField(
  change: (field: [string, unknown]) => readonly [string, unknown][],
) {
  const changeIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changeIn);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) => change([key, changeIn(part)])),
    );
  };
  return (run: ComparableRun): ComparableRun => changeIn(run) as ComparableRun;
}
