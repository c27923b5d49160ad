import type { VirtualTimer } from "../kernel/event-loop.ts";

/** After so many ms of each invocation the SDK writes into its debug log whether it has ended. */
const statusLogMs = 500;

/** Whether a timer is the SDK's own that does nothing: it tells no two situations apart. */
export function isIdle({ kind, delayMs, callback }: VirtualTimer): boolean {
  return (
    kind === "code" &&
    delayMs === statusLogMs &&
    typeof callback === "function" &&
    Function.prototype.toString.call(callback).includes("race status check")
  );
}
