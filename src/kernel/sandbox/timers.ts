import timers from "node:timers";
import timersPromises from "node:timers/promises";
import type { Callback } from "../callback.ts";
import { VirtualImmediate, VirtualTimer } from "../virtual-timer.ts";
import type { Realm } from "./gate.ts";
import { patchFunction } from "./patch.ts";

type TimerArgs = [callback: Callback, delayMs?: unknown, ...args: unknown[]];
type PauseOptions = { readonly signal?: AbortSignal } | undefined;

/**
 * Timers of `globalThis`, `node:timers` and `node:timers/promises`. `util.promisify` of a timer
 * needs nothing: Node looks the promised version up in `node:timers/promises` each time.
 */
export function patchTimers(): void {
  patchCallbackTimers();
  patchPromisedTimers();
  patchFunction(AbortSignal, "timeout", (realm, args: [delayMs: number], real) => {
    const [delayMs] = args;
    // Node's own function says best what is wrong with the argument.
    if (!(Number.isSafeInteger(delayMs) && delayMs >= 0)) return real.apply(AbortSignal, args);
    const controller = new AbortController();
    realm.loop.setTimeout(() => {
      const message = "The operation was aborted due to timeout";
      controller.abort(new DOMException(message, "TimeoutError"));
    }, delayMs);
    return controller.signal;
  });
}

function patchCallbackTimers(): void {
  patchFunction(timers, "setTimeout", (realm, args: TimerArgs) => realm.loop.setTimeout(...args));
  patchFunction(timers, "setInterval", (realm, args: TimerArgs) => realm.loop.setInterval(...args));
  patchFunction(timers, "setImmediate", (realm, args: [Callback, ...unknown[]]) =>
    realm.loop.setImmediate(...args),
  );
  for (const name of ["clearTimeout", "clearInterval"]) {
    patchFunction(timers, name, (realm, [handle]: [unknown], real) => {
      // Modules may have started real timers when they were loaded, before any trial.
      if (typeof handle === "object" && !(handle instanceof VirtualTimer)) real(handle);
      else realm.loop.clearTimeout(handle);
    });
  }
  patchFunction(timers, "clearImmediate", (realm, [handle]: [unknown], real) => {
    if (handle instanceof VirtualImmediate) realm.loop.clearImmediate(handle);
    else real(handle);
  });
  const { setTimeout, setInterval, setImmediate } = timers;
  const { clearTimeout, clearInterval, clearImmediate } = timers;
  Object.assign(globalThis, { setTimeout, setInterval, setImmediate });
  Object.assign(globalThis, { clearTimeout, clearInterval, clearImmediate });
}

function patchPromisedTimers(): void {
  patchFunction(
    timersPromises,
    "setTimeout",
    async (realm, [delayMs, value, options]: [number?, unknown?, PauseOptions?]) => {
      await pause(realm, { delayMs: delayMs ?? 1, signal: options?.signal });
      return value;
    },
  );
  patchFunction(
    timersPromises,
    "setImmediate",
    async (realm, [value, options]: [unknown?, PauseOptions?]) => {
      await pause(realm, { delayMs: "immediate", signal: options?.signal });
      return value;
    },
  );
  patchFunction(
    timersPromises,
    "setInterval",
    (realm, [delayMs, value, options]: [number?, unknown?, PauseOptions?]) =>
      ticks(realm, { delayMs: delayMs ?? 1, value, signal: options?.signal }),
  );
  const { scheduler } = timersPromises;
  patchFunction(scheduler, "wait", (realm, [delayMs, options]: [number, PauseOptions?]) =>
    pause(realm, { delayMs, signal: options?.signal }),
  );
  patchFunction(scheduler, "yield", (realm) =>
    pause(realm, { delayMs: "immediate", signal: undefined }),
  );
}

interface Pause {
  readonly delayMs: number | "immediate";
  readonly signal: AbortSignal | undefined;
}

async function pause(realm: Realm, { delayMs, signal }: Pause): Promise<void> {
  if (signal?.aborted === true) throw abortError(signal);
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal?.removeEventListener("abort", abort);
      resolve();
    };
    const handle =
      delayMs === "immediate"
        ? realm.loop.setImmediate(finish)
        : realm.loop.setTimeout(finish, delayMs);
    const abort = (): void => {
      handle[Symbol.dispose]();
      reject(abortError(signal));
    };
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** One value a period, counted from the first read; a slow reader finds those it missed waiting. */
async function* ticks(
  realm: Realm,
  settings: { delayMs: number; value: unknown; signal: AbortSignal | undefined },
): AsyncGenerator {
  const periodMs = settings.delayMs >= 1 ? Math.trunc(settings.delayMs) : 1;
  for (let dueMs = realm.loop.nowMs + periodMs; ; dueMs += periodMs) {
    const delayMs = dueMs - realm.loop.nowMs;
    if (delayMs > 0) await pause(realm, { delayMs, signal: settings.signal });
    if (settings.signal?.aborted === true) throw abortError(settings.signal);
    yield settings.value;
  }
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error("The operation was aborted", { cause: signal?.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}
