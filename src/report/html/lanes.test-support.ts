import { type Convicted, viewOfFinding } from "./view-of-finding.ts";
import type { Replay } from "../../trial/replay.ts";
import type { TraceEvent } from "../../kernel/trace.ts";
import type { Bar, FindingView, Lane } from "./finding-view.ts";

/** A view of a finding, from its trace alone. */
export function viewOf(
  trace: readonly TraceEvent[],
  {
    witnesses = [],
    isBroken = true,
    ledgers = {},
    faults = [],
    needed = [],
  }: {
    readonly witnesses?: readonly number[];
    readonly isBroken?: boolean;
    readonly ledgers?: unknown;
    readonly faults?: Convicted["scenario"]["faults"];
    readonly needed?: Convicted["needed"];
  } = {},
): FindingView {
  const broken = { invariant: "no-loss", violation: { message: "lost", witnesses } };
  const violations = isBroken ? [broken] : [];
  const outcome = { status: "RUNNING" };
  const result = { trace, ledgers, violations, outcome, invocations: 1 };
  // Only what a view reads of a trial.
  const replayed = { result, missed: [] } as unknown as Replay;
  const scenario = { faults } as unknown as Convicted["scenario"];
  return viewOfFinding({ invariant: "no-loss", scenario, needed }, replayed);
}

/** The lane of that name. */
export function laneOf({ lanes }: FindingView, name: string): Lane {
  const lane = lanes.find((one) => one.name === name);
  if (lane === undefined)
    throw new Error(`no lane ${name}: ${lanes.map((one) => one.name).join()}`);
  return lane;
}

/** Bars in short: `10-20 good #1`. */
export function inShort(bars: readonly Bar[]): readonly string[] {
  return bars.map(({ fromMs, toMs, tone, label }) => `${fromMs}-${toMs} ${tone} ${label}`);
}

/** A lane of bars without anything else. */
export function plainLane(
  name: string,
  spans: readonly (readonly [from: number, to: number])[],
): Lane {
  return {
    kind: "operation",
    name,
    marks: [],
    bars: spans.map(([from, to]) => plainBar(from, to)),
  };
}

/** A bar with a short label. */
export function plainBar(fromMs: number, toMs: number, isWitness = false): Bar {
  return { fromMs, toMs, label: "#1", tone: "good", isWitness, facts: [] };
}

/** A view of nothing but these lanes. */
export function viewWith(lanes: readonly Lane[], endMs: number): FindingView {
  return { endMs, lanes, folded: undefined, events: [], eventsLeftOut: 0, books: [], doubts: [] };
}
