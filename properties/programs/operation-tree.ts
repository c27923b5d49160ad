import type { ErrorObject, Operation } from "@aws/durable-execution-sdk-js";
import { hash } from "node:crypto";
import { digest } from "./digest.ts";
import type { Json } from "./program.ts";

/**
 * An operation and those in it, without what differs between any two runs: clock times, ids that
 * the service makes, and stack traces.
 */
export interface OperationNode {
  /** Where the operation is called, as the SDK counts: the second one in the first context is "1-2". */
  readonly position: string;
  readonly name?: string;
  readonly type: string;
  readonly subType?: string;
  readonly status: string;
  readonly hasEnd: boolean;
  readonly attempt?: number;
  readonly hasNextAttempt?: true;
  readonly waitSeconds?: number;
  readonly replaysChildren?: true;
  readonly result?: Json;
  readonly error?: Json;
  readonly children: readonly OperationNode[];
}

/** The operations of an execution as trees, each level in the order of the SDK's positions. */
export function operationTree(operations: readonly Operation[]): readonly OperationNode[] {
  const positions = positionsOf(operations);
  const below = Map.groupBy(operations, ({ ParentId }) => ParentId);
  const nodesUnder = (parentId: string | undefined): OperationNode[] =>
    (below.get(parentId) ?? [])
      .map((operation) =>
        operationNode(
          operation,
          positions.get(operation.Id) ?? "unknown",
          nodesUnder(operation.Id),
        ),
      )
      .toSorted((one, other) => comparePositions(one.position, other.position));
  return nodesUnder(undefined);
}

function operationNode(
  operation: Operation,
  position: string,
  children: readonly OperationNode[],
): OperationNode {
  const { StepDetails: step, WaitDetails: wait, ContextDetails: context } = operation;
  const details =
    step ?? context ?? operation.CallbackDetails ?? operation.ChainedInvokeDetails ?? {};
  return {
    position,
    ...(operation.Name === undefined ? {} : { name: operation.Name }),
    type: String(operation.Type),
    ...(operation.SubType === undefined ? {} : { subType: operation.SubType }),
    status: String(operation.Status),
    hasEnd: operation.EndTimestamp !== undefined,
    ...(step?.Attempt === undefined || step.Attempt === 0 ? {} : { attempt: step.Attempt }),
    ...(step?.NextAttemptTimestamp === undefined ? {} : { hasNextAttempt: true }),
    ...(wait?.ScheduledEndTimestamp && operation.StartTimestamp
      ? { waitSeconds: secondsBetween(operation.StartTimestamp, wait.ScheduledEndTimestamp) }
      : {}),
    ...(context?.ReplayChildren === true ? { replaysChildren: true } : {}),
    ...("Result" in details && details.Result !== undefined
      ? { result: comparablePayload(details.Result) }
      : {}),
    ...("Error" in details && details.Error !== undefined
      ? { error: comparableError(details.Error) }
      : {}),
    children,
  };
}

/** An error on the wire without its stack trace. */
export function comparableError(error: ErrorObject): Json {
  const { ErrorType, ErrorMessage, ErrorData } = error;
  return digest({
    ...(ErrorType === undefined ? {} : { ErrorType }),
    ...(ErrorMessage === undefined ? {} : { ErrorMessage }),
    ...(ErrorData === undefined ? {} : { ErrorData }),
  });
}

/** A payload, read as JSON where it is JSON: a stack trace may be inside. */
function comparablePayload(payload: string): Json {
  try {
    return { json: digest(JSON.parse(payload)) };
  } catch {
    return { text: digest(payload) };
  }
}

function secondsBetween(start: Date, end: Date): number {
  return Math.round((end.getTime() - start.getTime()) / 1_000);
}

/** More than any context of a program has. */
const mostOperationsOfContext = 40;

/** More virtual contexts than are called in any one context of a program. */
const mostVirtualContexts = 12;

/** How many contexts without a record of their own may lie between an operation and its parent. */
const deepestVirtualNesting = 3;

/**
 * The position behind each id, which is a hash of it. Found by trying: from every known context
 * downwards, and through virtual ones, which have positions and no operation.
 */
function positionsOf(operations: readonly Operation[]): Map<string | undefined, string> {
  const ids = new Set(operations.map(({ Id }) => Id));
  const positions = new Map<string | undefined, string>();
  let virtualAllowed = 0;
  const search = (prefix: string, virtualLeft: number): void => {
    for (let nth = 1; nth <= mostOperationsOfContext && positions.size < ids.size; nth++) {
      const position = `${prefix}${nth}`;
      const id = hash("md5", position).slice(0, 16);
      if (ids.has(id)) {
        positions.set(id, position);
        search(`${position}-`, virtualAllowed);
      } else if (virtualLeft > 0 && nth <= mostVirtualContexts) {
        search(`${position}-`, virtualLeft - 1);
      }
    }
  };
  // Deeper step by step: virtual contexts cost nothing where there are none.
  for (; virtualAllowed <= deepestVirtualNesting; virtualAllowed++) search("", virtualAllowed);
  return positions;
}

function comparePositions(one: string, other: string): number {
  const [ones, others] = [one.split("-"), other.split("-")];
  for (const [index, part] of ones.entries()) {
    const difference = Number(part) - Number(others[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return ones.length - others.length;
}
