import { eventKinds } from "./event-kinds.ts";
import { type Illegality, type RecordedEvent, illegal } from "./recorded.ts";

/** An operation without attempts starts once, with its first event, and ends at most once. */
export function* once(events: readonly [RecordedEvent, ...RecordedEvent[]]): Generator<Illegality> {
  let hasEnded = false;
  for (const [index, event] of events.entries()) {
    const isStart = eventKinds[event.EventType].move === "start";
    if (index === 0 && !isStart) yield illegal(event, "the operation had not started");
    if (index > 0 && isStart) yield illegal(event, "the operation had started before");
    if (hasEnded) yield illegal(event, "the operation had ended");
    hasEnded ||= !isStart;
  }
}
