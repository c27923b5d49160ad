import { type Illegality, type Recorded, illegal, timeOf } from "./recorded.ts";

/** Events are numbered 1, 2, 3, ... without a gap. */
export function* numbering({ history }: Recorded): Generator<Illegality> {
  for (const [index, event] of history.entries()) {
    if (event.EventId !== index + 1) yield illegal(event, `is the ${index + 1}th event`);
  }
}

/** Time never goes back from one event to the next. */
export function* time({ history }: Recorded): Generator<Illegality> {
  let latestMs = -Infinity;
  for (const event of history) {
    const ms = timeOf(event);
    // The negation also catches a date that is none.
    if (!(ms >= latestMs))
      yield illegal(event, `is ${latestMs - ms} ms before the event before it`);
    latestMs = Math.max(latestMs, ms);
  }
}
