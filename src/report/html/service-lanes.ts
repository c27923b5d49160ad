import type { CallAnswer, TraceEvent, TraceIndex } from "../../kernel/trace.ts";
import { type CallRecord, callsOf } from "../calls.ts";
import { renderDuration } from "../duration.ts";
import { cut, renderValue } from "../value.ts";
import type { Bar, Fact, Lane, Mark, Tone } from "./finding-view.ts";
import type { Evidence } from "./operation-lanes.ts";

const longestValue = 300;

/** A lane for each service that was called: its calls, and the effects that they had there. */
export function serviceLanes(evidence: Evidence): readonly Lane[] {
  const lanes = new Map<string, { bars: Bar[]; marks: Mark[] }>();
  for (const call of callsOf(evidence.trace)) {
    const [service = call.name] = call.name.split(".");
    const lane = lanes.get(service) ?? { bars: [], marks: [] };
    lanes.set(service, lane);
    lane.bars.push(barOf(call, evidence));
    lane.marks.push(...effectsOf(call, evidence));
  }
  return Array.from(lanes, ([name, { bars, marks }]) => ({ kind: "service", name, bars, marks }));
}

function barOf(call: CallRecord, { trace, spans, proof }: Evidence): Bar {
  const { requested, strike, applied, answered, invocation } = call;
  const fromMs = timeOf(trace, requested);
  const dies = spans.find(({ number }) => number === invocation)?.toMs ?? fromMs;
  const toMs = answered === undefined ? dies : timeOf(trace, answered);
  const event = answered === undefined ? undefined : trace[answered];
  const answer = event?.kind === "call.answered" ? event.answer : undefined;
  const about = [requested, strike, answered, ...applied];
  return {
    fromMs,
    toMs: Math.max(fromMs, toMs),
    label: call.name.slice(call.name.indexOf(".") + 1),
    tone: toneOf(answer),
    isWitness: about.some((index) => index !== undefined && proof.has(index)),
    facts: factsOf(call, answer, trace),
  };
}

function effectsOf({ applied, name }: CallRecord, { trace, proof }: Evidence): readonly Mark[] {
  return applied.flatMap((index): Mark[] => {
    const event = trace[index];
    if (event?.kind !== "call.applied") return [];
    const flags = { isWitness: proof.has(index), isNeeded: false };
    const facts: Fact[] = [["effect", `${name}: ${event.what}`]];
    return [{ atMs: event.atMs, sign: "effect", label: event.what, ...flags, facts }];
  });
}

function toneOf(answer: CallAnswer | undefined): Tone {
  if (answer === undefined) return "cut";
  return answer.kind === "value" ? "good" : "bad";
}

function factsOf(
  { name, args, step, invocation, strike, applied, requested, answered }: CallRecord,
  answer: CallAnswer | undefined,
  trace: readonly TraceEvent[],
): readonly Fact[] {
  const fault = strike === undefined ? undefined : trace[strike];
  const at = [requested, answered].flatMap((index) =>
    index === undefined ? [] : renderDuration(timeOf(trace, index)),
  );
  const by = step === undefined ? "" : `, step ${step.name} #${step.attempt ?? 1}`;
  return [
    ["call", `${name}, ${at.join(" to ")}`],
    ["by", `invocation ${invocation}${by}`],
    ["request", renderValue(args, longestValue)],
    ...(fault?.kind === "fault.struck" ? [["fault", fault.fault] as const] : []),
    ...(applied.length === 0 ? [["effect", "none"] as const] : []),
    ["answer", answerText(answer)],
  ];
}

function answerText(answer: CallAnswer | undefined): string {
  if (answer === undefined) return "none: its caller was gone";
  if (answer.kind === "value") return renderValue(answer.value, longestValue);
  const { name, message } = answer.error;
  return cut(`${answer.kind}: ${name}: ${message}`, longestValue);
}

function timeOf(trace: readonly TraceEvent[], index: TraceIndex): number {
  return trace[index]?.atMs ?? 0;
}
