import nodeConsole from "node:console";
import { formatWithOptions } from "node:util";
import { currentRealm, type Realm } from "./gate.ts";
import { patchFunction } from "./patch.ts";

/**
 * How methods of a console are recorded; a silent one prints nothing. Counters, clocks and
 * indentation are left out, as their state would outlive a trial: `count` records its label.
 */
const levelByMethod: ReadonlyMap<string, string> = new Map([
  ...["debug", "error", "info", "log", "trace", "warn"].map((name) => [name, name] as const),
  ...["count", "dir", "dirxml", "group", "groupCollapsed", "table", "timeEnd", "timeLog"].map(
    (name) => [name, "log"] as const,
  ),
  ["assert", "warn"],
  ...["clear", "countReset", "groupEnd", "time"].map((name) => [name, "silent"] as const),
]);

/** The global console, and every console that code under test or the SDK builds. */
export function patchConsole(): void {
  // Node opens these on first use. The SDK's loggers use them, and would be taken for real I/O.
  for (const stream of [process.stdout, process.stderr]) void stream;
  const RealConsole = nodeConsole.Console;
  // A host such as Vitest puts a console of its own in the global place.
  for (const holder of new Set<object>([nodeConsole, globalThis.console, RealConsole.prototype])) {
    for (const method of levelByMethod.keys()) {
      patchFunction(holder, method, (realm, args: unknown[]) => {
        record(realm, method, args);
      });
    }
  }
  patchConstructor(RealConsole);
}

/** The SDK builds three consoles an invocation; real ones take longer than a short trial. */
function patchConstructor(RealConsole: typeof nodeConsole.Console): void {
  const quiet: object = Object.create(RealConsole.prototype);
  for (const method of levelByMethod.keys()) {
    Object.defineProperty(quiet, method, { value: quietMethod(method) });
  }
  function VirtualConsole(this: unknown, ...args: unknown[]): object {
    const inherited = new.target !== undefined && new.target !== VirtualConsole;
    if (currentRealm() !== undefined && !inherited) return Object.create(quiet);
    return Reflect.construct(RealConsole, args, inherited ? new.target : RealConsole);
  }
  Object.defineProperties(VirtualConsole, {
    ...Object.getOwnPropertyDescriptors(RealConsole),
    [Symbol.hasInstance]: {
      value: (value: object) =>
        value instanceof RealConsole || Object.prototype.isPrototypeOf.call(quiet, value),
    },
  });
  Object.assign(RealConsole.prototype, { constructor: VirtualConsole });
  for (const holder of [nodeConsole, globalThis.console]) {
    Object.assign(holder, { Console: VirtualConsole });
  }
}

function quietMethod(method: string): (...args: unknown[]) => void {
  return (...args) => {
    const realm = currentRealm();
    if (realm !== undefined) record(realm, method, args);
  };
}

function record(realm: Realm, method: string, args: unknown[]): void {
  const level = levelByMethod.get(method) ?? "log";
  if (level === "silent") return;
  const [first, ...rest] = args;
  if (method === "assert" && Boolean(first)) return;
  const shown = method === "assert" ? rest : args;
  const [text] = shown;
  // The SDK logs finished lines, for which formatting costs more than it does.
  const isLine = shown.length === 1 && typeof text === "string";
  realm.log(level, isLine ? text : formatWithOptions({ colors: false }, ...shown));
}
