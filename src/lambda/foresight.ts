import type { Death } from "../faults/death.ts";
import { wakeUp } from "../faults/place.ts";
import { withoutRepeats } from "../kernel/canonical.ts";
import type { EventLoop, VirtualTimer } from "../kernel/event-loop.ts";
import type { WireError } from "../kernel/outcome.ts";
import type { InvocationEnd, TraceEvent } from "../kernel/trace.ts";
import { nameOfInvoke } from "./dispatch-plan.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { pointIn } from "./execution-label.ts";
import type { Invocation } from "./invocation.ts";

/** What is to come where a sandbox dies: nothing, before its execution is invoked again. */
export interface Foresight {
  /** The end of the invocation that dies, as it will stand in the trace. */
  readonly ended: Extract<TraceEvent, { kind: "invocation.ended" }>;
  /** The fault point that is passed next. */
  readonly at: string;
  /** When that is, virtual ms since the Unix epoch. */
  readonly nowMs: number;
  /** What happens then, in the words of the event that it is. */
  readonly now: string;
  /** All that is still to come then, soonest first. */
  readonly pending: readonly VirtualTimer[];
  /** All that the rest of all executions depends on then, but for times and timers. */
  readonly situation: string;
}

/** The next invocation of an execution whose current one fails. */
export interface Retry {
  /** What the failure is called. */
  readonly end: InvocationEnd;
  readonly error: WireError | undefined;
  /** When the next one is due, virtual ms since the Unix epoch. */
  readonly nowMs: number;
  /** The execution's situation then, if nothing else happens before. */
  readonly situation: string;
}

/** All that the rest of all executions depends on, of what it depends on in each. */
export function situationOf(executions: readonly string[]): string {
  return withoutRepeats(executions).join("\n");
}

/** Foresees what comes when a sandbox dies now; `undefined` where something else may come first. */
export function foresee(
  sandbox: Invocation,
  death: Death,
  {
    dispatchers,
    pending,
    loop,
  }: {
    readonly dispatchers: readonly Dispatcher[];
    /** Soonest first. */
    readonly pending: readonly VirtualTimer[];
    readonly loop: Pick<EventLoop, "nowMs" | "startMs">;
  },
): Foresight | undefined {
  const dispatcher = dispatchers.find((one) => one.isCurrent(sandbox));
  // What was thawed with it would have to be looked at as well.
  if (dispatcher === undefined || sandbox.guests.length > 0) return undefined;
  const endMs = death === "crash" ? loop.nowMs : sandbox.deadlineMs;
  if (endMs === undefined) return undefined;
  const retry = dispatcher.afterFailure(sandbox.resultOf(death), endMs);
  const rest = pending.filter((timer) => timer.owner !== sandbox && !sandbox.isDeadline(timer));
  if (retry === undefined || (rest[0]?.atMs ?? Infinity) <= retry.nowMs) return undefined;
  const { end, error, nowMs } = retry;
  const { invocation } = sandbox;
  const situations = dispatchers.map((one) =>
    one === dispatcher ? retry.situation : one.situationAt(nowMs),
  );
  return {
    ended: { kind: "invocation.ended", atMs: endMs - loop.startMs, invocation, end, error },
    at: pointIn(dispatcher.plan, wakeUp),
    nowMs,
    now: nameOfInvoke(dispatcher.plan, true),
    pending: rest,
    situation: situationOf(situations),
  };
}
