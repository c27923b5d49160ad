/*
 * Real I/O cannot be replayed, and a trial that waits for it stalls. It is seen the moment it
 * starts: Node tells async hooks of each native resource it creates, with the guilty code still
 * on the stack. Node 22 would tell of each promise too, at a price no trial can pay; there one can
 * only ask what is in flight once a trial has stalled.
 */
import * as asyncHooks from "node:async_hooks";
import { currentRealm, onGateOpened } from "./gate.ts";
import { patchFunction } from "./patch.ts";

const longestStack = 50;

/**
 * Node's native resources, without those that complete within a drain; and its real timers, which
 * Node uses inside, and which code that took hold of `setTimeout` before the sandbox still sets.
 */
const watched = new Set([
  ...Object.keys(Object(Reflect.get(asyncHooks, "asyncWrapProviders"))),
  "Timeout",
  "Immediate",
]);
for (const harmless of ["PROMISE", "BLOBREADER"]) watched.delete(harmless);

/** Functions of Node that block until the work is done, for which they use such a resource too. */
const blocking = /(?:Sync|OneShot|\bsyncBufferWrapper)(?: \[as \w+\])? \(node:/;

/** Whether this Node tells of real I/O as it starts; else ask `realIoInFlight` on a stall. */
export const canSeeRealIo: boolean = promisesAreSkipped();

let activeBefore: readonly string[] = [];

export function patchRealIo(): void {
  if (canSeeRealIo) hookOnResources(report).enable();
  else onGateOpened(() => (activeBefore = process.getActiveResourcesInfo()));

  // The guilty code has left the stack by the time `fetch` opens its socket; and what it asks for
  // may well be the real charge of a real card.
  patchFunction(globalThis, "fetch", async (realm) => {
    realm.realIo("fetch", currentStack());
    throw new TypeError("fetch failed", { cause: new Error("there is no network in a trial") });
  });
}

/** Real I/O that began since the gate opened and goes on; `crypto.subtle` and zlib never show. */
export function realIoInFlight(): string[] {
  const before = [...activeBefore];
  return process.getActiveResourcesInfo().filter((resource) => {
    const known = before.indexOf(resource);
    if (known !== -1) before.splice(known, 1);
    return known === -1;
  });
}

function report(type: string): void {
  const realm = currentRealm();
  if (realm === undefined || !watched.has(type)) return;
  const stack = currentStack();
  if (!blocking.test(stack)) realm.realIo(type, stack);
}

function hookOnResources(found: (type: string) => void): asyncHooks.AsyncHook {
  return asyncHooks.createHook({ init: (_id, type) => found(type), trackPromises: false });
}

function promisesAreSkipped(): boolean {
  let skipped = true;
  const probe = hookOnResources((type) => {
    if (type === "PROMISE") skipped = false;
  });
  probe.enable();
  void Promise.resolve();
  probe.disable();
  return skipped;
}

const ownFrame =
  /node:internal\/async_hooks|kernel[\\/](?:sandbox[\\/](?:gate|patch|real-io)|drain|event-loop)\.[jt]s/;

/** Frames of the code that called Node, innermost first, without ours and those of async hooks. */
function currentStack(): string {
  const holder: { stack?: string } = {};
  const outerLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = longestStack;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = outerLimit;
  const frames = (holder.stack ?? "").split("\n").slice(1);
  return frames.filter((frame) => !ownFrame.test(frame)).join("\n");
}
