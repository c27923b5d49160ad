import { describeFault } from "../../faults/describe.ts";
import type { Fault } from "../../faults/fault.ts";
import type { TraceEvent, TraceIndex } from "../../kernel/trace.ts";
import { ordinal } from "../counts.ts";
import { cut } from "../value.ts";
import type { Fact, Lane, Mark, Sign } from "./finding-view.ts";

/** Tells what happens without a fault, if the finding needs it. */
export type WithoutIt = (strike: {
  readonly at: string;
  readonly nth: number;
  readonly fault: string;
}) => string | undefined;

type Said = Pick<Mark, "sign" | "label" | "facts"> & { readonly isNeeded?: boolean };

/** The injected faults, on a lane of their own. */
export function faultLane(
  trace: readonly TraceEvent[],
  proof: ReadonlySet<TraceIndex>,
  withoutIt: WithoutIt,
): Lane {
  return laneOf({ kind: "fault", name: "Faults" }, trace, proof, (event) => {
    if (event.kind !== "fault.struck") return undefined;
    const { at, nth, fault } = event;
    const without = withoutIt(event);
    const facts: Fact[] = [
      ["fault", `${fault} at ${at}, ${ordinal(nth)} pass`],
      // The trace is the kernel's, which does not know the faults by name.
      ["what", describeFault(at, fault as Fault)],
    ];
    if (without !== undefined) facts.push(["needed", without]);
    return { sign: "fault", label: fault, isNeeded: without !== undefined, facts };
  });
}

/** What AWS stored or refused to store. */
export function checkpointLane(trace: readonly TraceEvent[], proof: ReadonlySet<TraceIndex>): Lane {
  return laneOf({ kind: "checkpoint", name: "Checkpoints" }, trace, proof, (event) => {
    if (event.kind === "checkpoint.applied") {
      const { at, invocation } = event;
      const text = `${whatOf(at)}: stored, invocation ${invocation}`;
      return { sign: "checkpoint", label: "", facts: [["checkpoint", text]] };
    }
    if (event.kind !== "checkpoint.rejected") return undefined;
    const { at, invocation, httpStatus, message } = event;
    const status = httpStatus === undefined ? "no answer" : String(httpStatus);
    const text = `${whatOf(at)}: rejected, invocation ${invocation}: ${status}, ${message}`;
    return { sign: "rejected", label: status, facts: [["checkpoint", cut(text)]] };
  });
}

/** `SUCCEED charge-payment`, of the name of its fault point. */
function whatOf(point: string): string {
  return point.replace(/^checkpoint /, "");
}

/** What the outside world did with callbacks. */
export function outsideLane(trace: readonly TraceEvent[], proof: ReadonlySet<TraceIndex>): Lane {
  return laneOf({ kind: "other", name: "Outside world" }, trace, proof, (event) => {
    if (event.kind !== "callback.sent") return undefined;
    const { name, what, answer } = event;
    return {
      sign: "outside",
      label: what,
      facts: [["callback", `${what} ${name}: ${cut(answer)}`]],
    };
  });
}

/** What the code under test has logged. */
export function logLane(trace: readonly TraceEvent[], proof: ReadonlySet<TraceIndex>): Lane {
  return laneOf({ kind: "other", name: "Log" }, trace, proof, (event) => {
    if (event.kind !== "log.written") return undefined;
    const sign: Sign = "log";
    return {
      sign,
      label: event.level,
      facts: [[`log, ${event.level}`, cut(messageIn(event.text), 300)]],
    };
  });
}

function laneOf(
  head: Pick<Lane, "kind" | "name">,
  trace: readonly TraceEvent[],
  proof: ReadonlySet<TraceIndex>,
  say: (event: TraceEvent) => Said | undefined,
): Lane {
  const marks = trace.flatMap((event, index): Mark[] => {
    const said = say(event);
    if (said === undefined) return [];
    return [{ isNeeded: false, ...said, atMs: event.atMs, isWitness: proof.has(index) }];
  });
  return { ...head, bars: [], marks };
}

/** The SDK's logger writes JSON with the message in it. */
function messageIn(text: string): string {
  try {
    const { message }: { readonly message?: unknown } = Object(JSON.parse(text));
    return typeof message === "string" ? message : text;
  } catch {
    return text;
  }
}
