import { isCheckpointed } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

/** An invocation takes its time, one after the other, each with a request id of its own. */
export function* invocations({ history }: Recorded): Generator<Illegality> {
  const requestIds = new Set<string>();
  const [first] = history;
  let freeFromMs = first === undefined ? -Infinity : timeOf(first);
  for (const event of history) {
    const details = event.InvocationCompletedDetails;
    if (details === undefined) continue;
    const [startMs, endMs] = [details.StartTimestamp.getTime(), details.EndTimestamp.getTime()];
    if (!(startMs <= endMs)) yield illegal(event, "the invocation ended before it began");
    if (endMs !== timeOf(event)) yield illegal(event, "is not written when the invocation ended");
    if (!(startMs >= freeFromMs)) {
      yield illegal(event, "the invocation began before the one before it had ended");
    }
    if (details.RequestId === "") yield illegal(event, "the invocation has no request id");
    if (requestIds.has(details.RequestId)) {
      yield illegal(event, `${details.RequestId} is the id of an earlier invocation`);
    }
    if (details.Error !== undefined && details.Error.Payload === undefined) {
      yield illegal(event, "an invocation without an error has no Error");
    }
    requestIds.add(details.RequestId);
    freeFromMs = Math.max(freeFromMs, endMs);
  }
}

/** Only a function that runs makes checkpoints. */
export function* checkpointsWhileInvoked({ history }: Recorded): Generator<Illegality> {
  let checkpointed: RecordedEvent[] = [];
  for (const event of history) {
    if (isCheckpointed(event)) checkpointed.push(event);
    const invocation = event.InvocationCompletedDetails;
    if (invocation === undefined) continue;
    const startMs = invocation.StartTimestamp.getTime();
    for (const early of checkpointed) {
      if (timeOf(early) < startMs) yield illegal(early, "no invocation was running");
    }
    checkpointed = [];
  }
  // What is left came from an invocation in flight. One can be, unless the execution ended in order.
  const ending = history.at(-1)?.EventType;
  if (ending !== "ExecutionSucceeded" && ending !== "ExecutionFailed") return;
  for (const late of checkpointed) yield illegal(late, "no invocation was running");
}
