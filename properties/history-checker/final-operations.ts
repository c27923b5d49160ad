import { isDeepStrictEqual } from "node:util";
import { closesExecution, eventsByOperation } from "./event-kinds.ts";
import { expectedStates } from "./expected-state.ts";
import {
  type Illegality,
  type Recorded,
  type RecordedEvent,
  type RecordedOperation,
  illegal,
} from "./recorded.ts";

/** The operations that are left are those of the history, in the order in which they started. */
export function* finalOperations({ history, operations }: Recorded): Generator<Illegality> {
  const [execution, ...others] = operations;
  yield* finalExecution(history, execution);
  const recorded = [...eventsByOperation(history).keys()];
  const left = others.map(({ Id }) => Id);
  if (!isDeepStrictEqual(left, recorded)) {
    const what = `the operations are ${left.join()}, by the history they are ${recorded.join()}`;
    yield illegal(undefined, what);
  }
}

/** Each operation is in the state in which its events left it. */
export function* finalStates({ history, operations }: Recorded): Generator<Illegality> {
  const byId = new Map(operations.map((operation) => [operation.Id, operation]));
  for (const [id, events] of eventsByOperation(history)) {
    const operation = byId.get(id);
    if (operation === undefined) continue;
    const states = expectedStates(events, history);
    const differences = states.map((state) => Array.from(differencesOf(state, operation)));
    if (differences.some((found) => found.length === 0)) continue;
    yield illegal(events.at(-1), `operation ${id} ends otherwise: ${differences[0]?.join()}`);
  }
}

function* finalExecution(
  history: readonly RecordedEvent[],
  execution: RecordedOperation | undefined,
): Generator<Illegality> {
  const [first] = history;
  if (first === undefined || execution === undefined) {
    yield illegal(first, "no operation stands for the execution");
    return;
  }
  const closing = history.find(closesExecution);
  const started = {
    Id: first.Id,
    Type: "EXECUTION",
    Status: "STARTED",
    StartTimestamp: first.EventTimestamp,
    EndTimestamp: undefined,
    "ExecutionDetails.InputPayload": first.ExecutionStartedDetails?.Input?.Payload,
  };
  // Nobody is shown the operation of a closed execution, so AWS does not tell whether it is closed too.
  const states: Record<string, unknown>[] = [started];
  if (closing !== undefined) {
    const Status = statusAfter(closing);
    states.push({ ...started, Status, EndTimestamp: closing.EventTimestamp });
  }
  const differences = states.map((state) => Array.from(differencesOf(state, execution)));
  if (differences.some((found) => found.length === 0)) return;
  yield illegal(closing ?? first, `the execution ends otherwise: ${differences[0]?.join()}`);
}

function statusAfter({ EventType }: RecordedEvent): string {
  return EventType === "ExecutionTimedOut"
    ? "TIMED_OUT"
    : EventType.replace("Execution", "").toUpperCase();
}

/** Compares field by field; only what is expected is looked at, and dates by their time. */
function* differencesOf(
  expected: Readonly<Record<string, unknown>>,
  operation: RecordedOperation,
): Generator<string> {
  for (const [path, value] of Object.entries(expected)) {
    const actual = fieldOf(operation, path);
    if (isDeepStrictEqual(comparable(value), comparable(actual))) continue;
    yield ` ${path} is ${JSON.stringify(actual)} instead of ${JSON.stringify(value)}`;
  }
}

function fieldOf(operation: RecordedOperation, path: string): unknown {
  let value: unknown = operation;
  for (const key of path.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

/** Virtual dates are of a class of their own, and errors of the wire may hold undefined fields. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
