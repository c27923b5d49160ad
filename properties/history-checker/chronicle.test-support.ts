import type { EventDetails, EventType, Illegality, RecordedEvent, Rule } from "./recorded.ts";
import { render } from "./history-checker.ts";

/** Details of any event, and whose they are; the rest of an event is filled in. */
type Line = Partial<RecordedEvent>;

const epochMs = 1_700_000_000_000;

export function moment(ms: number): Date {
  return new Date(epochMs + ms);
}

/**
 * Writes histories by hand: times are ms since the execution started, and stay until the next `at`.
 *
 * @example
 * chronicle().started().at(10).stepStarted("pay").stepSucceeded("pay", 1).invoked({ from: 0 }).succeeded()
 */
export class Chronicle {
  readonly events: readonly RecordedEvent[];
  readonly nowMs: number;

  constructor(events: readonly RecordedEvent[], nowMs: number) {
    this.events = events;
    this.nowMs = nowMs;
  }

  at(ms: number): Chronicle {
    return new Chronicle(this.events, ms);
  }

  started(ExecutionTimeout = 1_000): Chronicle {
    const Input = { Payload: "{}", Truncated: false };
    return this.#write("ExecutionStarted", { Input, ExecutionTimeout }, { Id: "execution" });
  }

  succeeded(): Chronicle {
    return this.#write("ExecutionSucceeded", { Result: succeeded(undefined) }, { Id: "execution" });
  }

  failed(message = "no"): Chronicle {
    return this.#write("ExecutionFailed", { Error: failed(message) }, { Id: "execution" });
  }

  timedOut(): Chronicle {
    return this.#write("ExecutionTimedOut", {}, { Id: "execution" });
  }

  invoked({ from, error }: { from: number; error?: string }): Chronicle {
    const nth = this.events.filter(({ EventType }) => EventType === "InvocationCompleted").length;
    return this.#write("InvocationCompleted", {
      StartTimestamp: moment(from),
      EndTimestamp: moment(this.nowMs),
      RequestId: `request ${nth + 1}`,
      ...(error !== undefined && { Error: failed(error) }),
    });
  }

  stepStarted(Id: string, line: Line = {}): Chronicle {
    return this.#write("StepStarted", {}, { Id, SubType: "Step", ...line });
  }

  stepSucceeded(Id: string, attempt: number, line: Line = {}): Chronicle {
    const details = { Result: succeeded(`"${Id}"`), RetryDetails: { CurrentAttempt: attempt } };
    return this.#write("StepSucceeded", details, { Id, SubType: "Step", ...line });
  }

  /** A poll of a waitForCondition that goes on. */
  stepPolled(Id: string, attempt: number, delaySeconds: number, line: Line = {}): Chronicle {
    const RetryDetails = { CurrentAttempt: attempt, NextAttemptDelaySeconds: delaySeconds };
    const details = { Result: succeeded(`${attempt}`), RetryDetails };
    return this.#write("StepSucceeded", details, { Id, SubType: "WaitForCondition", ...line });
  }

  /** Without a delay, for good. */
  stepFailed(Id: string, attempt: number, delaySeconds?: number, line: Line = {}): Chronicle {
    const delay = delaySeconds !== undefined && { NextAttemptDelaySeconds: delaySeconds };
    const details = { Error: failed("no"), RetryDetails: { CurrentAttempt: attempt, ...delay } };
    return this.#write("StepFailed", details, { Id, SubType: "Step", ...line });
  }

  waitStarted(Id: string, seconds: number, line: Line = {}): Chronicle {
    const ScheduledEndTimestamp = moment(this.nowMs + seconds * 1000);
    const details = { Duration: seconds, ScheduledEndTimestamp };
    return this.#write("WaitStarted", details, { Id, SubType: "Wait", ...line });
  }

  waitSucceeded(Id: string, seconds: number, line: Line = {}): Chronicle {
    return this.#write("WaitSucceeded", { Duration: seconds }, { Id, SubType: "Wait", ...line });
  }

  waitCancelled(Id: string): Chronicle {
    return this.#write("WaitCancelled", {}, { Id, SubType: "Wait" });
  }

  contextStarted(Id: string, line: Line = {}): Chronicle {
    return this.#write("ContextStarted", {}, { Id, SubType: "RunInChildContext", ...line });
  }

  contextSucceeded(Id: string, line: Line = {}): Chronicle {
    const owner = { Id, SubType: "RunInChildContext", ...line };
    return this.#write("ContextSucceeded", { Result: succeeded(`"${Id}"`) }, owner);
  }

  contextFailed(Id: string, line: Line = {}): Chronicle {
    const owner = { Id, SubType: "RunInChildContext", ...line };
    return this.#write("ContextFailed", { Error: failed("no") }, owner);
  }

  callbackStarted(
    Id: string,
    { timeout, heartbeat, id = `callback ${Id}` }: CallbackOptions = {},
  ): Chronicle {
    const details = { CallbackId: id, Timeout: timeout, HeartbeatTimeout: heartbeat };
    return this.#write("CallbackStarted", details, { Id, SubType: "Callback" });
  }

  callbackSucceeded(Id: string): Chronicle {
    const details = { Result: succeeded("done") };
    return this.#write("CallbackSucceeded", details, { Id, SubType: "Callback" });
  }

  callbackTimedOut(Id: string, ErrorType: string): Chronicle {
    const details = { Error: { Payload: { ErrorType }, Truncated: false } };
    return this.#write("CallbackTimedOut", details, { Id, SubType: "Callback" });
  }

  invokeStarted(Id: string, FunctionName = "other"): Chronicle {
    return this.#write("ChainedInvokeStarted", { FunctionName }, { Id, SubType: "ChainedInvoke" });
  }

  invokeFailed(Id: string): Chronicle {
    const owner = { Id, SubType: "ChainedInvoke" };
    return this.#write("ChainedInvokeFailed", { Error: failed("no") }, owner);
  }

  /** Changes the latest event after the fact. */
  but(change: Readonly<Record<string, unknown>>): Chronicle {
    const last = this.events.at(-1);
    if (last === undefined) throw new Error("there is no event to change");
    const changed: RecordedEvent = Object.assign({}, last, change);
    return new Chronicle([...this.events.slice(0, -1), changed], this.nowMs);
  }

  #write(EventType: EventType, details: object, owner: Line = {}): Chronicle {
    const event: RecordedEvent = {
      EventId: this.events.length + 1,
      EventType,
      EventTimestamp: moment(this.nowMs),
      ...owner,
      ...({ [`${EventType}Details`]: details } as EventDetails),
    };
    return new Chronicle([...this.events, event], this.nowMs);
  }
}

interface CallbackOptions {
  readonly timeout?: number;
  readonly heartbeat?: number;
  readonly id?: string;
}

/** An empty history, before anything happened. */
export function chronicle(): Chronicle {
  return new Chronicle([], 0);
}

/** What one rule has to say of a history. */
export function findings(rule: Rule, { events }: Chronicle): readonly string[] {
  const found: Illegality[] = [...rule({ history: events, operations: [] })];
  return found.map(render);
}

function succeeded(payload: string | undefined): object {
  return { Payload: payload, Truncated: false };
}

function failed(ErrorMessage: string): object {
  return { Payload: { ErrorType: "Error", ErrorMessage }, Truncated: false };
}
