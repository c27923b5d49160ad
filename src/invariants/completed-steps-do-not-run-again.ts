import type { TraceIndex } from "../kernel/trace.ts";
import { happensBeside } from "./beside.ts";
import type { Invariant } from "./invariant.ts";

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
  return {
    name: "completed-steps-do-not-run-again",
    check({ trace, executions }) {
      let running = 0;
      const isBeside = happensBeside({ executions });
      const succeededAt = new Map<string, TraceIndex>();
      for (const [index, event] of trace.entries()) {
        if (isBeside(event)) continue;
        if (event.kind === "invocation.started") {
          running = event.invocation;
        } else if (event.kind === "operation.moved") {
          if (event.status !== "SUCCEEDED" || event.name === undefined) continue;
          succeededAt.set(event.name, index);
        } else if (event.kind === "call.requested" && event.invocation === running) {
          const step = stepOfCall.get(event.name);
          const succeeded = step === undefined ? undefined : succeededAt.get(step);
          if (succeeded === undefined) continue;
          return {
            message: `step ${step} had succeeded, but ${event.name} was called again`,
            witnesses: [succeeded, index],
          };
        }
      }
      return undefined;
    },
  };
}
