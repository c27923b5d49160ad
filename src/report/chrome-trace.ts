import type { TrialResult } from "../trial/trial.ts";
import type { CallSpan, OperationSpans, Span, TrialSpans } from "./spans.ts";
import { spansOf } from "./spans.ts";

/** An event as chrome://tracing and ui.perfetto.dev read it; times are microseconds. */
type ChromeEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, unknown>>;
} & (
  | { readonly ph: "M" }
  | { readonly ph: "X"; readonly cat: string; readonly ts: number; readonly dur: number }
  | { readonly ph: "i"; readonly cat: string; readonly ts: number; readonly s: "t" }
);

/** Groups of lanes, in the order in which they are shown. */
const groups = ["invocations", "steps", "calls", "faults"] as const;
type Group = (typeof groups)[number];

/** Something on a lane of a group. */
interface Slice extends Span {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A lane by its name, with all that happens on it. */
interface Track {
  readonly name: string;
  readonly slices: readonly Slice[];
}

/** A trial as Chrome trace events, as JSON: invocations, steps, calls, faults; virtual time. */
export function renderChromeTrace({ trace }: Pick<TrialResult, "trace">, title: string): string {
  const spans = spansOf(trace);
  const traceEvents = [
    ...groupEvents("invocations", invocationTracks(spans)),
    ...groupEvents(
      "steps",
      spans.operations.map((operation) => operationTrack(operation)),
    ),
    ...groupEvents("calls", callTracks(spans.calls)),
    ...faultEvents(spans),
  ];
  const otherData = { title, clock: "virtual time since the start of the execution" };
  return JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents }, undefined, 1);
}

function invocationTracks({ invocations }: TrialSpans): readonly Track[] {
  const owners = [...new Set(invocations.map(({ owner }) => owner))];
  return owners.map((owner) => ({
    name: owner ?? "function under test",
    slices: invocations
      .filter((one) => one.owner === owner)
      .map(({ fromMs, untilMs, invocation, end }) => ({
        name: `invocation ${invocation}`,
        fromMs,
        untilMs,
        args: { end },
      })),
  }));
}

function operationTrack({ owner, name, type, attempts, id }: OperationSpans): Track {
  const label = owner === undefined ? name : `${owner}: ${name}`;
  const slices = attempts.map(({ fromMs, untilMs, attempt, end }) => ({
    name: attempts.length === 1 ? label : `${label} #${attempt}`,
    fromMs,
    untilMs,
    args: { type, id, attempt, end },
  }));
  return { name: label, slices };
}

function callTracks(calls: readonly CallSpan[]): readonly Track[] {
  const services = [...new Set(calls.map(({ service }) => service))];
  return services.map((service) => ({
    name: service,
    slices: calls
      .filter((call) => call.service === service)
      .map(({ method, fromMs, untilMs, heard, effects, invocation, record }) => ({
        name: `${service}.${method}`,
        fromMs,
        untilMs,
        args: {
          invocation,
          step: record.step?.name,
          effects: effects.length,
          callerHears: heard ?? "nothing",
          request: record.args,
        },
      })),
  }));
}

/** Names for a group and its lanes, and what happens on them; what overlaps gets a lane of its own. */
function groupEvents(group: Group, tracks: readonly Track[]): readonly ChromeEvent[] {
  const pid = pidOf(group);
  const lanes = tracks.flatMap(({ name, slices }) =>
    apart(slices).map((own, index) => ({
      name: index === 0 ? name : `${name} (${index + 1})`,
      own,
    })),
  );
  return [
    ...namesOf(pid, 0, group),
    ...lanes.flatMap(({ name }, index) => namesOf(pid, index + 1, name)),
    ...lanes.flatMap(({ own }, index) => own.map((slice) => sliceEvent(slice, group, index + 1))),
  ];
}

function sliceEvent(
  { name, fromMs, untilMs, args }: Slice,
  group: Group,
  tid: number,
): ChromeEvent {
  const ts = microseconds(fromMs);
  const dur = microseconds(untilMs) - ts;
  return { ph: "X", name, cat: group, pid: pidOf(group), tid, ts, dur, args };
}

/** Viewers take slices of one lane that overlap for nested. */
function apart(slices: readonly Slice[]): readonly (readonly Slice[])[] {
  const lanes: Slice[][] = [];
  for (const slice of slices.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const lane = lanes.find((one) => (one.at(-1)?.untilMs ?? 0) <= slice.fromMs);
    if (lane === undefined) lanes.push([slice]);
    else lane.push(slice);
  }
  return lanes;
}

function faultEvents({ strikes }: TrialSpans): readonly ChromeEvent[] {
  if (strikes.length === 0) return [];
  const pid = pidOf("faults");
  return [
    ...namesOf(pid, 0, "faults"),
    ...namesOf(pid, 1, "faults"),
    ...strikes.map(({ at, fault, atMs }) => ({
      ph: "i" as const,
      name: `${fault} at ${at}`,
      cat: "faults",
      pid,
      tid: 1,
      ts: microseconds(atMs),
      s: "t" as const,
      args: { at, fault },
    })),
  ];
}

/** Names a lane, or with lane 0 the whole group, and keeps it in its place. */
function namesOf(pid: number, tid: number, name: string): readonly ChromeEvent[] {
  const what = tid === 0 ? "process" : "thread";
  return [
    { ph: "M", name: `${what}_name`, pid, tid, args: { name } },
    { ph: "M", name: `${what}_sort_index`, pid, tid, args: { sort_index: tid === 0 ? pid : tid } },
  ];
}

function pidOf(group: Group): number {
  return groups.indexOf(group) + 1;
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}
