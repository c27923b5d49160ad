import { describeFault } from "../faults/describe.ts";
import type { Fault } from "../faults/fault.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { StepAttempt } from "./call-steps.ts";
import { type CallRecord, callsOf, eventsOf, hasArrived } from "./calls.ts";
import { plural } from "./counts.ts";
import { renderError } from "./error-text.ts";
import { invocationsTold } from "./owners.ts";
import { type OperationMoved, describeMove } from "./operation-words.ts";
import { cut, renderValue } from "./value.ts";

type EventOf<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

/** One line of what happened. */
export interface StoryLine {
  readonly atMs: number;
  readonly invocation: number;
  readonly step: StepAttempt | undefined;
  readonly text: string;
  /** A fault did this. */
  readonly injected: boolean;
  /** This breaks the invariant. */
  readonly witness: boolean;
}

/** What a story is told from. */
export type Told = Pick<TrialResult, "trace" | "outcome" | "invocations">;

/** The words for an event, before it is known when it happened and whom it convicts. */
interface Clause {
  readonly text: string;
  readonly step?: StepAttempt | undefined;
  readonly injected?: boolean;
  /** The call that is told by it: whatever witnesses the call witnesses the line. */
  readonly call?: CallRecord;
}

interface Context {
  readonly told: Told;
  readonly callAt: ReadonlyMap<TraceIndex, CallRecord>;
  readonly stepsThatCall: ReadonlySet<string>;
}

/**
 * What happened, for people: one line for each effect, fault, failure and wait. Checkpoints and
 * replays that went well are left out. `witnesses` are the events that break an invariant.
 */
export function tellStory(told: Told, witnesses: readonly TraceIndex[]): readonly StoryLine[] {
  const calls = callsOf(told.trace);
  const context = {
    told,
    callAt: new Map(calls.flatMap((call) => eventsOf(call).map((index) => [index, call] as const))),
    stepsThatCall: new Set(calls.flatMap(({ step }) => step?.name ?? [])),
  };
  const proof = new Set(witnesses);
  const story: StoryLine[] = [];
  const invocations = invocationsTold(told.trace, context.callAt);
  for (const index of readingOrder(context)) {
    const event = told.trace[index];
    if (event === undefined) continue;
    const isBare = proof.has(index) && !context.callAt.has(index);
    const clause = clauseFor(event, index, context) ?? (isBare ? bare(event) : undefined);
    if (clause === undefined) continue;
    const { text, step, injected = false, call } = clause;
    const about = call === undefined ? [index] : [index, call.requested, call.answered ?? index];
    const witness = about.some((one) => proof.has(one));
    const invocation = invocations[index] ?? 1;
    story.push({ atMs: event.atMs, invocation, step, text, injected, witness });
  }
  if (told.outcome.status !== "RUNNING") return story;
  const text = ending(told.outcome, told.invocations);
  const atMs = told.trace.at(-1)?.atMs ?? 0;
  const invocation = invocations.at(-1) ?? 1;
  return [...story, { atMs, invocation, step: undefined, text, injected: false, witness: false }];
}

/** The words for an event; most of what goes well needs none. */
function clauseFor(event: TraceEvent, index: TraceIndex, context: Context): Clause | undefined {
  switch (event.kind) {
    case "call.requested":
    case "call.applied":
      return callClause(event, index, context);
    case "fault.struck":
      return faultClause(event, index, context);
    case "operation.moved":
      return moveClause(event, index, context);
    case "checkpoint.rejected":
      // If the event before it is a fault, that has been told.
      if (context.told.trace[index - 1]?.kind === "fault.struck") return undefined;
      return { text: `${event.at} is rejected with ${event.httpStatus}: ${event.message}` };
    case "invocation.ended":
      return invocationClause(event, index, context);
    case "execution.ended":
      return {
        text:
          event.execution === undefined
            ? ending(event.outcome, context.told.invocations)
            : `${event.execution} ${event.outcome.status}`,
      };
    default:
      return undefined;
  }
}

function callClause(
  event: EventOf<"call.requested" | "call.applied">,
  index: TraceIndex,
  { callAt }: Context,
): Clause | undefined {
  const call = callAt.get(index);
  if (call === undefined) return undefined;
  const { step } = call;
  if (event.kind === "call.requested") {
    if (hasArrived(call)) return undefined;
    return { step, call, text: `${event.name} is still on its way, and never arrives` };
  }
  const isLate = call.answered !== undefined && call.answered < index;
  const late = isLate ? ", after its caller gave up" : "";
  return { step, call, text: `${event.name} → ${event.what}${late}` };
}

function faultClause(
  { at, fault }: EventOf<"fault.struck">,
  index: TraceIndex,
  { callAt }: Context,
): Clause {
  // The trace is the kernel's, which does not know the faults by name.
  const words = describeFault(at, fault as Fault);
  const call = callAt.get(index);
  if (call === undefined) return { text: `${at}: ${words}`, injected: true };
  const { step } = call;
  if (call.applied.includes(index + 1)) return { step, text: words, injected: true };
  return { step, call, text: `${at}: ${words}`, injected: true };
}

function moveClause(
  moved: OperationMoved,
  index: TraceIndex,
  { told, stepsThatCall }: Context,
): Clause | undefined {
  const { id, name, status, attempt } = moved;
  // A step's effects tell that it succeeded.
  if (status === "SUCCEEDED" && name !== undefined && stepsThatCall.has(name)) return undefined;
  const next = told.trace
    .slice(index + 1)
    .find((later) => later.kind === "operation.moved" && later.id === id);
  const text = describeMove(moved, next && next.atMs - moved.atMs);
  return text === undefined ? undefined : { text, step: { name: name ?? id, attempt } };
}

function invocationClause(
  { end, error }: EventOf<"invocation.ended">,
  index: TraceIndex,
  { told }: Context,
): Clause | undefined {
  const why = error === undefined ? "" : `: ${renderError(error)}`;
  if (end === "timed-out") return { text: "the function's time limit ends the invocation" };
  if (end === "threw") return { text: `the invocation threw ${why.slice(2)}` };
  if (end === "crashed" && !diedOfFault(told.trace, index)) return { text: `crashed${why}` };
  return undefined;
}

function ending(outcome: Outcome, invocations: number): string {
  const after = `after ${plural(invocations, "invocation")}`;
  if (outcome.status === "SUCCEEDED") {
    return `${outcome.status} ${after}: ${renderResult(outcome.result)}`;
  }
  if (outcome.status === "RUNNING") return `still RUNNING ${after}`;
  return `${outcome.status} ${after}: ${renderError(outcome.error)}`;
}

/** A result as code would write it; the service has it as JSON, or whatever else a serdes made. */
function renderResult(result: string | undefined): string {
  if (result === undefined) return "no result";
  try {
    return renderValue(JSON.parse(result));
  } catch {
    return cut(result);
  }
}

/** A witness that would otherwise not be told. */
function bare(event: TraceEvent): Clause {
  if (event.kind === "operation.moved") {
    const { id, name, status, attempt } = event;
    return { text: status.toLowerCase(), step: { name: name ?? id, attempt } };
  }
  return { text: event.kind };
}

/** A fault is recorded before the effect that it lets through; told the other way round it reads well. */
function readingOrder({ told, callAt }: Context): readonly TraceIndex[] {
  const order: TraceIndex[] = [];
  for (const [index, event] of told.trace.entries()) {
    const strike = callAt.get(index)?.strike;
    const follows =
      strike !== undefined &&
      event.kind === "call.applied" &&
      event.atMs === told.trace[strike]?.atMs;
    if (follows) order.splice(order.indexOf(strike), 0, index);
    else order.push(index);
  }
  return order;
}

/** Whether an invocation that crashed did so because an injected fault killed its sandbox. */
export function diedOfFault(trace: readonly TraceEvent[], end: TraceIndex): boolean {
  const start = trace.findLastIndex(
    ({ kind }, index) => kind === "invocation.started" && index < end,
  );
  return trace
    .slice(start, end)
    .some((event) => event.kind === "fault.struck" && event.fault.startsWith("crash"));
}
