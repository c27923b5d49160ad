import type { TraceEvent } from "../kernel/trace.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { World } from "../trial/world.ts";

/** A world whose only invariant is that no more than one call fails; `remembers` is what it says of itself. */
export function countingFailures(remembers: (trace: readonly TraceEvent[]) => unknown): World {
  const judge: World["judge"] = ({ trace }) =>
    failuresIn(trace) < 2
      ? []
      : [{ invariant: "one-failure", violation: { message: "two calls failed", witnesses: [] } }];
  const remembered: World["remembered"] = (trace) => [remembers(trace)];
  return { ...parcelWorld, judge, remembered };
}

/** Calls that failed, and were answered so. */
export function failuresIn(trace: readonly TraceEvent[]): number {
  return trace.filter((event) => event.kind === "call.answered" && event.answer.kind === "failure")
    .length;
}
