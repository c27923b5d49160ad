import type { Operation } from "@aws/durable-execution-sdk-js";
import type { FinishedRun, RecordedEvent } from "./finished-run.ts";
import { answerMs } from "./interpreter.ts";

/** How far apart two moments must be for their order to be the same on a busy machine. */
const marginMs = 150;

/**
 * Whether something in a run hangs on which of two simultaneous events came first.
 *
 * The simulation decides such ties the same way every time, the official runner as the machine's
 * clock and load will have it: a program with a tie says nothing about either of them.
 */
export function hasTimeTie(run: FinishedRun): boolean {
  const { history, operations, invokedEndsMs, reactionsMs } = run;
  const endMs = timeOf(history.at(-1));
  // Those before are in the history.
  const late = reactionsMs.filter((atMs) => atMs > endMs).map((atMs) => ({ atMs, of: "outside" }));
  const invokedEnds = invokedEndsMs.map((atMs) => ({ atMs, of: "an invoked function" }));
  const open = new Set(operations.flatMap(({ Id, Status }) => (Status === "STARTED" ? [Id] : [])));
  const timeouts = history.filter(({ Id }) => open.has(Id)).flatMap(timeoutsDue);
  const ownDues = operations.flatMap(dueOf);
  const dues = [...history.flatMap(retryDue), ...ownDues, ...timeouts, ...invokedEnds, ...late];
  return (
    dues.some(({ atMs }) => atMs > endMs && atMs < endMs + marginMs) ||
    areTied([...momentsOf(history), ...dues.filter(({ atMs }) => atMs <= endMs)])
  );
}

/** When time brings something about: a timer, someone outside, or the end of a slow body. */
interface Moment {
  readonly atMs: number;
  /** The operation that goes on then: what one operation does, it does in order. */
  readonly of: string | undefined;
}

function areTied(moments: readonly Moment[]): boolean {
  const sorted = moments.toSorted((one, other) => one.atMs - other.atMs);
  return sorted.some((moment, index) => {
    const next = sorted[index + 1];
    return next !== undefined && next.of !== moment.of && next.atMs - moment.atMs < marginMs;
  });
}

function momentsOf(history: readonly RecordedEvent[]): Moment[] {
  const bodyStarts = new Map<string | undefined, number>();
  return history.flatMap((event) => {
    const { EventType: type = "", Id: id } = event;
    const moment = { atMs: timeOf(event), of: id };
    if (type === "StepStarted") bodyStarts.set(id, moment.atMs);
    if (type === "StepSucceeded" || type === "StepFailed") {
      return moment.atMs - (bodyStarts.get(id) ?? moment.atMs) > marginMs ? [moment] : [];
    }
    return /^(?:Wait|Callback|ChainedInvoke)(?!Started)/.test(type) ? [moment] : [];
  });
}

/** When a step is ready again that is retried, whether anyone looks or not. */
function retryDue(event: RecordedEvent): Moment[] {
  const { RetryDetails: retry } = event.StepFailedDetails ?? event.StepSucceededDetails ?? {};
  const seconds = retry?.NextAttemptDelaySeconds;
  return seconds === undefined ? [] : [{ atMs: timeOf(event) + seconds * 1_000, of: event.Id }];
}

/** When a callback would have timed out that nobody waits for any more. */
function timeoutsDue(event: RecordedEvent): Moment[] {
  const { Timeout = 0, HeartbeatTimeout = 0 } = event.CallbackStartedDetails ?? {};
  return [Timeout, HeartbeatTimeout]
    .filter((seconds) => seconds > 0)
    .map((seconds) => ({ atMs: timeOf(event) + seconds * 1_000, of: event.Id }));
}

/** When an unfinished operation goes on by itself, as far as it tells. */
function dueOf({ Id, Status, Type, StartTimestamp, WaitDetails }: Operation): Moment[] {
  if (Status !== "STARTED") return [];
  if (Type === "CHAINED_INVOKE") {
    return [{ atMs: (StartTimestamp?.getTime() ?? 0) + answerMs, of: Id }];
  }
  const end = WaitDetails?.ScheduledEndTimestamp;
  return end === undefined ? [] : [{ atMs: end.getTime(), of: Id }];
}

function timeOf(event: RecordedEvent | undefined): number {
  return event?.EventTimestamp?.getTime() ?? 0;
}
