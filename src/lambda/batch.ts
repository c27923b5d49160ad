import type { OperationType, OperationUpdate } from "@aws/durable-execution-sdk-js";
import { contextRules } from "./context.ts";
import type { HistoryDetails } from "./history.ts";
import { type Limits, limitBroken } from "./limits.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import { stepRules } from "./step.ts";
import type { OperationRules } from "./transition.ts";
import { waitRules } from "./wait.ts";

/** The operation types that the simulated service knows; a further type is one more line. */
export const rulesByType: ReadonlyMap<OperationType, OperationRules> = new Map([
  ["STEP", stepRules],
  ["WAIT", waitRules],
  ["CONTEXT", contextRules],
]);

/** One accepted update: the operation before and after, and the event that tells of it. */
export interface Move {
  readonly update: Update;
  readonly before: Operation | undefined;
  readonly after: Operation;
  readonly event: HistoryDetails;
}

/** A whole batch, accepted or refused: AWS never applies a part of one. */
export type BatchResult =
  | { readonly kind: "accepted"; readonly moves: readonly Move[] }
  | { readonly kind: "refused"; readonly message: string };

/** What a batch is checked against. */
export interface BatchContext {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly limits: Limits;
  readonly now: Moment;
}

/** Works out what a batch of updates does, in order, without doing it. */
export function planBatch(updates: readonly OperationUpdate[], context: BatchContext): BatchResult {
  const { operations, limits, now } = context;
  const moves: Move[] = [];
  for (const [index, update] of updates.entries()) {
    if (!isIdentified(update)) return refused("Invalid operation id.");
    const earlier = lastMoveOf(update.Id, moves);
    const before = earlier?.after ?? operations.get(update.Id);
    const objection =
      limitBroken(update, index, limits) ??
      repeated(earlier?.update, update) ??
      parentMissing(update, moves, operations) ??
      inconsistent(before, update);
    if (objection !== undefined) return refused(objection);
    const rules = rulesByType.get(update.Type);
    if (rules === undefined)
      return refused(`${update.Type} is not simulated by durable-chaos yet.`);
    const transition = rules.apply(before, update, now);
    if (transition.kind === "rejected") return refused(transition.message);
    moves.push({ update, before, after: transition.operation, event: transition.event });
  }
  if (operations.size + newlyStarted(moves) > limits.maxOperations) {
    return refused(`An execution can have at most ${limits.maxOperations} operations.`);
  }
  return { kind: "accepted", moves };
}

/** Batches are short, mostly of one update: a list is searched faster than a map is made. */
function lastMoveOf(id: string, moves: readonly Move[]): Move | undefined {
  return moves.findLast(({ after }) => after.Id === id);
}

function isIdentified(update: OperationUpdate): update is Update {
  return update.Id !== undefined && update.Type !== undefined && update.Action !== undefined;
}

function repeated(earlier: Update | undefined, update: Update): string | undefined {
  if (earlier === undefined) return undefined;
  const closes =
    update.Action === "SUCCEED" || update.Action === "FAIL" || update.Action === "RETRY";
  const isPair = earlier.Action === "START" && closes && update.Type !== "WAIT";
  return isPair ? undefined : "Cannot update the same operation twice in a single request.";
}

function parentMissing(
  { ParentId }: Update,
  moves: readonly Move[],
  operations: ReadonlyMap<string, Operation>,
): string | undefined {
  if (ParentId === undefined) return undefined;
  const parent = lastMoveOf(ParentId, moves)?.after ?? operations.get(ParentId);
  return parent?.Type === "CONTEXT" ? undefined : "Invalid parent operation id.";
}

function inconsistent(before: Operation | undefined, update: Update): string | undefined {
  if (before === undefined) return undefined;
  if (before.Type !== update.Type) return "Inconsistent operation type.";
  if (before.SubType !== update.SubType) return "Inconsistent operation subtype.";
  if (before.Name !== update.Name) return "Inconsistent operation name.";
  if (before.ParentId !== update.ParentId) return "Inconsistent parent operation id.";
  return undefined;
}

function newlyStarted(moves: readonly Move[]): number {
  return moves.filter(({ before }) => before === undefined).length;
}

function refused(message: string): BatchResult {
  return { kind: "refused", message };
}
