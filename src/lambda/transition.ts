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

/** All that the service knows about one type of operation. A new type is a new value of this. */
export interface OperationRules {
  /** Applies one checkpointed update; `current` is undefined for an operation not seen before. */
  readonly apply: (current: Operation | undefined, update: Update, now: Moment) => Transition;
  /** Virtual epoch ms at which the service moves the operation by itself, if it ever will. */
  readonly dueMs: (operation: Operation) => number | undefined;
  /** The move that is due; called only when `dueMs` has passed. */
  readonly moveDue: (operation: Operation) => OwnMove;
}

export function rejected(message: string): Transition {
  return { kind: "rejected", message };
}

export function moved(operation: Operation, event: HistoryDetails): Transition {
  return { kind: "moved", operation, event };
}

/** AWS's answer to an action that the operation's type does not know. */
export const invalidAction: Transition = rejected("Invalid action for the given operation type.");

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
