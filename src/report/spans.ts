import type { CallAnswer, InvocationEnd, TraceEvent, TraceIndex } from "../kernel/trace.ts";
import { type Owner, ownerOf, ownersOf } from "./owners.ts";
import { type CallRecord, callsOf } from "./calls.ts";
import type { OperationMoved } from "./operation-words.ts";

/** A stretch of virtual time. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** An invocation, from its start until the service let go of it. */
export interface InvocationSpan extends Span {
  readonly invocation: number;
  readonly owner: Owner;
  readonly end: InvocationEnd | "running";
  /** The event that ended it, if one did. */
  readonly ended: TraceIndex | undefined;
}

/** How an attempt ended; `cut` when its sandbox was gone before it could tell. */
export type AttemptEnd = "succeeded" | "retried" | "failed" | "cut" | "running";

/** One attempt of a step, or the life of another operation. */
export interface AttemptSpan extends Span {
  readonly attempt: number;
  readonly end: AttemptEnd;
  readonly ended: TraceIndex | undefined;
}

/** An operation, with its attempts in order. */
export interface OperationSpans {
  readonly id: string;
  readonly owner: Owner;
  readonly name: string;
  readonly type: string;
  readonly attempts: readonly AttemptSpan[];
}

/** A call of a service, from its request to the last that came of it. */
export interface CallSpan extends Span {
  readonly service: string;
  readonly method: string;
  readonly invocation: number;
  /** When its caller heard something, or its sandbox was gone. */
  readonly heardMs: number;
  /** What the caller heard; nothing if its sandbox was gone. */
  readonly heard: CallAnswer["kind"] | undefined;
  readonly effects: readonly { readonly atMs: number; readonly index: TraceIndex }[];
  readonly record: CallRecord;
}

/** A fault that struck. */
export interface StrikeMoment {
  readonly atMs: number;
  readonly at: string;
  readonly fault: string;
  readonly index: TraceIndex;
}

/** A trial as stretches of virtual time, ready to be drawn. */
export interface TrialSpans {
  readonly invocations: readonly InvocationSpan[];
  readonly operations: readonly OperationSpans[];
  readonly calls: readonly CallSpan[];
  readonly strikes: readonly StrikeMoment[];
  readonly untilMs: number;
}

/** What a trace says about who did what from when to when. */
export function spansOf(trace: readonly TraceEvent[]): TrialSpans {
  const invocations = invocationsOf(trace);
  return {
    invocations,
    operations: operationsOf(trace, invocations),
    calls: callSpans(trace, invocations),
    strikes: trace.flatMap((event, index) =>
      event.kind === "fault.struck"
        ? [{ atMs: event.atMs, at: event.at, fault: event.fault, index }]
        : [],
    ),
    untilMs: lastMs(trace),
  };
}

function lastMs(trace: readonly TraceEvent[]): number {
  return trace.at(-1)?.atMs ?? 0;
}

function invocationsOf(trace: readonly TraceEvent[]): readonly InvocationSpan[] {
  const spans = new Map<number, InvocationSpan>();
  const owners = ownersOf(trace);
  for (const [index, event] of trace.entries()) {
    if (event.kind === "invocation.started") {
      const { invocation, atMs: fromMs } = event;
      const open = { untilMs: lastMs(trace), end: "running", ended: undefined } as const;
      spans.set(invocation, { invocation, owner: owners.get(invocation), fromMs, ...open });
    } else if (event.kind === "invocation.ended") {
      const span = spans.get(event.invocation);
      if (span === undefined) continue;
      const { atMs: untilMs, end } = event;
      spans.set(event.invocation, { ...span, untilMs, end, ended: index });
    }
  }
  return [...spans.values()];
}

/** An operation while its story is read. */
interface Growing {
  readonly spans: { readonly attempts: AttemptSpan[] } & Omit<OperationSpans, "attempts">;
  open: { readonly fromMs: number; readonly attempt: number } | undefined;
}

function operationsOf(
  trace: readonly TraceEvent[],
  invocations: readonly InvocationSpan[],
): readonly OperationSpans[] {
  const operations = new Map<string, Growing>();
  for (const [index, event] of trace.entries()) {
    if (event.kind === "operation.moved" && event.type !== "EXECUTION") {
      const growing = operations.get(event.id) ?? born(event);
      operations.set(event.id, growing);
      take(event, index, growing, invocations);
    } else if (event.kind === "invocation.ended") {
      const owner = invocations.find(({ ended }) => ended === index)?.owner;
      const cut = [...operations.values()].filter(({ spans }) => spans.owner === owner);
      for (const growing of cut) cutShort(growing, event.atMs);
    }
  }
  for (const { spans, open } of operations.values()) {
    if (open === undefined) continue;
    spans.attempts.push({ ...open, untilMs: lastMs(trace), end: "running", ended: undefined });
  }
  return [...operations.values()].map(({ spans }) => spans);
}

function born({ id, name, type }: OperationMoved): Growing {
  const owner = ownerOf(id);
  return {
    spans: { id, owner, name: name ?? id.slice(id.lastIndexOf("/") + 1), type, attempts: [] },
    open: undefined,
  };
}

function take(
  { atMs, status, attempt = 0, type }: OperationMoved,
  ended: TraceIndex,
  growing: Growing,
  invocations: readonly InvocationSpan[],
): void {
  if (status === "READY") return;
  if (status === "STARTED") {
    growing.open ??= { fromMs: atMs, attempt: attempt + 1 };
    return;
  }
  const { attempts, owner } = growing.spans;
  // A step that died with its sandbox is run again without a further word to AWS.
  const resumed = invocations.findLast((one) => one.owner === owner && one.fromMs <= atMs);
  const since = attempts.at(-1)?.untilMs ?? atMs;
  const fromMs =
    type === "STEP" && attempts.length > 0 ? Math.max(since, resumed?.fromMs ?? atMs) : atMs;
  const open = growing.open ?? { fromMs, attempt: Math.max(attempt, 1) };
  attempts.push({ ...open, untilMs: atMs, end: endOf(status), ended });
  growing.open = undefined;
}

function endOf(status: string): AttemptEnd {
  if (status === "SUCCEEDED") return "succeeded";
  return status === "PENDING" ? "retried" : "failed";
}

/** Only steps live in a sandbox; waits, callbacks and contexts are AWS's. */
function cutShort(growing: Growing, atMs: number): void {
  const { open, spans } = growing;
  if (open === undefined || spans.type !== "STEP") return;
  spans.attempts.push({ ...open, untilMs: atMs, end: "cut", ended: undefined });
  growing.open = undefined;
}

/** Whether the caller cannot know what became of its call. */
export function isUnheard({ heard }: CallSpan): boolean {
  return heard === undefined || heard === "failure";
}

function callSpans(
  trace: readonly TraceEvent[],
  invocations: readonly InvocationSpan[],
): readonly CallSpan[] {
  return callsOf(trace).map((record) => {
    const { name, requested, applied, answered } = record;
    const event = trace[requested];
    const fromMs = event?.atMs ?? 0;
    const invocation = event?.kind === "call.requested" ? event.invocation : record.invocation;
    const sandbox = invocations.find((one) => one.invocation === invocation);
    const answer = answered === undefined ? undefined : trace[answered];
    const heardMs = answer?.atMs ?? sandbox?.untilMs ?? fromMs;
    const effects = applied.map((index) => ({ index, atMs: trace[index]?.atMs ?? fromMs }));
    const dot = name.indexOf(".");
    return {
      service: dot === -1 ? name : name.slice(0, dot),
      method: name.slice(dot + 1),
      invocation,
      fromMs,
      heardMs,
      untilMs: Math.max(heardMs, ...effects.map(({ atMs }) => atMs)),
      heard: answer?.kind === "call.answered" ? answer.answer.kind : undefined,
      effects,
      record,
    };
  });
}
