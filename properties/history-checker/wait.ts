import { isDuration } from "./duration.ts";
import { operationsOf } from "./event-kinds.ts";
import { once } from "./once.ts";
import { type Illegality, type Recorded, illegal, timeOf } from "./recorded.ts";

/** A wait takes as long as it was asked to, and the service ends it at that very moment. */
export function* wait({ history }: Recorded): Generator<Illegality> {
  for (const events of operationsOf("WAIT", history)) {
    yield* once(events);
    const [started] = events;
    const details = started.WaitStartedDetails;
    if (details === undefined) continue;
    const { Duration, ScheduledEndTimestamp } = details;
    if (Duration === undefined || !isDuration(Duration)) {
      yield illegal(started, `${Duration} s is no wait`);
      continue;
    }
    const endMs = timeOf(started) + Duration * 1000;
    if (ScheduledEndTimestamp?.getTime() !== endMs) {
      yield illegal(started, `its end is not ${Duration} s after its start`);
    }
    for (const event of events) {
      if (event.WaitCancelledDetails && timeOf(event) > endMs) {
        yield illegal(event, "the wait was over before that");
      }
      if (event.WaitSucceededDetails === undefined) continue;
      if (timeOf(event) !== endMs) {
        yield illegal(event, `the wait ends ${timeOf(event) - endMs} ms after its time`);
      }
      if (event.WaitSucceededDetails.Duration !== Duration) {
        yield illegal(event, `a wait of ${Duration} s does not take another time`);
      }
    }
  }
}
