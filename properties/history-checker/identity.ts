import type { OperationType } from "@aws/durable-execution-sdk-js";
import { eventKinds, eventsByOperation } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal } from "./recorded.ts";

/** What the SDK makes of each type of operation. */
const subTypes: Partial<Record<OperationType, readonly string[]>> = {
  STEP: ["Step", "WaitForCondition"],
  WAIT: ["Wait"],
  CALLBACK: ["Callback"],
  CHAINED_INVOKE: ["ChainedInvoke"],
  CONTEXT: [
    "RunInChildContext",
    "Map",
    "MapIteration",
    "Parallel",
    "ParallelBranch",
    "WaitForCallback",
  ],
};

const idPattern = /^[A-Za-z0-9_-]{1,64}$/u;
const namePattern = /^[\u0020-\u007e]{1,256}$/u;

/** An operation is the same one in all of its events. */
export function* identity({ history }: Recorded): Generator<Illegality> {
  for (const [id, events] of eventsByOperation(history)) {
    const [first] = events;
    if (!idPattern.test(id)) yield illegal(first, `${JSON.stringify(id)} is no id of an operation`);
    if (first.Name !== undefined && !namePattern.test(first.Name)) {
      yield illegal(first, `${JSON.stringify(first.Name)} is no name of an operation`);
    }
    const { type } = eventKinds[first.EventType];
    if (type && first.SubType !== undefined && !subTypes[type]?.includes(first.SubType)) {
      yield illegal(first, `no ${type} is a ${first.SubType}`);
    }
    for (const event of events) yield* sameness(first, event);
  }
}

function* sameness(first: RecordedEvent, event: RecordedEvent): Generator<Illegality> {
  const [type, typeNow] = [eventKinds[first.EventType].type, eventKinds[event.EventType].type];
  if (type !== typeNow) yield illegal(event, `${event.Id} was a ${type}, and is a ${typeNow}`);
  for (const field of ["Name", "SubType", "ParentId"] as const) {
    if (event[field] === first[field]) continue;
    yield illegal(event, `its ${field} was ${first[field]}, and is ${event[field]}`);
  }
}
