import { eventKinds } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal } from "./recorded.ts";

/** Fields that every event of an operation has, and the end of an invocation has not. */
const operationFields = ["Id", "Name", "SubType", "ParentId"] as const;

/**
 * Each event is of a type that AWS has, with the details of that type and no other. Every other rule
 * relies on this one.
 */
export function* shape({ history }: Recorded): Generator<Illegality> {
  for (const event of history) {
    if (!Object.hasOwn(eventKinds, event.EventType)) {
      yield illegal(event, "AWS has no event of this type");
      continue;
    }
    yield* detailsOf(event);
    yield* ownerOf(event);
    if (isTruncated(event)) yield illegal(event, "nothing here is long enough to be truncated");
  }
}

function* detailsOf(event: RecordedEvent): Generator<Illegality> {
  const own = `${event.EventType}Details`;
  const keys = Object.keys(event).filter((key) => key.endsWith("Details"));
  if (!keys.includes(own)) yield illegal(event, `has no ${own}`);
  const others = keys.filter((key) => key !== own);
  if (others.length > 0) yield illegal(event, `has the details of another event: ${others.join()}`);
}

function* ownerOf(event: RecordedEvent): Generator<Illegality> {
  if (event.EventType !== "InvocationCompleted") {
    if (event.Id === undefined) yield illegal(event, "belongs to no operation");
    return;
  }
  const owned = operationFields.filter((field) => event[field] !== undefined);
  if (owned.length > 0) yield illegal(event, `an invocation has no ${owned.join()}`);
}

function isTruncated(event: RecordedEvent): boolean {
  return Object.values(event).some(
    (details: unknown) =>
      typeof details === "object" &&
      details !== null &&
      Object.values(details).some(
        (value: unknown) =>
          typeof value === "object" &&
          value !== null &&
          "Truncated" in value &&
          value.Truncated !== false,
      ),
  );
}
