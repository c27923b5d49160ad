import { partialBatch } from "./partial-batch.ts";
import type { BrokenPromise, Observation, Sent } from "./observation.ts";
import { hidesChildren, regress } from "./progress.ts";
import type { SeenOperation } from "./seen-operation.ts";

type Seen = ReadonlyMap<string, SeenOperation>;

/**
 * What a sandbox was once shown, or had acknowledged, is there on every later replay: each invocation
 * is shown all of it, at least as far as it had come, but for what lies in a finished context.
 */
export function* memory(observations: readonly Observation[]): Generator<BrokenPromise> {
  const known = new Map<string, SeenOperation>();
  let shown = new Map<string, SeenOperation>();
  let unanswered: Sent | undefined;
  for (const observation of observations) {
    const { kind, invocation } = observation;
    if (kind === "sent") {
      unanswered = observation;
      continue;
    }
    for (const says of regresses(observation.operations, known)) yield { invocation, says };
    if (kind === "acknowledged") {
      remember(observation.operations, known);
      unanswered = undefined;
      continue;
    }
    if (kind === "invoked") shown = new Map();
    remember(observation.operations, shown);
    if (observation.hasMore) continue;
    for (const says of objections(known, shown, unanswered)) yield { invocation, says };
    remember(shown.values(), known);
    unanswered = undefined;
  }
}

function remember(operations: Iterable<SeenOperation>, into: Map<string, SeenOperation>): void {
  for (const operation of operations) {
    if (operation.Id !== undefined) into.set(operation.Id, operation);
  }
}

function* regresses(operations: readonly SeenOperation[], known: Seen): Generator<string> {
  for (const operation of operations) {
    const earlier = known.get(operation.Id ?? "");
    const says = earlier && regress(earlier, operation);
    if (says !== undefined) yield `${nameOf(operation)}: ${says}`;
  }
}

/** What is wrong with a whole state, given all that was known before. */
function* objections(known: Seen, shown: Seen, unanswered: Sent | undefined): Generator<string> {
  for (const operation of known.values()) {
    const isMissing = !shown.has(operation.Id ?? "") && !isHidden(operation, known, shown);
    if (isMissing) yield `${nameOf(operation)}: it is not shown any more`;
  }
  for (const operation of shown.values()) {
    if (!isHidden(operation, known, shown)) continue;
    yield `${nameOf(operation)}: it is shown, and a context around it has finished or is not`;
  }
  yield* disorder([...shown.values()]);
  if (unanswered !== undefined) yield* partialBatch(unanswered, known, shown);
}

/**
 * Whether some context around an operation has finished, and does not ask to be replayed. Of one that
 * was hidden before anyone was shown it, not even the parent is known.
 */
function isHidden({ ParentId }: SeenOperation, known: Seen, shown: Seen): boolean {
  if (ParentId === undefined) return false;
  const parent = shown.get(ParentId) ?? known.get(ParentId);
  return parent === undefined || hidesChildren(parent) || isHidden(parent, known, shown);
}

/** The execution itself comes first, then its operations by their start. */
function* disorder(operations: readonly SeenOperation[]): Generator<string> {
  for (const [index, operation] of operations.entries()) {
    if ((operation.Type === "EXECUTION") !== (index === 0)) {
      yield `${nameOf(operation)}: the execution comes first, and only once`;
    }
    const before = operations[index - 1]?.StartTimestamp ?? -Infinity;
    if ((operation.StartTimestamp ?? -Infinity) < before) {
      yield `${nameOf(operation)}: it started before the operation before it`;
    }
  }
}

function nameOf({ Type, Name, Id }: SeenOperation): string {
  return `${Type} ${Name ?? Id}`;
}
