import { isTimeout } from "./duration.ts";
import { operationsOf } from "./event-kinds.ts";
import { once } from "./once.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

/** Ms after its start at which a callback is given up; infinite without the timeout in question. */
interface Patience {
  readonly timeoutMs: number;
  readonly heartbeatMs: number;
}

/**
 * A callback is completed once, by somebody else, before its time is up; or the service gives it up
 * when it is. Heartbeats leave no event, so that of the heartbeat's deadline only the first is known.
 */
export function* callback({ history }: Recorded): Generator<Illegality> {
  const callbackIds = new Set<string | undefined>();
  for (const events of operationsOf("CALLBACK", history)) {
    yield* once(events);
    const [started] = events;
    const details = started.CallbackStartedDetails;
    if (details === undefined) continue;
    const { CallbackId, Timeout = 0, HeartbeatTimeout = 0 } = details;
    if (!CallbackId) yield illegal(started, "has no callback id");
    if (callbackIds.has(CallbackId)) yield illegal(started, "its id is another callback's");
    callbackIds.add(CallbackId);
    for (const seconds of [Timeout, HeartbeatTimeout]) {
      if (!isTimeout(seconds)) yield illegal(started, `${seconds} s is no timeout`);
    }
    const patience = { timeoutMs: patienceMs(Timeout), heartbeatMs: patienceMs(HeartbeatTimeout) };
    for (const event of events) yield* inTime(event, timeOf(event) - timeOf(started), patience);
  }
}

function patienceMs(seconds: number): number {
  return seconds === 0 ? Infinity : seconds * 1000;
}

function* inTime(
  event: RecordedEvent,
  afterMs: number,
  { timeoutMs, heartbeatMs }: Patience,
): Generator<Illegality> {
  if (afterMs > timeoutMs) yield illegal(event, "the callback's time was up before that");
  const details = event.CallbackTimedOutDetails;
  if (details === undefined) return;
  switch (details.Error?.Payload?.ErrorType) {
    case "Callback.Timeout":
      if (afterMs !== timeoutMs) yield illegal(event, "the callback's time was not up");
      return;
    case "Callback.Heartbeat":
      if (afterMs < heartbeatMs) yield illegal(event, "no heartbeat was due yet");
      return;
    default:
      yield illegal(event, "does not say which time was up");
  }
}
