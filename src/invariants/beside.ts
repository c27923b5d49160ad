import type { TraceEvent } from "../kernel/trace.ts";
import type { FinishedTrial } from "./invariant.ts";

const nothingBeside = (): boolean => false;

/**
 * Tells the events of executions that were started beside the one under test: another order, or whoever looks
 * after this one. What one execution promises, another may do again.
 */
export function happensBeside({
  executions,
}: Pick<FinishedTrial<unknown, unknown>, "executions">): (event: TraceEvent) => boolean {
  if (executions.length === 1) return nothingBeside;
  const labels = new Set<string>();
  const invocations = new Set<number>();
  return (event) => {
    if (event.kind === "invocation.started" && event.execution !== undefined) {
      labels.add(event.execution);
      invocations.add(event.invocation);
    }
    if (event.kind === "operation.moved") return labels.has(event.id.split("/")[0] ?? "");
    return "invocation" in event && invocations.has(event.invocation);
  };
}
