import type { HistoryDetails } from "./history.ts";
import type { Moment, Operation, Update } from "./operation.ts";

/** Either the operation after a move and the event that tells of it, or why AWS answers with 400. */
export type Transition =
  | { readonly kind: "moved"; readonly operation: Operation; readonly event: HistoryDetails }
  | { readonly kind: "rejected"; readonly message: string };

/** A move that the service makes by itself when its time has come. */
export interface OwnMove {
  readonly operation: Operation;
  /** A step that becomes READY writes none. */
  readonly event: HistoryDetails | undefined;
}

/** What answers a function name that code under test invokes. */
export type Target =
  /** `arn` is that of the execution to come; empty for a plain function, or one that does not exist. */
  | { readonly kind: "accepted"; readonly version: string; readonly arn: string }
  /** Nothing that AWS would accept: the checkpoint is refused. */
  | { readonly kind: "refused"; readonly message: string };

/** What the rules of an operation ask of the service around them. */
export interface Surroundings {
  /** The id by which the outside world completes the callback of that operation. */
  readonly callbackIdOf: (operationId: string) => string;
  readonly targetOf: (functionName: string, operationId: string) => Target;
  /** Open question O3: START leaves the result of a step's earlier attempt in place. */
  readonly keepStepResultOnStart: boolean;
  /** Open question O6: a context can be closed that was never started. */
  readonly closeContextWithoutStart: boolean;
}

/** All that the service knows about one type of operation. A new type is a new value of this. */
export interface OperationRules {
  /** What a checkpoint may ask of it, whatever its status. */
  readonly actions: readonly Update["Action"][];
  /** Applies one checkpointed update; `current` is undefined for an operation not seen before. */
  readonly apply: (
    current: Operation | undefined,
    update: Update,
    now: Moment,
    surroundings: Surroundings,
  ) => Transition;
  /** Virtual epoch ms at which the service moves the operation by itself, if it ever will. */
  readonly dueMs: (operation: Operation) => number | undefined;
  /** The move that is due; called only when `dueMs` has passed. `date` is now. */
  readonly moveDue: (operation: Operation, date: Date) => OwnMove;
}

/** For operations that nothing but the function, or the outside world, moves. */
export const withoutClock: Pick<OperationRules, "dueMs" | "moveDue"> = {
  dueMs: () => undefined,
  moveDue: (operation) => ({ operation, event: undefined }),
};

export function rejected(message: string): Transition {
  return { kind: "rejected", message };
}

export function moved(operation: Operation, event: HistoryDetails): Transition {
  return { kind: "moved", operation, event };
}

/** AWS's answer to an action that the operation's type does not know. */
export const unknownActionMessage = "Invalid action for the given operation type.";
export const invalidAction: Transition = rejected(unknownActionMessage);

/** Payload and error exclude each other, whichever the type; `undefined` when nothing is wrong. */
export function payloadConflict(update: Update): Transition | undefined {
  if (update.Action === "SUCCEED" && update.Error !== undefined) {
    return rejected("Cannot provide an Error for SUCCEED action.");
  }
  if (update.Action === "FAIL" && update.Payload !== undefined) {
    return rejected("Cannot provide a Payload for FAIL action.");
  }
  return undefined;
}
