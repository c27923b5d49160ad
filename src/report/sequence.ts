import { describeFault } from "../faults/describe.ts";
import type { Fault } from "../faults/fault.ts";
import { placeOf } from "../faults/place.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import { eventsOf } from "./calls.ts";
import { renderDuration } from "./duration.ts";
import { renderError } from "./error-text.ts";
import { invocationsTold } from "./owners.ts";
import type { Arrow, Note, Party, SequenceLine } from "./sequence-line.ts";
import { diedOfFault } from "./story.ts";
import { type CallSpan, type InvocationSpan, isUnheard, spansOf } from "./spans.ts";

type EventOf<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

const aws: Party = { kind: "aws", name: "AWS" };
const outside: Party = { kind: "outside", name: "outside world" };

/** Faults after which the caller hears nothing. */
const silencing: ReadonlySet<string> = new Set([
  "lose-request",
  "lose-reply",
  "slow-reply",
  "late-effect",
  "crash-before",
  "crash-after",
  "stall",
]);

/** Who asked whom for what in a trial, and what came back; the events in `witnesses` are marked. */
export function sequenceOf(
  trace: readonly TraceEvent[],
  witnesses: readonly TraceIndex[],
): readonly SequenceLine[] {
  const { invocations, calls } = spansOf(trace);
  const teller = new Teller(trace, { invocations, calls }, new Set(witnesses));
  return trace.flatMap((event, index) => teller.linesFor(event, index));
}

class Teller {
  readonly #trace: readonly TraceEvent[];
  readonly #invocations: readonly InvocationSpan[];
  /** The call that an event belongs to. */
  readonly #callAt: ReadonlyMap<TraceIndex, CallSpan>;
  readonly #proof: ReadonlySet<TraceIndex>;
  /** The invocation that each event is told with. */
  readonly #told: readonly number[];
  #invocation = 1;

  constructor(
    trace: readonly TraceEvent[],
    {
      invocations,
      calls,
    }: { readonly invocations: readonly InvocationSpan[]; readonly calls: readonly CallSpan[] },
    proof: ReadonlySet<TraceIndex>,
  ) {
    this.#trace = trace;
    this.#invocations = invocations;
    this.#callAt = new Map(
      calls.flatMap((call) => eventsOf(call.record).map((index) => [index, call] as const)),
    );
    this.#proof = proof;
    this.#told = invocationsTold(trace, this.#callAt);
  }

  linesFor(event: TraceEvent, index: TraceIndex): readonly SequenceLine[] {
    this.#invocation = this.#told[index] ?? 1;
    switch (event.kind) {
      case "invocation.started":
        return [this.#request(aws, this.#function(event.invocation), startText(event))];
      case "call.requested":
      case "call.applied":
      case "call.answered":
        return this.#callLines(index);
      case "fault.struck":
        return this.#faultLines(event, index);
      case "checkpoint.applied":
        return this.#checkpointLines(event, index);
      case "checkpoint.rejected":
        return this.#rejectionLines(event, index);
      case "callback.sent":
        return [this.#request(outside, aws, `${event.what} ${event.name} → ${event.answer}`)];
      case "invocation.ended":
        return this.#endLines(event, index);
      case "execution.ended":
        return [this.#ending(event, index)];
      default:
        return [];
    }
  }

  #function(invocation: number): Party {
    const owner = this.#invocations.find((one) => one.invocation === invocation)?.owner;
    return { kind: "function", name: owner ?? "Lambda" };
  }

  #request(from: Party, to: Party, text: string): Arrow {
    return { kind: "request", from, to, text, interest: "story", invocation: this.#invocation };
  }

  #note(over: Party, text: string): Note {
    return { kind: "note", over, text, interest: "story", invocation: this.#invocation };
  }

  #callLines(index: TraceIndex): readonly SequenceLine[] {
    const call = this.#callAt.get(index);
    if (call === undefined) return [];
    const { record, effects } = call;
    const lines: SequenceLine[] = [];
    if (index === record.requested) lines.push(this.#askLine(call));
    const last = record.answered ?? effects[0]?.index ?? record.strike;
    if (index === last) lines.push(this.#answerLine(call));
    const late = effects.find((effect) => effect.index === index && index > (last ?? index));
    if (late !== undefined) {
      const when = `after its caller gave up (${renderDuration(late.atMs)})`;
      lines.push(this.#note(serviceOf(call), `${this.#effectText(index)}, ${when}`));
    }
    return lines;
  }

  #askLine(call: CallSpan): SequenceLine {
    const { record, method, invocation } = call;
    const { step, strike, applied, answered } = record;
    const attempt = step?.attempt === undefined || step.attempt === 1 ? "" : ` #${step.attempt}`;
    const why = step === undefined ? "" : ` (${step.name}${attempt})`;
    const line = this.#request(this.#function(invocation), serviceOf(call), method + why);
    const isArriving = strike !== undefined || applied.length > 0 || answered !== undefined;
    if (isArriving) return line;
    return { ...line, kind: "lost-request", text: `${line.text}: never arrives` };
  }

  #answerLine(call: CallSpan): SequenceLine {
    const { record, effects, invocation } = call;
    const { strike, answered } = record;
    const struck = strike === undefined ? undefined : this.#trace[strike];
    const done = effects.filter(({ index }) => index <= (answered ?? index));
    const what = done.map(({ index }) => this.#effectText(index)).join(", ");
    const fault = struck?.kind === "fault.struck" ? struck : undefined;
    const words = fault === undefined ? "" : `! ${describeFault(fault.at, fault.fault as Fault)}`;
    const isSilent = isUnheard(call) && (done.length > 0 || silencing.has(fault?.fault ?? ""));
    const text = [what, words].filter((part) => part !== "").join(" ") || this.#errorText(answered);
    return {
      kind: isSilent ? "lost-reply" : "reply",
      from: serviceOf(call),
      to: this.#function(invocation),
      text,
      interest: "story",
      invocation,
    };
  }

  #effectText(index: TraceIndex): string {
    const event = this.#trace[index];
    const what = event?.kind === "call.applied" ? event.what : "";
    return this.#proof.has(index) ? `✗ ${what}` : what;
  }

  #errorText(answered: TraceIndex | undefined): string {
    const event = answered === undefined ? undefined : this.#trace[answered];
    if (event?.kind !== "call.answered" || event.answer.kind === "value") return "answers";
    return event.answer.error.message;
  }

  #faultLines(
    { at, fault, atMs }: EventOf<"fault.struck">,
    index: TraceIndex,
  ): readonly SequenceLine[] {
    if (this.#callAt.has(index)) return this.#callLines(index);
    const next = this.#fateOf(at, index);
    // What becomes of the checkpoint tells of the fault as well.
    if (next !== undefined) return [];
    const words = `! ${pointText(at)}: ${describeFault(at, fault as Fault)}`;
    const sender = this.#function(this.#invocation);
    if (placeOf(at) !== "checkpoint")
      return [this.#note(sender, `${words} (${renderDuration(atMs)})`)];
    return [{ ...this.#request(sender, aws, words), kind: "lost-request" }];
  }

  /** The event that says whether a checkpoint that a fault struck was applied. */
  #fateOf(at: string, index: TraceIndex): TraceEvent | undefined {
    if (placeOf(at) !== "checkpoint") return undefined;
    for (const event of this.#trace.slice(index + 1)) {
      if (event.kind === "fault.struck" || event.kind.startsWith("invocation.")) return undefined;
      const isFate = event.kind === "checkpoint.applied" || event.kind === "checkpoint.rejected";
      if (isFate && event.at === at) return event;
    }
    return undefined;
  }

  #faultOf(at: string, index: TraceIndex): string | undefined {
    const before = this.#trace
      .slice(0, index)
      .findLast(({ kind }) => /^(?:fault|checkpoint|invocation)\./.test(kind));
    return before?.kind === "fault.struck" && before.at === at
      ? `! ${describeFault(at, before.fault as Fault)}`
      : undefined;
  }

  #checkpointLines(
    { at, invocation }: EventOf<"checkpoint.applied">,
    index: TraceIndex,
  ): readonly SequenceLine[] {
    const sender = this.#function(invocation);
    const text = pointText(at);
    const interest = text.startsWith("START ") ? "detail" : "checkpoint";
    const line = { ...this.#request(sender, aws, text), interest } as const;
    const fault = this.#faultOf(at, index);
    if (fault === undefined) return [line];
    const lost = { kind: "lost-reply", from: aws, to: sender, text: fault, invocation } as const;
    return [
      { ...line, interest: "story" },
      { ...lost, interest: "story" },
    ];
  }

  #rejectionLines(
    { at, invocation, message, httpStatus }: EventOf<"checkpoint.rejected">,
    index: TraceIndex,
  ): readonly SequenceLine[] {
    const sender = this.#function(invocation);
    const why = this.#faultOf(at, index) ?? `rejected with ${httpStatus ?? "nothing"}: ${message}`;
    const text = `${pointText(at)}: ${why}`;
    const kind = httpStatus === undefined ? "lost-reply" : "reply";
    return [{ kind, from: aws, to: sender, text, interest: "story", invocation }];
  }

  #endLines(
    { invocation, end, error }: EventOf<"invocation.ended">,
    index: TraceIndex,
  ): readonly SequenceLine[] {
    const ending = this.#function(invocation);
    switch (end) {
      case "succeeded":
      case "failed":
        return [];
      case "pending":
        return [
          {
            kind: "reply",
            from: ending,
            to: aws,
            text: "suspended",
            interest: "detail",
            invocation,
          },
        ];
      case "crashed":
        // The fault has told so.
        if (diedOfFault(this.#trace, index)) return [];
        return [this.#note(ending, "the sandbox is gone")];
      case "timed-out":
        return [this.#note(ending, "the function's time limit ends the invocation")];
      case "threw":
        return [this.#note(ending, `throws ${error === undefined ? "" : renderError(error)}`)];
    }
  }

  #ending(event: EventOf<"execution.ended">, index: TraceIndex): SequenceLine {
    const { outcome, execution, atMs } = event;
    const why =
      outcome.status === "SUCCEEDED" || outcome.status === "RUNNING"
        ? ""
        : `: ${renderError(outcome.error)}`;
    const proof = this.#proof.has(index) ? "✗ " : "";
    const text = `${proof}${outcome.status}${why} (${renderDuration(atMs)})`;
    const from: Party = { kind: "function", name: execution ?? "Lambda" };
    const invocation = this.#invocation;
    return { kind: "reply", from, to: aws, text, interest: "story", invocation };
  }
}

function startText({ invocation, atMs }: EventOf<"invocation.started">): string {
  return `invocation ${invocation} (${renderDuration(atMs)})`;
}

function serviceOf({ service }: CallSpan): Party {
  return { kind: "service", name: service };
}

/** A fault point without what is clear from who sends it. */
function pointText(at: string): string {
  return at.replace(/^.* > /, "").replace(/^checkpoint /, "");
}
