import { isDeepStrictEqual } from "node:util";
import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { BrokenPromise, Observation, Sent } from "./observation.ts";
import { attemptsOf, hasEnded } from "./progress.ts";
import type { SeenOperation } from "./seen-operation.ts";

/** An answer shows every operation that its checkpoint has updated, as it has updated it. */
export function* echo(observations: readonly Observation[]): Generator<BrokenPromise> {
  const known = new Map<string | undefined, SeenOperation>();
  let sent: Sent | undefined;
  for (const observation of observations) {
    if (observation.kind === "sent") {
      sent = observation;
      continue;
    }
    const { kind, operations } = observation;
    if (kind === "acknowledged" && sent !== undefined) yield* answer(sent, operations, known);
    for (const operation of operations) known.set(operation.Id, operation);
  }
}

function* answer(
  { invocation, updates }: Sent,
  operations: readonly SeenOperation[],
  known: ReadonlyMap<string | undefined, SeenOperation>,
): Generator<BrokenPromise> {
  const shown = new Map(operations.map((operation) => [operation.Id, operation]));
  for (const update of lastUpdates(updates)) {
    const says = objection(update, shown.get(update.Id), attemptsOf(known.get(update.Id)));
    if (says === undefined) continue;
    yield { invocation, says: `${update.Action} ${update.Name ?? update.Id}: ${says}` };
  }
}

/** The update that decides on an operation's state, for each operation of a batch. */
function lastUpdates(updates: readonly OperationUpdate[]): Iterable<OperationUpdate> {
  // The end of the execution is addressed to an operation that does not exist.
  const operations = updates.filter(({ Type }) => Type !== "EXECUTION");
  return new Map(operations.map((update) => [update.Id, update])).values();
}

function objection(
  update: OperationUpdate,
  shown: SeenOperation | undefined,
  attemptsBefore: number,
): string | undefined {
  if (shown === undefined) return "the answer does not show it";
  for (const field of ["Type", "SubType", "Name", "ParentId"] as const) {
    if (shown[field] !== update[field]) return `the answer shows another ${field}`;
  }
  if (!isExpectedStatus(update, shown)) return `the answer shows it as ${shown.Status}`;
  if (update.Action === "START") return undefined;
  const { Result, Error: error } = outcomeOf(shown);
  if (Result !== update.Payload) return "the answer shows another result";
  // Copied as JSON, like what is shown: undefined fields are no difference.
  const sentError: unknown = update.Error && JSON.parse(JSON.stringify(update.Error));
  if (!isDeepStrictEqual(error, sentError)) return "the answer shows another error";
  if (update.Type !== "STEP" || attemptsOf(shown) === attemptsBefore + 1) return undefined;
  return `the answer shows ${attemptsOf(shown)} attempts, and ${attemptsBefore} had ended before`;
}

function isExpectedStatus({ Action, Type }: OperationUpdate, shown: SeenOperation): boolean {
  switch (Action) {
    case "START": {
      // Others may have completed it by the time of the answer, but not what only the function ends.
      const isOwn = Type === "STEP" || Type === "CONTEXT";
      return shown.Status === "STARTED" || (!isOwn && hasEnded(shown));
    }
    case "SUCCEED":
      return shown.Status === "SUCCEEDED";
    case "FAIL":
      return shown.Status === "FAILED";
    case "RETRY":
      // The shortest delay is longer than any answer takes.
      return shown.Status === "PENDING";
    case "CANCEL":
      return shown.Status === "CANCELLED";
    default:
      return false;
  }
}

function outcomeOf({ StepDetails, ContextDetails }: SeenOperation): {
  readonly Result?: string | undefined;
  readonly Error?: unknown;
} {
  return StepDetails ?? ContextDetails ?? {};
}
