import type { TraceEvent, TraceIndex } from "../../kernel/trace.ts";
import { renderDuration } from "../duration.ts";
import { renderError } from "../error-text.ts";
import { cut } from "../value.ts";
import type { Bar, Fact, Lane, Mark, Tone } from "./finding-view.ts";
import type { InvocationSpan } from "./invocation-spans.ts";

const toneOf: Readonly<Record<NonNullable<InvocationSpan["end"]> | "open", Tone>> = {
  succeeded: "good",
  failed: "bad",
  pending: "neutral",
  threw: "bad",
  crashed: "cut",
  "timed-out": "cut",
  open: "cut",
};

const wordsOf: Readonly<Record<NonNullable<InvocationSpan["end"]> | "open", string>> = {
  succeeded: "the execution succeeds",
  failed: "the execution fails",
  pending: "suspends, to be invoked again",
  threw: "throws",
  crashed: "its sandbox dies",
  "timed-out": "the function's time limit ends it",
  open: "nobody hears of it again",
};

/** A lane for the function under test, and one for each other that ran. */
export function functionLanes(
  trace: readonly TraceEvent[],
  spans: readonly InvocationSpan[],
  proof: ReadonlySet<TraceIndex>,
): readonly Lane[] {
  const owners = [...new Set(["", ...spans.map(({ owner }) => owner)])];
  return owners.map((owner) => ({
    kind: "function",
    name: owner === "" ? "Invocations" : owner,
    bars: spans.filter((span) => span.owner === owner).map((span) => barOf(span, proof)),
    marks: endings(trace, owner, proof),
  }));
}

function barOf(span: InvocationSpan, proof: ReadonlySet<TraceIndex>): Bar {
  const { number, fromMs, toMs, end = "open", error } = span;
  return {
    fromMs,
    toMs,
    label: String(number),
    tone: toneOf[end],
    isWitness: span.events.some((index) => proof.has(index)),
    facts: [
      ["invocation", `${number}, ${renderDuration(fromMs)} to ${renderDuration(toMs)}`],
      ["ends", wordsOf[end]],
      ...(error === undefined ? [] : [["error", cut(error)] as const]),
    ],
  };
}

function endings(
  trace: readonly TraceEvent[],
  owner: string,
  proof: ReadonlySet<TraceIndex>,
): readonly Mark[] {
  return trace.flatMap((event, index): Mark[] => {
    if (event.kind !== "execution.ended" || (event.execution ?? "") !== owner) return [];
    const { atMs, outcome } = event;
    const facts: Fact[] = [["execution", outcome.status]];
    if ("error" in outcome) facts.push(["error", renderError(outcome.error)]);
    const flags = { isWitness: proof.has(index), isNeeded: false };
    return [{ atMs, sign: "end", label: outcome.status, ...flags, facts }];
  });
}
