import { type Requested, requestOf } from "../kernel/request.ts";
import type { TraceIndex } from "../kernel/trace.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { reading } from "./reading.ts";
import { hasStored } from "./request.ts";

/** When somebody was told to come again, and by whom it was heard. */
interface Advice {
  readonly untilMs: number;
  readonly event: TraceIndex;
  readonly invocation: number;
  /** Whether the invocation that heard it has ended in good order, so that what it decided is stored. */
  isStored: boolean;
}

interface Waiting {
  readonly executionOf: Map<number, string | undefined>;
  /** What was asked for, and by which execution, by number of the call. */
  readonly requests: Map<number, string>;
  readonly advice: Map<string, Advice>;
  violation: Violation | undefined;
}

/** V3. Who is told to come again in a while comes no sooner, unless what it heard died with its sandbox. */
export const retryAfterIsWaitedFor: Invariant = {
  name: "retry-after-is-waited-for",
  remembers: (trace) => {
    const { advice, violation } = waitingIn(trace);
    const nowMs = trace.at(-1)?.atMs ?? 0;
    const open = [...advice].filter(([, { untilMs }]) => untilMs > nowMs);
    return [violation !== undefined, open.map(([what, { isStored }]) => [what, isStored])];
  },
  check: ({ trace }) => waitingIn(trace).violation,
};

const waitingIn = reading({
  of: [
    "invocation.started",
    "invocation.ended",
    "checkpoint.rejected",
    "call.requested",
    "call.answered",
  ],
  begin: (): Waiting => ({
    executionOf: new Map(),
    requests: new Map(),
    advice: new Map(),
    violation: undefined,
  }),
  take: (waiting, event, index) => {
    const { executionOf, requests, advice } = waiting;
    switch (event.kind) {
      case "invocation.started":
        return void executionOf.set(event.invocation, event.execution);
      case "call.requested": {
        const request = `${executionOf.get(event.invocation) ?? ""} ${requestOf(event)}`;
        requests.set(event.call, request);
        waiting.violation ??= tooSoon(event, index, advice.get(request));
        return;
      }
      case "call.answered": {
        const request = requests.get(event.call);
        const { answer, atMs, invocation } = event;
        if (request === undefined || answer.kind !== "failure") return;
        const { retryAfterMs } = answer;
        if (retryAfterMs === undefined) return;
        const untilMs = atMs + retryAfterMs;
        return void advice.set(request, { untilMs, event: index, invocation, isStored: false });
      }
      case "checkpoint.rejected":
        return forget(advice, event.invocation);
      case "invocation.ended":
        if (!hasStored(event)) return forget(advice, event.invocation);
        for (const told of advice.values()) {
          if (told.invocation === event.invocation) told.isStored = true;
        }
    }
  },
});

function tooSoon(
  event: Requested,
  index: TraceIndex,
  told: Advice | undefined,
): Violation | undefined {
  if (told === undefined || event.atMs >= told.untilMs) return undefined;
  if (!told.isStored && told.invocation !== event.invocation) return undefined;
  const leftMs = told.untilMs - event.atMs;
  return {
    message: `${event.name} was asked again ${leftMs} ms before the time that it had named`,
    witnesses: [told.event, index],
  };
}

function forget(advice: Map<string, Advice>, invocation: number): void {
  for (const [request, told] of advice) {
    if (told.invocation === invocation && !told.isStored) advice.delete(request);
  }
}

/** So many times may one invocation ask the same within a second. */
const mostInASecond = 3;
const secondMs = 1_000;

interface Hurry {
  /** When an invocation has last asked for something, the latest last. */
  readonly asked: Map<string, number[]>;
  violation: Violation | undefined;
}

/** V3. Nobody asks the same again at once, and again: that keeps down whoever has trouble. */
export const nobodyIsAskedInAHurry: Invariant = {
  name: "nobody-is-asked-in-a-hurry",
  remembers: (trace) => {
    const { asked, violation } = hurryIn(trace);
    const nowMs = trace.at(-1)?.atMs ?? 0;
    const again = [...asked.values()].filter((times) => times.length > 1);
    const recent = again.map((times) => recentOf(times, nowMs).length);
    return [violation !== undefined, recent.filter((count) => count > 1)];
  },
  check: ({ trace }) => hurryIn(trace).violation,
};

const hurryIn = reading({
  of: ["call.requested"],
  begin: (): Hurry => ({ asked: new Map(), violation: undefined }),
  take: (hurry, event, index) => {
    const key = `${event.invocation} ${requestOf(event)}`;
    const times = [...recentOf(hurry.asked.get(key) ?? [], event.atMs), event.atMs];
    hurry.asked.set(key, times);
    if (times.length <= mostInASecond) return;
    hurry.violation ??= {
      message: `${event.name} was asked ${times.length} times within a second`,
      witnesses: [index],
    };
  },
});

function recentOf(times: readonly number[], nowMs: number): number[] {
  return times.filter((atMs) => atMs > nowMs - secondMs);
}
