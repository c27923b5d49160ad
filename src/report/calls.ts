import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import { type StepAttempt, stepsOfCalls } from "./call-steps.ts";

/** One call of a service, from its request to all that came of it. */
export interface CallRecord {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly invocation: number;
  readonly step: StepAttempt | undefined;
  readonly requested: TraceIndex;
  /** The fault that struck it. */
  strike: TraceIndex | undefined;
  /** Its effects: none, one, or more when it was delivered twice. */
  readonly applied: TraceIndex[];
  answered: TraceIndex | undefined;
}

/** All calls of a trace, in the order in which they were requested. */
export function callsOf(trace: readonly TraceEvent[]): readonly CallRecord[] {
  const steps = stepsOfCalls(trace);
  const calls = new Map<number, CallRecord>();
  const ended = new Set<number>();
  for (const [index, event] of trace.entries()) {
    if (event.kind === "invocation.ended") {
      ended.add(event.invocation);
    } else if (event.kind === "call.requested") {
      const { call, name, args, invocation } = event;
      const step = steps.get(call);
      const fate = { strike: undefined, applied: [], answered: undefined };
      calls.set(call, { name, args, invocation, step, requested: index, ...fate });
    } else if (event.kind === "call.applied") {
      calls.get(event.call)?.applied.push(index);
    } else if (event.kind === "call.answered") {
      const call = calls.get(event.call);
      if (call !== undefined) call.answered = index;
    } else if (event.kind === "fault.struck") {
      const struck = arriving([...calls.values()], event.at, ended);
      if (struck !== undefined) struck.strike = index;
    }
  }
  return [...calls.values()];
}

/** The call that a fault strikes: calls of one name arrive in order, those of a dead sandbox never. */
function arriving(
  calls: readonly CallRecord[],
  name: string,
  ended: ReadonlySet<number>,
): CallRecord | undefined {
  const due = calls.filter((call) => call.name === name && !hasArrived(call));
  // A zombie's calls arrive after its end.
  return due.find(({ invocation }) => !ended.has(invocation)) ?? due[0];
}

/** Whether the request got as far as the service. */
export function hasArrived({ strike, applied, answered }: CallRecord): boolean {
  return strike !== undefined || applied.length > 0 || answered !== undefined;
}

/** Every event that tells of a call. */
export function eventsOf({
  requested,
  strike,
  applied,
  answered,
}: CallRecord): readonly TraceIndex[] {
  return [requested, strike, ...applied, answered].filter((index) => index !== undefined);
}
