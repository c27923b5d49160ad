import type { TraceIndex } from "../kernel/trace.ts";
import { Beside } from "./beside.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { reading } from "./reading.ts";

interface Steps {
  readonly beside: Beside;
  /** The invocation that runs now. */
  running: number;
  readonly succeededAt: Map<string, TraceIndex>;
  violation: Violation | undefined;
}

/**
 * The service a step calls is not called again once the step has succeeded.
 *
 * Takes the name of each step and the call it makes; both must be its own. Calls of an invocation
 * that was replaced are not judged: they may have been on their way before the step succeeded.
 */
export function completedStepsDoNotRunAgain(
  callOfStep: Readonly<Record<string, string>>,
): Invariant {
  const stepOfCall = new Map(Object.entries(callOfStep).map(([step, call]) => [call, step]));
  const stepsIn = reading({
    of: ["invocation.started", "operation.moved", "call.requested"],
    begin: (): Steps => ({
      beside: new Beside(),
      running: 0,
      succeededAt: new Map(),
      violation: undefined,
    }),
    take: (steps, event, index) => {
      if (steps.beside.has(event)) return;
      if (event.kind === "invocation.started") {
        steps.running = event.invocation;
      } else if (event.kind === "operation.moved") {
        if (event.status !== "SUCCEEDED" || event.name === undefined) return;
        steps.succeededAt.set(event.name, index);
      } else if (event.invocation === steps.running) {
        const step = stepOfCall.get(event.name);
        const succeeded = step === undefined ? undefined : steps.succeededAt.get(step);
        if (succeeded === undefined) return;
        steps.violation ??= {
          message: `step ${step} had succeeded, but ${event.name} was called again`,
          witnesses: [succeeded, index],
        };
      }
    },
  });
  return {
    name: "completed-steps-do-not-run-again",
    // Which steps have succeeded is stored.
    remembers: (trace) => stepsIn(trace).violation !== undefined,
    check: ({ trace }) => stepsIn(trace).violation,
  };
}
