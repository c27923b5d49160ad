import { operationsOf, retryDelaySeconds } from "./event-kinds.ts";
import { isDuration } from "./duration.ts";
import { type Illegality, type Recorded, type RecordedEvent, illegal, timeOf } from "./recorded.ts";

type StepState =
  | { readonly kind: "absent" | "running" | "ended" }
  | { readonly kind: "waiting"; readonly untilMs: number };

/**
 * A step is tried until it succeeds or is given up: every attempt starts, ends, and is counted; the
 * next one starts when the delay is over that the last one asked for. A body that is run again because
 * its invocation died leaves no event, it is still the same attempt.
 */
export function* step({ history }: Recorded): Generator<Illegality> {
  for (const events of operationsOf("STEP", history)) {
    let state: StepState = { kind: "absent" };
    let attempts = 0;
    for (const event of events) {
      yield* objections(state, event);
      if (event.EventType === "StepStarted") {
        state = { kind: "running" };
        continue;
      }
      attempts++;
      yield* attempt(event, attempts);
      const delaySeconds = retryDelaySeconds(event);
      state =
        delaySeconds === undefined
          ? { kind: "ended" }
          : { kind: "waiting", untilMs: timeOf(event) + delaySeconds * 1000 };
    }
  }
}

function* objections(state: StepState, event: RecordedEvent): Generator<Illegality> {
  const isStart = event.EventType === "StepStarted";
  switch (state.kind) {
    case "absent":
      if (!isStart) yield illegal(event, "the step had not started");
      return;
    case "running":
      if (isStart) yield illegal(event, "the attempt before it had not ended");
      return;
    case "waiting":
      if (!isStart) yield illegal(event, "its next attempt had not started");
      else if (timeOf(event) < state.untilMs) {
        yield illegal(event, `its next attempt was due ${state.untilMs - timeOf(event)} ms later`);
      }
      return;
    case "ended":
      yield illegal(event, "the step had ended");
  }
}

function* attempt(event: RecordedEvent, expected: number): Generator<Illegality> {
  const { StepSucceededDetails, StepFailedDetails, SubType } = event;
  const retry = (StepSucceededDetails ?? StepFailedDetails)?.RetryDetails;
  if (retry?.CurrentAttempt !== expected) {
    yield illegal(event, `attempt ${expected} ended, and it says ${retry?.CurrentAttempt}`);
  }
  const delaySeconds = retry?.NextAttemptDelaySeconds;
  if (delaySeconds === undefined) return;
  if (!isDuration(delaySeconds)) yield illegal(event, `${delaySeconds} s is no delay`);
  const isPoll = SubType === "WaitForCondition";
  if (StepSucceededDetails !== undefined && !isPoll) {
    yield illegal(event, "only a waitForCondition goes on after a success");
  }
  // A check that throws ends its waitForCondition; nothing tries it again.
  if (StepFailedDetails !== undefined && isPoll) {
    yield illegal(event, "a waitForCondition does not go on after a failure");
  }
}
