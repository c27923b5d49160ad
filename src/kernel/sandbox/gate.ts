import { assert } from "../errors.ts";
import type { EventLoop } from "../event-loop.ts";
import type { RandomStream } from "../random.ts";

/** The world that code under test runs in while the gate is open. */
export interface Realm {
  readonly loop: EventLoop;
  /** Randomness that the code under test draws. */
  readonly random: RandomStream;
  /** Takes what code under test, and the SDK's own `Console` objects, print. */
  log(level: string, text: string): void;
  /** Takes an error that no code under test caught; `loop.owner` tells whose it is. */
  uncaught(kind: "exception" | "rejection" | "exit", error: unknown): void;
  /** Takes the news that code under test started real I/O, which no trial can replay. */
  realIo(resource: string, stack: string): void;
}

let current: Realm | undefined;
const whenOpened: (() => void)[] = [];
let outerStackTraceLimit = 0;
const abandoned = new WeakSet<Realm>();

/** The realm whose gate is open; `undefined` means that the host's own code runs. */
export function currentRealm(): Realm | undefined {
  return current;
}

/** Runs synchronous work, and whatever it drains, with the gate open. */
export function enterRealm<T>(realm: Realm, work: () => T): T {
  openGate(realm);
  try {
    return work();
  } finally {
    closeGate();
  }
}

/** Opens the gate for work that hops through the real event loop; prefer `enterRealm`. */
export function openGate(realm: Realm): void {
  assert(current === undefined, "a realm was entered inside of a realm");
  for (const callback of whenOpened) callback();
  current = realm;
  realm.loop.onUncaught = uncaughtOf(realm);
  // Stack traces cost more than all else in a trial that fails often, and differ by machine.
  outerStackTraceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
}

/**
 * Not written as `loop.onUncaught = (...) => ...`: V8 takes what is assigned so for a method, and
 * puts it where only full collections look. Each would keep its whole trial alive until then.
 */
function uncaughtOf(realm: Realm): EventLoop["onUncaught"] {
  return (_owner, error) => {
    realm.uncaught("exception", error);
  };
}

/** Does nothing when closed: a watchdog may have come first. */
export function closeGate(): void {
  if (current === undefined) return;
  current = undefined;
  Error.stackTraceLimit = outerStackTraceLimit;
}

/** For a watchdog: closes a gate whose `finally` will never run, and disowns what is queued. */
export function abandonRealm(): void {
  if (current !== undefined) abandoned.add(current);
  closeGate();
}

export function isAbandoned(realm: Realm): boolean {
  return abandoned.has(realm);
}

/** For patches that need a look at the host: calls back whenever the gate is about to open. */
export function onGateOpened(callback: () => void): void {
  whenOpened.push(callback);
}
