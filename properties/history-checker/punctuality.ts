import { closesExecution, endsOperation } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

/** What the service's clock owes is there before anything later is, while the execution is open. */
export function* punctuality({ history }: Recorded): Generator<Illegality> {
  const owed = new Map<string, number>();
  for (const event of history) {
    for (const [id, dueMs] of owed) {
      if (event.Id === id || timeOf(event) <= dueMs) continue;
      yield illegal(event, `${id} should have ended ${timeOf(event) - dueMs} ms before`);
      owed.delete(id);
    }
    if (closesExecution(event)) return;
    if (event.Id === undefined) continue;
    const dueMs = dueAt(event);
    if (dueMs !== undefined) owed.set(event.Id, dueMs);
    else if (endsOperation(event)) owed.delete(event.Id);
  }
}

function dueAt(event: RecordedEvent): number | undefined {
  const timeoutSeconds = event.CallbackStartedDetails?.Timeout;
  if (timeoutSeconds) return timeOf(event) + timeoutSeconds * 1000;
  return event.WaitStartedDetails?.ScheduledEndTimestamp?.getTime();
}
