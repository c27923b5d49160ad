/*
 * Ends synchronous code that never would, in this process: `for (;;) await null` inside of a drain
 * keeps Node's event loop from ever running a timer.
 *
 * 1. Only `vm` can interrupt running JavaScript without a thread of its own. Its time limit covers
 *    whatever the script calls, the microtasks of a drain included. V8 then unwinds without running
 *    any `catch` or `finally`, and empties the microtask queue.
 * 2. So the sandbox's gate may still be open: it is closed here, and what its code left in the queue
 *    of `process.nextTick` is disowned.
 * 3. Node's stack of async ids is left as it was in the middle of things, and Node aborts the
 *    process for it when the macrotask returns. It clears the stack when it handles an uncaught
 *    exception, so one is thrown where nobody else hears it.
 */
import vm from "node:vm";
import { drain } from "./drain.ts";
import { BugError } from "./errors.ts";
import { abandonRealm } from "./sandbox/gate.ts";

/** How guarded work ended. */
export type Guarded<T> =
  | { readonly kind: "finished"; readonly value: T }
  | { readonly kind: "timed-out" };

const { queueMicrotask: realQueueMicrotask } = globalThis;

// A script sees nothing but globals. This one is there only until the script has read it.
const workKey = Symbol.for("durable-chaos.guarded-work");
const script = new vm.Script(`{
  const key = Symbol.for(${JSON.stringify(workKey.description)});
  const work = globalThis[key];
  delete globalThis[key];
  work();
}`);

/**
 * Runs synchronous work for at most `limitMs` of real time, from a macrotask. What the work throws
 * passes through. Costs about 0.2 ms, so that callers guard batches.
 */
export function runGuarded<T>(limitMs: number, work: () => T): Guarded<T> {
  let finished: Guarded<T> = { kind: "timed-out" };
  const guarded = (): void => {
    finished = { kind: "finished", value: work() };
  };
  Object.defineProperty(globalThis, workKey, { value: guarded, configurable: true });
  try {
    script.runInThisContext({ timeout: limitMs });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    recover();
  }
  return finished;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

function recover(): void {
  abandonRealm();
  process.setUncaughtExceptionCaptureCallback(() => {});
  realQueueMicrotask(() => {
    throw new BugError("thrown by the watchdog to make Node clear its stack of async ids");
  });
  drain();
  process.setUncaughtExceptionCaptureCallback(null);
}
