import type { TraceEvent } from "../kernel/trace.ts";

/**
 * Tells the events of executions that were started beside the one under test: another order, or whoever looks
 * after this one. What one execution promises, another may do again. Asked of each event of a trace, in order.
 */
export class Beside {
  readonly #labels = new Set<string>();
  readonly #invocations = new Set<number>();

  has(event: TraceEvent): boolean {
    if (event.kind === "invocation.started" && event.execution !== undefined) {
      this.#labels.add(event.execution);
      this.#invocations.add(event.invocation);
    }
    if (this.#labels.size === 0) return false;
    if (event.kind === "operation.moved") return this.#labels.has(event.id.split("/")[0] ?? "");
    return "invocation" in event && this.#invocations.has(event.invocation);
  }
}
