import type { OperationType, OperationUpdate } from "@aws/durable-execution-sdk-js";
import { callbackRules } from "./callback.ts";
import { chainedInvokeRules } from "./chained-invoke.ts";
import { contextRules } from "./context.ts";
import { executionRules } from "./execution-operation.ts";
import type { HistoryDetails } from "./history.ts";
import { type Limits, malformed, oversized, payloadBytes, tooMuchStored } from "./limits.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import { stepRules } from "./step.ts";
import { type OperationRules, type Surroundings, unknownActionMessage } from "./transition.ts";
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

/** What an operation is, and stays. */
type Identity = Pick<Operation, "Type" | "SubType" | "Name" | "ParentId">;

/** A whole batch, accepted or refused: AWS never applies a part of one. */
export type BatchResult =
  | { readonly kind: "accepted"; readonly moves: readonly Move[] }
  | { readonly kind: "refused"; readonly message: string };

/** What a batch is checked against. */
export interface BatchContext {
  readonly operations: ReadonlyMap<string, Operation>;
  /** The operation that stands for the execution itself. */
  readonly execution: Operation;
  /** Bytes of all payloads so far. */
  readonly storedBytes: number;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly now: Moment;
}

/** Works out what a batch of updates does, in order, without doing it. */
export function planBatch(updates: readonly OperationUpdate[], context: BatchContext): BatchResult {
  const { operations, limits, now, surroundings } = context;
  const objection = executionMisplaced(updates) ?? preCheck(updates, context);
  if (objection !== undefined) return refused(objection);
  const moves: Move[] = [];
  for (const update of updates as readonly Update[]) {
    const before = lastMoveOf(update.Id, moves)?.after ?? knownOperation(update, context);
    const transition = rulesByType[update.Type].apply(before, update, now, surroundings);
    if (transition.kind === "rejected") return refused(transition.message);
    moves.push({ update, before, after: transition.operation, event: transition.event });
  }
  if (operations.size + newlyStarted(moves) > limits.maxOperations) {
    return refused(`An execution can have at most ${limits.maxOperations} operations.`);
  }
  const excess = tooMuchStored(context.storedBytes + payloadBytes(updates), limits);
  return excess === undefined ? { kind: "accepted", moves } : refused(excess);
}

/** What AWS looks at in all updates before it applies the first; in the order in which it does. */
function preCheck(
  updates: readonly OperationUpdate[],
  { operations, limits }: BatchContext,
): string | undefined {
  for (const [index, update] of updates.entries()) {
    if (!isIdentified(update)) return unidentified(update, index);
    const earlier = earlierOf(update.Id, updates, index);
    const objection =
      repeated(earlier, update) ??
      parentMissing(update, updates, index, operations) ??
      malformed(update, index, limits) ??
      inconsistent(earlier ?? operations.get(update.Id), update) ??
      oversized(update, limits) ??
      unknownAction(update);
    if (objection !== undefined) return objection;
  }
  return undefined;
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

function earlierOf(
  id: string,
  updates: readonly OperationUpdate[],
  index: number,
): Update | undefined {
  if (index === 0) return undefined;
  // The check has come past it.
  return updates.slice(0, index).findLast(({ Id }) => Id === id) as Update | undefined;
}

function unidentified({ Id, Type }: OperationUpdate, index: number): string {
  if (Id === undefined) return "Invalid operation id.";
  const member = `updates.${index + 1}.member.${Type === undefined ? "type" : "action"}`;
  return `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`;
}

function isIdentified(update: OperationUpdate): update is Update {
  return update.Id !== undefined && update.Type !== undefined && update.Action !== undefined;
}

function repeated(earlier: Update | undefined, update: Update): string | undefined {
  if (earlier === undefined) return undefined;
  const closes = update.Action === "SUCCEED" || update.Action === "FAIL";
  const closesStep = update.Type === "STEP" && (closes || update.Action === "RETRY");
  const closesContext = update.Type === "CONTEXT" && closes;
  const isPair = earlier.Action === "START" && (closesStep || closesContext);
  return isPair ? undefined : "Cannot update the same operation twice in a single request.";
}

function parentMissing(
  { ParentId }: Update,
  updates: readonly OperationUpdate[],
  index: number,
  operations: ReadonlyMap<string, Operation>,
): string | undefined {
  if (ParentId === undefined) return undefined;
  const parent =
    operations.get(ParentId) ?? updates.slice(0, index).find(({ Id }) => Id === ParentId);
  return parent?.Type === "CONTEXT" ? undefined : "Invalid parent operation id.";
}

function unknownAction({ Type, Action }: Update): string | undefined {
  return rulesByType[Type].actions.includes(Action) ? undefined : unknownActionMessage;
}

function inconsistent(before: Identity | undefined, update: Update): string | undefined {
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
