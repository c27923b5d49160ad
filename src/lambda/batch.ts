import type { OperationType, OperationUpdate } from "@aws/durable-execution-sdk-js";
import { callbackRules } from "./callback.ts";
import { chainedInvokeRules } from "./chained-invoke.ts";
import { contextRules } from "./context.ts";
import { executionRules } from "./execution-operation.ts";
import type { HistoryDetails } from "./history.ts";
import { type Limits, limitBroken } from "./limits.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import { stepRules } from "./step.ts";
import type { OperationRules, Surroundings } from "./transition.ts";
import { waitRules } from "./wait.ts";

/** What the service knows of each type of operation. */
export const rulesByType: Readonly<Record<OperationType, OperationRules>> = {
  STEP: stepRules,
  WAIT: waitRules,
  CONTEXT: contextRules,
  CALLBACK: callbackRules,
  CHAINED_INVOKE: chainedInvokeRules,
  EXECUTION: executionRules,
};

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
  /** The operation that stands for the execution itself. */
  readonly execution: Operation;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly now: Moment;
}

/** Works out what a batch of updates does, in order, without doing it. */
export function planBatch(updates: readonly OperationUpdate[], context: BatchContext): BatchResult {
  const { operations, limits, now, surroundings } = context;
  const misplaced = executionMisplaced(updates);
  if (misplaced !== undefined) return refused(misplaced);
  const moves: Move[] = [];
  for (const [index, update] of updates.entries()) {
    if (!isIdentified(update)) return refused("Invalid operation id.");
    const earlier = lastMoveOf(update.Id, moves);
    const before = earlier?.after ?? knownOperation(update, context);
    const objection =
      repeated(earlier?.update, update) ??
      parentMissing(update, moves, operations) ??
      limitBroken(update, index, limits) ??
      inconsistent(before, update);
    if (objection !== undefined) return refused(objection);
    const rules = rulesByType[update.Type];
    const transition = rules.apply(before, update, now, surroundings);
    if (transition.kind === "rejected") return refused(transition.message);
    moves.push({ update, before, after: transition.operation, event: transition.event });
  }
  if (operations.size + newlyStarted(moves) > limits.maxOperations) {
    return refused(`An execution can have at most ${limits.maxOperations} operations.`);
  }
  return { kind: "accepted", moves };
}

function executionMisplaced(updates: readonly OperationUpdate[]): string | undefined {
  const first = updates.findIndex(({ Type }) => Type === "EXECUTION");
  if (first === -1 || first === updates.length - 1) return undefined;
  const isAgain = updates.some(({ Type }, index) => Type === "EXECUTION" && index > first);
  return isAgain
    ? "Cannot checkpoint multiple EXECUTION updates."
    : "EXECUTION checkpoint must be the last update.";
}

function knownOperation(
  { Id, Type }: Update,
  { operations, execution }: BatchContext,
): Operation | undefined {
  return Type === "EXECUTION" ? execution : operations.get(Id);
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
  const canPair = update.Type === "STEP" || update.Type === "CONTEXT";
  const isPair = earlier.Action === "START" && closes && canPair;
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
  if (before === undefined || update.Type === "EXECUTION") return undefined;
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
