import type { TraceIndex } from "../kernel/trace.ts";
import { plural } from "./counts.ts";
import { type Bar, type Lane, drawStrip, shareColumns } from "./lane-rows.ts";
import type { Told } from "./story.ts";
import {
  type AttemptEnd,
  type CallSpan,
  type InvocationSpan,
  type OperationSpans,
  type Span,
  type TrialSpans,
  spansOf,
} from "./spans.ts";
import { layOutTime } from "./time-axis.ts";

/** Strips that are drawn at each end of a picture that is too long. */
const firstStrips = 6;
const lastStrips = 3;
/** Lanes of a picture; a trial with more of them is no picture any more. */
const mostLanes = 40;

const attemptMarks: Readonly<Record<AttemptEnd, string>> = {
  succeeded: "✓",
  retried: "↻",
  failed: "x",
  cut: "†",
  running: "─",
};

const invocationMarks: Readonly<Record<InvocationSpan["end"], string>> = {
  succeeded: "✓",
  failed: "x",
  pending: "…",
  threw: "†",
  crashed: "†",
  "timed-out": "†",
  running: "─",
};

/**
 * A trial as lanes over virtual time, drawn with characters: invocations, operations with their
 * attempts, services and faults. The events in `witnesses` are marked.
 */
export function renderLanes(
  { trace }: Pick<Told, "trace">,
  witnesses: readonly TraceIndex[],
  columns: number,
): string {
  const spans = spansOf(trace);
  const proof = new Set(witnesses);
  const end = trace.findIndex(
    (event) => event.kind === "execution.ended" && event.execution === undefined,
  );
  const all = [
    ...executionLanes(spans, proof, proof.has(end)),
    ...serviceLanes(spans.calls, proof),
    ...faultLanes(spans),
  ];
  const lanes = all.slice(0, mostLanes);
  const times = lanes.flatMap((lane) => timesOf(lane));
  const shared = shareColumns(lanes, columns);
  const strips = layOutTime(times, spans.invocations, shared.picture);
  const pictures = strips.map((strip) => drawStrip(lanes, strip, shared));
  const more = all.length - lanes.length;
  return [
    ...withoutMiddle(pictures),
    ...(more === 0 ? [] : [`  and ${plural(more, "further lane")}`]),
    legendOf(pictures, columns),
  ].join("\n\n");
}

/** All moments at which something changes on a lane. */
function timesOf({ bars, waits }: Lane): readonly number[] {
  return [
    ...waits.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ...bars.flatMap((bar) => [
      bar.fromMs,
      bar.idleFromMs,
      bar.untilMs,
      ...bar.marks.map(({ atMs }) => atMs),
    ]),
  ];
}

function withoutMiddle(pictures: readonly string[]): readonly string[] {
  const left = pictures.length - firstStrips - lastStrips;
  if (left < 2) return pictures;
  return [
    ...pictures.slice(0, firstStrips),
    `  … ${plural(left, "strip")} left out; replay with --trace to see all`,
    ...pictures.slice(-lastStrips),
  ];
}

/** The execution under test first, then each that it invoked, or that was started beside it. */
function executionLanes(
  { invocations, operations }: TrialSpans,
  proof: ReadonlySet<TraceIndex>,
  isEndProof: boolean,
): readonly Lane[] {
  const owners = new Set([undefined, ...invocations.map(({ owner }) => owner)]);
  return Array.from(owners, (owner) => {
    const own = invocations.filter((one) => one.owner === owner);
    const lastOne = owner === undefined && isEndProof ? own.at(-1) : undefined;
    const bars = own.map((one) => {
      const isProof = proof.has(one.ended ?? -1) || one === lastOne;
      return barOf(one, String(one.invocation), isProof ? "✗" : invocationMarks[one.end]);
    });
    const prefix = owner === undefined ? "" : `${owner}: `;
    const lanes = operations
      .filter((one) => one.owner === owner)
      .map((one) => operationLane(one, prefix, proof));
    return [{ label: owner ?? "invocations", bars, waits: [] }, ...lanes];
  }).flat();
}

function operationLane(
  { name, attempts }: OperationSpans,
  prefix: string,
  proof: ReadonlySet<TraceIndex>,
): Lane {
  const bars = attempts.map((span) => {
    const symbol = proof.has(span.ended ?? -1) ? "✗" : attemptMarks[span.end];
    return barOf(span, attempts.length === 1 ? "├" : String(span.attempt), symbol);
  });
  const waits = attempts.slice(1).map(({ fromMs }, index) => ({
    fromMs: attempts[index]?.untilMs ?? fromMs,
    untilMs: fromMs,
  }));
  return { label: prefix + name, bars, waits };
}

function barOf({ fromMs, untilMs }: Span, start: string, symbol: string): Bar {
  const marks = [{ atMs: untilMs, symbol }];
  return { fromMs, untilMs, idleFromMs: untilMs, start, marks };
}

function serviceLanes(calls: readonly CallSpan[], proof: ReadonlySet<TraceIndex>): readonly Lane[] {
  const services = [...new Set(calls.map(({ service }) => service))];
  return services.map((label) => {
    const own = calls.filter(({ service }) => service === label);
    return {
      label,
      bars: own.map((call) => callBar(call, proof)),
      waits: [],
    };
  });
}

function callBar(
  { fromMs, heardMs, untilMs, effects, heard }: CallSpan,
  proof: ReadonlySet<TraceIndex>,
): Bar {
  const done = heard === "value" ? "●" : heard === "refusal" ? "○" : "◐";
  const marks = effects.map(({ index, atMs }) => ({ atMs, symbol: proof.has(index) ? "✗" : done }));
  const start = "├";
  // What lands after its caller gave up was on its way all the time.
  const bar = { fromMs, untilMs, idleFromMs: heardMs, start };
  return { ...bar, marks: marks.length === 0 ? [{ atMs: heardMs, symbol: "○" }] : marks };
}

function faultLanes({ strikes }: TrialSpans): readonly Lane[] {
  const faults = [...new Set(strikes.map(({ fault }) => fault))];
  return faults.map((fault) => ({
    label: `! ${fault}`,
    bars: strikes
      .filter((strike) => strike.fault === fault)
      .map(({ atMs }) => barOf({ fromMs: atMs, untilMs: atMs }, "", "!")),
    waits: [],
  }));
}

const meanings: readonly (readonly [string, string])[] = [
  ["✓", "succeeded"],
  ["↻", "failed, to be tried again"],
  ["x", "failed"],
  ["†", "its sandbox is gone"],
  ["…", "suspended"],
  ["●", "took effect"],
  ["◐", "took effect, unknown to its caller"],
  ["○", "no effect"],
  ["!", "injected fault"],
  ["✗", "breaks the invariant"],
  ["┄", "waits"],
  ["┊", "nothing runs"],
];

/** The meaning of every mark that is there. */
function legendOf(pictures: readonly string[], columns: number): string {
  const lines: string[] = [];
  for (const [symbol, meaning] of meanings) {
    if (!pictures.some((picture) => picture.includes(symbol))) continue;
    const entry = `${symbol} ${meaning}`;
    const line = lines.at(-1);
    if (line === undefined || line.length + entry.length + 3 > columns) lines.push(`  ${entry}`);
    else lines[lines.length - 1] = `${line}   ${entry}`;
  }
  return lines.join("\n");
}
