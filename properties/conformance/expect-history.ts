import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import { expect } from "vitest";
import { type HistoryEvent, type SimulateOptions, simulate } from "../../src/index.ts";

/**
 * Runs a handler and tells its whole history, a line an event, to be compared in one piece:
 *
 *     StepFailed/WaitForCondition #2 in #1 "poll" !! Error: no (attempt 1, next in 2 s)
 *
 * `#n` is the nth operation of the history and `in` its parent; a sub-type is told where it is not
 * the usual one of its type; `<=` takes, `=>` gives and `!!` fails. Times, request ids and callback
 * ids are left out; what every event must have is checked on the way.
 */
export async function historyOf(
  handler: DurableLambdaHandler,
  options: SimulateOptions = {},
): Promise<string[]> {
  const run = await simulate(handler, options);
  const numbers = new Map<string, string>();
  let lastMs = 0;
  const lines = run.history.map((event, index) => {
    expect(event.EventId).toBe(index + 1);
    expect(event.EventTimestamp.getTime()).toBeGreaterThanOrEqual(lastMs);
    lastMs = event.EventTimestamp.getTime();
    return lineOf(event, numbers);
  });
  expect(run.history.at(-1)?.EventType).toBe(lastEvents[run.status]);
  return lines;
}

const lastEvents = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  STOPPED: "ExecutionStopped",
  RUNNING: "nothing, for it has not ended",
};

/** Every kind of detail, as a reader of AWS's JSON sees it. */
interface Details {
  readonly Input?: Payload<string>;
  readonly Result?: Payload<string>;
  readonly Error?: Payload<{ readonly ErrorType?: string; readonly ErrorMessage?: string }>;
  readonly RetryDetails?: {
    readonly CurrentAttempt: number;
    readonly NextAttemptDelaySeconds?: number;
  };
  readonly Duration?: number;
  readonly Timeout?: number;
  readonly HeartbeatTimeout?: number;
  readonly CallbackId?: string;
  readonly FunctionName?: string;
  readonly TenantId?: string;
  readonly ExecutedVersion?: string;
  readonly DurableExecutionArn?: string;
}

interface Payload<T> {
  readonly Payload: T | undefined;
  readonly Truncated: boolean;
}

function lineOf(event: HistoryEvent, numbers: Map<string, string>): string {
  const { EventType, Id, ParentId, Name } = event;
  const details = detailsOf(event);
  checkDetails(EventType, details);
  const isOperation = !/^(?:Execution|Invocation)/.test(EventType);
  return joined([
    typeOf(event),
    isOperation ? numberOf(Id, numbers) : undefined,
    ParentId === undefined ? undefined : `in ${numbers.get(ParentId) ?? "nowhere"}`,
    isOperation && Name !== undefined ? `"${Name}"` : undefined,
    ...aboutTerms(details),
    aboutPayload(details),
    aboutError(EventType, details),
    aboutAttempt(details),
  ]);
}

/** The details are those of the event's type, and there are no others. */
function detailsOf(event: HistoryEvent): Details {
  const key = `${event.EventType}Details`;
  expect(Object.keys(event).filter((name) => name.endsWith("Details"))).toEqual([key]);
  return Reflect.get(event, key) as Details;
}

/** What must be there although its value is anybody's guess. */
function checkDetails(eventType: string, details: Details): void {
  const musts: readonly (readonly [RegExp, readonly (keyof Details)[]])[] = [
    [/^(?:Step|Context|Callback|ChainedInvoke|Execution)Succeeded$/, ["Result"]],
    [/(?:Failed|TimedOut)$/, ["Error"]],
    [/^Step(?:Succeeded|Failed)$/, ["RetryDetails"]],
    [/^Wait/, ["Duration"]],
    [/^CallbackStarted$/, ["CallbackId"]],
    [/^ChainedInvokeStarted$/, ["Input", "ExecutedVersion", "DurableExecutionArn"]],
  ];
  for (const [pattern, keys] of musts) {
    if (!pattern.test(eventType)) continue;
    for (const key of keys) expect(details).toHaveProperty(key);
  }
  for (const payload of [details.Input, details.Result, details.Error]) {
    expect(payload?.Truncated ?? false).toBe(false);
  }
}

const usualSubTypes: readonly (readonly [prefix: string, subType: string])[] = [
  ["Step", "Step"],
  ["Wait", "Wait"],
  ["Context", "RunInChildContext"],
  ["Callback", "Callback"],
  ["ChainedInvoke", "ChainedInvoke"],
];

function typeOf({ EventType, SubType }: HistoryEvent): string {
  const usual = usualSubTypes.find(([prefix]) => EventType.startsWith(prefix))?.[1];
  return SubType === usual ? EventType : `${EventType}/${SubType}`;
}

function numberOf(id: string | undefined, numbers: Map<string, string>): string {
  if (id === undefined) return "nobody";
  const number = numbers.get(id) ?? `#${numbers.size + 1}`;
  numbers.set(id, number);
  return number;
}

function aboutTerms(details: Details): (string | undefined)[] {
  const { FunctionName, TenantId, Duration, Timeout, HeartbeatTimeout } = details;
  return [
    FunctionName,
    TenantId === undefined ? undefined : `for ${TenantId}`,
    Duration === undefined ? undefined : `${Duration} s`,
    Timeout === undefined ? undefined : `timeout ${Timeout} s`,
    HeartbeatTimeout === undefined ? undefined : `heartbeat ${HeartbeatTimeout} s`,
  ];
}

/** Long payloads are told by their length alone. */
function aboutPayload({ Input, Result }: Details): string | undefined {
  const payload = Input ?? Result;
  if (payload === undefined) return undefined;
  const { Payload: text = "nothing" } = payload;
  const told = text.length <= 200 ? text : `${text.length} characters`;
  return `${Input === undefined ? "=>" : "<="} ${told}`;
}

/** Of an invocation only its death is told: what it answered is told of the execution. */
function aboutError(eventType: string, { Error }: Details): string | undefined {
  if (Error === undefined) return undefined;
  const { ErrorType = "", ErrorMessage } = Error.Payload ?? {};
  if (eventType === "InvocationCompleted") {
    return ErrorType.startsWith("Runtime.") ? `!! ${ErrorType}` : undefined;
  }
  return ErrorMessage === undefined ? `!! ${ErrorType}` : `!! ${ErrorType}: ${ErrorMessage}`;
}

/** The first attempt goes without saying where no other follows. */
function aboutAttempt({ RetryDetails }: Details): string | undefined {
  if (RetryDetails === undefined) return undefined;
  const { CurrentAttempt: attempt, NextAttemptDelaySeconds: seconds } = RetryDetails;
  if (seconds !== undefined) return `(attempt ${attempt}, next in ${seconds} s)`;
  return attempt === 1 ? undefined : `(attempt ${attempt})`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}
