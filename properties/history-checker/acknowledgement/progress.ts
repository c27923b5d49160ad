import { isDeepStrictEqual } from "node:util";
import type { SeenOperation } from "./seen-operation.ts";

const terminal: ReadonlySet<string | undefined> = new Set([
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "TIMED_OUT",
  "STOPPED",
]);

/** Whether an operation has ended for good. */
export function hasEnded({ Status }: SeenOperation): boolean {
  return terminal.has(Status);
}

/** Whether an operation hides what is below it: nobody needs it any more. */
export function hidesChildren(operation: SeenOperation): boolean {
  const { Type, ContextDetails } = operation;
  return Type === "CONTEXT" && hasEnded(operation) && ContextDetails?.ReplayChildren !== true;
}

/**
 * How far an operation has come; never goes down. A step waits for an attempt, is ready for it, and
 * runs it, over and over, until it ends.
 */
export function progressOf(operation: SeenOperation | undefined): number {
  if (operation === undefined) return -1;
  if (hasEnded(operation)) return Infinity;
  const phase = ["PENDING", "READY", "STARTED"].indexOf(operation.Status ?? "");
  return 3 * attemptsOf(operation) + phase;
}

/** Attempts that have ended. */
export function attemptsOf(operation: SeenOperation | undefined): number {
  return operation?.StepDetails?.Attempt ?? 0;
}

/** Why `later` cannot be the same operation as `earlier`, seen again; `undefined` when it can. */
export function regress(earlier: SeenOperation, later: SeenOperation): string | undefined {
  const changed = changedField(earlier, later);
  if (changed !== undefined) return `its ${changed} has changed`;
  if (progressOf(later) < progressOf(earlier)) {
    return `it was ${describe(earlier)}, and is ${describe(later)}`;
  }
  return undefined;
}

function describe(operation: SeenOperation): string {
  const attempts = attemptsOf(operation);
  return attempts === 0 ? `${operation.Status}` : `${operation.Status} after attempt ${attempts}`;
}

/** Fields that an operation has from its start to its end. */
const lasting = ["Type", "SubType", "Name", "ParentId", "StartTimestamp"] as const;
/** Fields that its outcome is made of. */
const outcome = [
  "Status",
  "EndTimestamp",
  "StepDetails",
  "WaitDetails",
  "ContextDetails",
  "CallbackDetails",
  "ChainedInvokeDetails",
] as const;

function changedField(earlier: SeenOperation, later: SeenOperation): string | undefined {
  const own = hasEnded(earlier) ? [...lasting, ...outcome] : lasting;
  const field = own.find((name) => !isDeepStrictEqual(earlier[name], later[name]));
  if (field !== undefined) return field;
  if (!isDeepStrictEqual(earlier.CallbackDetails?.CallbackId, later.CallbackDetails?.CallbackId)) {
    return "CallbackId";
  }
  if (!isDeepStrictEqual(earlier.WaitDetails, later.WaitDetails)) return "ScheduledEndTimestamp";
  return changedRetry(earlier, later);
}

/** Between two attempts a step keeps what the last one left; while one runs, AWS's sources disagree. */
function changedRetry(earlier: SeenOperation, later: SeenOperation): string | undefined {
  const between = (operation: SeenOperation) =>
    operation.Status === "PENDING" || operation.Status === "READY";
  if (attemptsOf(earlier) !== attemptsOf(later) || !between(earlier) || !between(later)) {
    return undefined;
  }
  if (!isDeepStrictEqual(earlier.StepDetails?.Result, later.StepDetails?.Result)) return "Result";
  if (!isDeepStrictEqual(earlier.StepDetails?.Error, later.StepDetails?.Error)) return "Error";
  const [was, is] = [earlier, later].map(
    (operation) => operation.StepDetails?.NextAttemptTimestamp,
  );
  return later.Status === "PENDING" && !isDeepStrictEqual(was, is)
    ? "NextAttemptTimestamp"
    : undefined;
}
