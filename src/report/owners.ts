import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { CallRecord } from "./calls.ts";

/**
 * Whose something is: the label of an execution that was started beside the one under test, or the
 * name of a function that another one invoked; nothing for the execution under test.
 */
export type Owner = string | undefined;

/** Whose each invocation is, by its number. */
export function ownersOf(trace: readonly TraceEvent[]): ReadonlyMap<number, Owner> {
  return new Map(
    trace.flatMap((event) =>
      event.kind === "invocation.started"
        ? [[event.invocation, event.execution ?? event.function] as const]
        : [],
    ),
  );
}

/** Whose operation it is, by its id. */
export function ownerOf(id: string): Owner {
  const slash = id.lastIndexOf("/");
  return slash === -1 ? undefined : id.slice(0, slash);
}

/** The invocation that each event is told with: of its execution, the last that had started. */
export function invocationsTold(
  trace: readonly TraceEvent[],
  callAt: ReadonlyMap<TraceIndex, Pick<CallRecord, "invocation">>,
): readonly number[] {
  const owners = ownersOf(trace);
  const latest = new Map<Owner, number>();
  return trace.map((event, index) => {
    if (event.kind === "invocation.started") {
      latest.set(owners.get(event.invocation), event.invocation);
    }
    return latest.get(ownerOfEvent(event, callAt.get(index), owners)) ?? latest.get(undefined) ?? 1;
  });
}

function ownerOfEvent(
  event: TraceEvent,
  call: Pick<CallRecord, "invocation"> | undefined,
  owners: ReadonlyMap<number, Owner>,
): Owner {
  if (call !== undefined) return owners.get(call.invocation);
  if ("invocation" in event) return owners.get(event.invocation);
  if (event.kind === "operation.moved") return ownerOf(event.id);
  if (event.kind === "fault.struck") return /^(.*) > /.exec(event.at)?.[1];
  return event.kind === "execution.ended" ? event.execution : undefined;
}
