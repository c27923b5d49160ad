import type { TraceEvent, TraceIndex } from "../../kernel/trace.ts";
import { renderDuration } from "../duration.ts";
import { renderError } from "../error-text.ts";
import type { OperationMoved } from "../operation-words.ts";
import type { Bar, Fact, Lane, Tone } from "./finding-view.ts";
import type { InvocationSpan } from "./invocation-spans.ts";

/** A stretch between two moves of an operation. */
interface Stretch {
  readonly began: OperationMoved;
  readonly next: OperationMoved | undefined;
  readonly isWitness: boolean;
}

/** What a trace says, and the events of it that break the invariant. */
export interface Evidence {
  readonly trace: readonly TraceEvent[];
  readonly spans: readonly InvocationSpan[];
  readonly proof: ReadonlySet<TraceIndex>;
}

/** A lane for each name of an operation, in the order in which they first began. */
export function operationLanes(evidence: Evidence): readonly Lane[] {
  const lanes = new Map<string, Bar[]>();
  for (const stretch of stretchesOf(evidence)) {
    const { name, type, id } = stretch.began;
    const lane = name ?? `${type.toLowerCase()} ${id.slice(0, 6)}`;
    const bars = lanes.get(lane) ?? [];
    lanes.set(lane, bars);
    bars.push(...barsOf(stretch, evidence));
  }
  return Array.from(lanes, ([name, bars]) => ({ kind: "operation", name, bars, marks: [] }));
}

function stretchesOf({ trace, proof }: Evidence): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const open = new Map<string, number>();
  for (const [index, event] of trace.entries()) {
    if (event.kind !== "operation.moved" || event.type === "EXECUTION") continue;
    const before = stretches[open.get(event.id) ?? -1];
    if (before !== undefined) {
      const isWitness = before.isWitness || proof.has(index);
      stretches[open.get(event.id) ?? -1] = { ...before, next: event, isWitness };
    }
    open.delete(event.id);
    if (!isOpen(event.status)) {
      // Of some operations, the first that is heard of is their end.
      if (before === undefined) {
        stretches.push({ began: event, next: event, isWitness: proof.has(index) });
      }
      continue;
    }
    open.set(event.id, stretches.length);
    stretches.push({ began: event, next: undefined, isWitness: proof.has(index) });
  }
  // An attempt is ready a moment before it starts; on its own that is nothing to see.
  return stretches.filter(({ began, next }) => began.status !== "READY" || began !== next);
}

function isOpen(status: string): boolean {
  return status === "STARTED" || status === "PENDING" || status === "READY";
}

function barsOf(stretch: Stretch, { trace, spans }: Evidence): readonly Bar[] {
  const { began, next, isWitness } = stretch;
  const fromMs = began.atMs;
  const toMs = next?.atMs ?? trace.at(-1)?.atMs ?? fromMs;
  const facts = factsOf(stretch, toMs);
  if (began.status === "PENDING" || (began.status === "READY" && toMs > fromMs)) {
    const label = `retry in ${renderDuration(toMs - fromMs)}`;
    return [{ fromMs, toMs, label, tone: "waiting", isWitness: false, facts }];
  }
  if (began.status === "READY") return [];
  const tone = toneOf(stretch);
  const label = labelOf(stretch);
  if (began.type !== "STEP") return [{ fromMs, toMs, label, tone, isWitness, facts }];
  const pieces = whileRunning(fromMs, toMs, spans, began);
  return pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1;
    return {
      fromMs: piece.fromMs,
      toMs: piece.toMs,
      label,
      tone: isLast && piece.toMs === toMs ? tone : "cut",
      isWitness: isWitness && isLast,
      facts,
    };
  });
}

/** A step's code runs only while its function does: a crash cuts it, and the next invocation runs it again. */
function whileRunning(
  fromMs: number,
  toMs: number,
  spans: readonly InvocationSpan[],
  { id }: OperationMoved,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const label = id.includes("/") ? id.slice(0, id.lastIndexOf("/")) : "";
  const pieces = spans
    .filter((span) => span.owner === label && span.fromMs <= toMs && span.toMs >= fromMs)
    .map((span) => ({
      fromMs: Math.max(fromMs, span.fromMs),
      toMs: Math.min(toMs, span.toMs),
    }))
    .filter((piece, _, all) => piece.toMs > piece.fromMs || all.length === 1);
  return pieces.length === 0 ? [{ fromMs, toMs }] : pieces;
}

function toneOf({ began, next }: Stretch): Tone {
  if (next === undefined) return began.type === "STEP" ? "cut" : "waiting";
  switch (next.status) {
    case "SUCCEEDED":
      return began.type === "WAIT" ? "waiting" : began.type === "CONTEXT" ? "neutral" : "good";
    case "PENDING":
      return next.error === undefined ? "neutral" : "bad";
    case "STARTED":
    case "READY":
      return "cut";
    default:
      return "bad";
  }
}

function labelOf({ began, next }: Stretch): string {
  if (began.type === "WAIT") {
    return next === undefined ? "waits" : `waits ${renderDuration(next.atMs - began.atMs)}`;
  }
  if (began.type !== "STEP") return began.type.toLowerCase().replaceAll("_", " ");
  return `#${(began.attempt ?? 0) + (began === next ? 0 : 1)}`;
}

function factsOf({ began, next }: Stretch, toMs: number): readonly Fact[] {
  const { name, id, type, atMs, status } = began;
  const attempt =
    type === "STEP" && status === "STARTED"
      ? `, ${labelOf({ began, next, isWitness: false })}`
      : "";
  return [
    [type.toLowerCase().replaceAll("_", " "), `${name ?? id}${attempt}`],
    ["from", `${renderDuration(atMs)} to ${renderDuration(toMs)}`],
    ["then", next === undefined ? "nothing more is heard of it" : next.status.toLowerCase()],
    ...(next?.error === undefined ? [] : [["error", renderError(next.error)] as const]),
  ];
}
