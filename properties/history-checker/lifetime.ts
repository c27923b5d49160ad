import { closesExecution } from "./event-kinds.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

/** An execution starts once, with its first event, and ends at most once; a closed one never changes. */
export function* lifetime({ history }: Recorded): Generator<Illegality> {
  const [first] = history;
  if (first === undefined) {
    yield illegal(undefined, "an execution that was started has an event");
    return;
  }
  if (first.EventType !== "ExecutionStarted") {
    yield illegal(first, "the first event starts the execution");
  }
  let closing: RecordedEvent | undefined;
  let isReturned = false;
  for (const event of history) {
    if (event !== first && event.EventType === "ExecutionStarted") {
      yield illegal(event, "the execution has started before");
    }
    if (closing !== undefined) {
      // The invocation in flight goes on, and ends, when the execution is closed over its head.
      const mayFollow = event.EventType === "InvocationCompleted" && !isReturned;
      if (!mayFollow) yield illegal(event, `the execution was closed by event ${closing.EventId}`);
      isReturned = true;
    } else if (closesExecution(event)) {
      closing = event;
    }
    if (event.Id !== first.Id && (event === closing || event.EventType === "ExecutionStarted")) {
      yield illegal(event, `belongs to ${event.Id}, and the execution is ${first.Id}`);
    }
  }
}

/** What a function returned closes its execution together with the invocation that returned it. */
export function* verdict({ history }: Recorded): Generator<Illegality> {
  for (const [index, event] of history.entries()) {
    const { EventType } = event;
    if (EventType !== "ExecutionSucceeded" && EventType !== "ExecutionFailed") continue;
    const [before, after] = [history[index - 1], history[index + 1]];
    // A result too large to be returned is checkpointed, and the invocation ends after that.
    if (after?.EventType === "InvocationCompleted") continue;
    if (before?.EventType !== "InvocationCompleted") {
      yield illegal(event, "no invocation ends with it");
      continue;
    }
    yield* agreement(before, event);
  }
}

function* agreement(ended: RecordedEvent, closing: RecordedEvent): Generator<Illegality> {
  if (timeOf(ended) !== timeOf(closing)) {
    yield illegal(closing, "the invocation that it comes from ended at another time");
  }
  const ofInvocation = ended.InvocationCompletedDetails?.Error;
  if (ofInvocation === undefined) return;
  const ofExecution = closing.ExecutionFailedDetails?.Error;
  if (JSON.stringify(ofInvocation) !== JSON.stringify(ofExecution)) {
    yield illegal(closing, "its invocation ended with another error");
  }
}

/** An execution does not outlive its time limit, and does not time out before it. */
export function* timeLimit({ history }: Recorded): Generator<Illegality> {
  const [first] = history;
  const seconds = first?.ExecutionStartedDetails?.ExecutionTimeout;
  if (first === undefined || seconds === undefined) return;
  const limitMs = timeOf(first) + seconds * 1000;
  for (const event of history) {
    const isTimeOut = event.EventType === "ExecutionTimedOut";
    if (isTimeOut && timeOf(event) < limitMs) {
      yield illegal(event, `the execution had ${limitMs - timeOf(event)} ms left`);
    }
    // The invocation in flight is not interrupted; its end may tell that the time is up.
    const mayBeLate = isTimeOut || event.EventType === "InvocationCompleted";
    if (!mayBeLate && timeOf(event) > limitMs) {
      yield illegal(event, `the execution's time was up ${timeOf(event) - limitMs} ms before`);
    }
  }
}
