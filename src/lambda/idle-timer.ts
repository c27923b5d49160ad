import type { VirtualTimer } from "../kernel/event-loop.ts";

/** After so many ms of each invocation the SDK writes into its debug log whether it has ended. */
const statusLogMs = 500;

/** The last one that was found: it is asked about at each pass of an invocation, and to read its code takes long. */
let known: VirtualTimer | undefined;

/** Whether a timer is the SDK's own that does nothing: it tells no two situations apart. */
export function isIdle(timer: VirtualTimer): boolean {
  if (timer === known) return true;
  const isFound = doesNothing(timer);
  if (isFound) known = timer;
  return isFound;
}

function doesNothing({ kind, delayMs, callback }: VirtualTimer): boolean {
  return (
    kind === "code" &&
    delayMs === statusLogMs &&
    typeof callback === "function" &&
    Function.prototype.toString.call(callback).includes("race status check")
  );
}
