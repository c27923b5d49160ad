import { endsOperation, eventKinds, isWakeUp, retryDelaySeconds } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

/*
 * A function that returns PENDING is invoked again when something changes that it has not been told
 * of: by the service's clock, or because somebody completed a callback or a chained invoke.
 */

/** PENDING is accepted only if something is left that can wake the execution. */
export function* suspensions({ history }: Recorded): Generator<Illegality> {
  const awaited = new Map<string, { readonly readyMs: number }>();
  let lastChangeMs = -Infinity;
  for (const [index, event] of history.entries()) {
    const { Id } = event;
    if (isWakeUp(event)) lastChangeMs = timeOf(event);
    if (Id !== undefined) {
      const readyMs = readyAt(event);
      if (readyMs === undefined) awaited.delete(Id);
      else awaited.set(Id, { readyMs });
    }
    if (!isSuspension(history, index)) continue;
    const startMs = event.InvocationCompletedDetails?.StartTimestamp.getTime() ?? 0;
    const canWake = [...awaited.values()].some(({ readyMs }) => readyMs >= startMs);
    if (!canWake && lastChangeMs < startMs) {
      yield illegal(event, "the invocation suspended, and nothing was left that could wake it");
    }
  }
}

/** Nobody invokes a suspended function without a change to tell it of. */
export function* causes({ history }: Recorded): Generator<Illegality> {
  const changesMs: number[] = [];
  let suspendedSinceMs: number | undefined;
  for (const [index, event] of history.entries()) {
    if (isWakeUp(event)) changesMs.push(timeOf(event));
    const delaySeconds = retryDelaySeconds(event);
    if (delaySeconds !== undefined) changesMs.push(timeOf(event) + delaySeconds * 1000);
    const invocation = event.InvocationCompletedDetails;
    if (invocation === undefined) continue;
    const startMs = invocation.StartTimestamp.getTime();
    const fromMs = suspendedSinceMs;
    if (fromMs !== undefined && !changesMs.some((ms) => ms >= fromMs && ms <= startMs)) {
      yield illegal(event, "nothing had woken the execution when the invocation began");
    }
    suspendedSinceMs = isSuspension(history, index) ? startMs : undefined;
  }
}

/** Virtual ms from which an operation can wake the execution, as far as one event tells. */
function readyAt(event: RecordedEvent): number | undefined {
  const { type } = eventKinds[event.EventType];
  const delaySeconds = retryDelaySeconds(event);
  if (delaySeconds !== undefined) return timeOf(event) + delaySeconds * 1000;
  const isExternal = type === "WAIT" || type === "CALLBACK" || type === "CHAINED_INVOKE";
  return isExternal && !endsOperation(event) ? Infinity : undefined;
}

function isSuspension(history: readonly RecordedEvent[], index: number): boolean {
  const ended = history[index]?.InvocationCompletedDetails;
  if (ended === undefined || ended.Error !== undefined) return false;
  const types = [history[index - 1]?.EventType, history[index + 1]?.EventType];
  // Whatever an invocation returns whose execution is over, nobody looks at it.
  return !types.some((type) => type?.startsWith("Execution") && type !== "ExecutionStarted");
}
