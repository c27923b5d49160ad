import { currentRealm, isAbandoned, onGateOpened, type Realm } from "./gate.ts";
import { patchFunction } from "./patch.ts";

type Callback = (...args: unknown[]) => unknown;

/** Errors that nobody caught end a sandbox, not the host. */
export function patchUncaught(): void {
  // What a tick throws would leave the drain through the middle of Node's own bookkeeping, and
  // Node aborts the process for it when the macrotask returns. Node's streams are covered too.
  patchFunction(process, "nextTick", (realm, args: [Callback, ...unknown[]], real, self) => {
    const [callback, ...rest] = args;
    if (typeof callback !== "function") return Reflect.apply(real, self, args);
    return Reflect.apply(real, self, [runTick, realm, callback, rest]);
  });
  // Vitest puts Node's own back whenever two of its messages to the main process overlap.
  const patched: { readonly nextTick: unknown } = { nextTick: Reflect.get(process, "nextTick") };
  onGateOpened(() => {
    Object.assign(process, patched);
  });
  // What ends the process ends the sandbox. The code that asked for it must not go on either.
  for (const method of ["exit", "reallyExit", "abort"]) {
    patchFunction(process, method, (realm, args: unknown[]) => {
      const error = new Error(`process.${method}(${args.join(", ")}) was called`);
      realm.uncaught("exit", error);
      throw error;
    });
  }
  // Everything else that escapes arrives as an event of the process, during the drain. Returning
  // true tells Node that a listener took care of it; those of the host must not hear of it.
  patchFunction(process, "emit", (realm, args: [unknown, ...unknown[]], real, self) => {
    switch (args[0]) {
      case "unhandledRejection":
        realm.uncaught("rejection", args[1]);
        return true;
      case "uncaughtException":
        realm.uncaught("exception", args[1]);
        return true;
      case "uncaughtExceptionMonitor":
        return true;
      default:
        return Reflect.apply(real, self, args);
    }
  });
}

function runTick(realm: Realm, callback: Callback, args: unknown[]): void {
  // Ticks that a watchdog left behind would go on with the endless loop it ended.
  if (isAbandoned(realm)) return;
  try {
    callback(...args);
  } catch (error) {
    if (currentRealm() !== realm) throw error;
    realm.uncaught("exception", error);
  }
}
