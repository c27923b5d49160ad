import { endsOperation, isCheckpointed } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal } from "./recorded.ts";

/** Contexts that exist only inside a context of another kind. */
const homes: Readonly<Record<string, string>> = {
  MapIteration: "Map",
  ParallelBranch: "Parallel",
};

interface Context {
  readonly started: RecordedEvent;
  readonly isOpen: boolean;
}

/**
 * An operation lives in a context that has started and is still open.
 *
 * A map that has enough results closes while some of its items still run. The SDK puts nothing of
 * them behind the map's own update, and its queue is first in, first out; so what the function asks
 * for is never later than the end of a context around it. What the service does by itself is: waits
 * end and callbacks are completed wherever they are.
 */
export function* ancestry({ history }: Recorded): Generator<Illegality> {
  const contexts = new Map<string, Context>();
  for (const event of history) {
    yield* place(event, contexts);
    if (event.Id === undefined) continue;
    if (event.EventType === "ContextStarted")
      contexts.set(event.Id, { started: event, isOpen: true });
    const context = contexts.get(event.Id);
    if (context && endsOperation(event)) contexts.set(event.Id, { ...context, isOpen: false });
  }
}

function* place(
  event: RecordedEvent,
  contexts: ReadonlyMap<string, Context>,
): Generator<Illegality> {
  const { ParentId, SubType = "" } = event;
  const parent = ParentId === undefined ? undefined : contexts.get(ParentId);
  if (ParentId !== undefined && parent === undefined) {
    yield illegal(event, `no context ${ParentId} had started`);
  }
  const home = homes[SubType];
  if (home !== undefined && parent?.started.SubType !== home) {
    yield illegal(event, `a ${SubType} is part of a ${home}`);
  }
  if (!isCheckpointed(event)) return;
  for (let around = parent; around !== undefined;) {
    const { started, isOpen } = around;
    if (!isOpen) {
      yield illegal(event, `context ${started.Id} around it had ended`);
      return;
    }
    around = started.ParentId === undefined ? undefined : contexts.get(started.ParentId);
  }
}
