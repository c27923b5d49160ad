/*
 * One look at each thing that the sandbox makes virtual, to be taken inside of a trial. Whatever puts something else in
 * its place, such as an agent that patches Node as well, shows here.
 */
import { lookup } from "node:dns";
import nodeConsole from "node:console";
import nodeCrypto, { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import timers, { setTimeout as namedSetTimeout } from "node:timers";
import timersPromises, { setTimeout as sleep } from "node:timers/promises";
import { gzip } from "node:zlib";
import type { Realm } from "./gate.ts";
import { canSeeRealIo } from "./real-io.ts";

/** How a look is taken, and what it has to show. */
export type Probe = { readonly name: string } &
  /** What is seen, and what there is to be seen. */
  (
    | { readonly proves: "equal"; readonly look: (realm: Realm) => Pair | Promise<Pair> }
    /** The same with the same seed, something else with another. */
    | { readonly proves: "drawn"; readonly look: () => unknown }
    /** The text is in the trace, and nowhere else. */
    | { readonly proves: "recorded"; readonly look: (text: string) => void }
    /** It ends the sandbox, and not the process. */
    | { readonly proves: "fatal"; readonly look: () => void }
    /** It is refused: there is nothing real in a trial. */
    | { readonly proves: "refused"; readonly look: () => unknown }
  );

type Pair = readonly [seen: unknown, expected: unknown];

/** Less than a function may take. */
const waitMs = 60_000;

function elapsedMs({ loop }: Realm): number {
  return loop.nowMs - loop.startMs;
}

const clocks: readonly Probe[] = [
  equal("Date.now", ({ loop }) => [Date.now(), loop.nowMs]),
  equal("new Date", ({ loop }) => [new Date().getTime(), loop.nowMs]),
  equal("Date as a function", ({ loop }) => [Date(), new Date(loop.nowMs).toString()]),
  equal("performance.now", (realm) => [performance.now(), elapsedMs(realm)]),
  equal("performance.timeOrigin", ({ loop }) => [performance.timeOrigin, loop.startMs]),
  equal("process.uptime", (realm) => [process.uptime(), elapsedMs(realm) / 1000]),
  equal("process.hrtime", (realm) => [process.hrtime()[0], Math.floor(elapsedMs(realm) / 1000)]),
  equal("process.hrtime.bigint", (realm) => [
    String(process.hrtime.bigint()),
    String(BigInt(elapsedMs(realm)) * 1_000_000n),
  ]),
  equal("Intl.DateTimeFormat", ({ loop }) => {
    const format = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "full" });
    return [format.format(), format.format(loop.nowMs)];
  }),
  equal("Intl.DateTimeFormat.formatToParts", ({ loop }) => {
    const format = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "full" });
    return [format.formatToParts(), format.formatToParts(loop.nowMs)];
  }),
  ...temporalProbes(),
];

/** Node has it from version 26 on. */
function temporalProbes(): readonly Probe[] {
  const {
    Temporal: temporal,
  }: { Temporal?: { Now: { instant(): { epochMilliseconds: number } } } } = Object(globalThis);
  if (temporal === undefined) return [];
  return [
    equal("Temporal.Now", ({ loop }) => [temporal.Now.instant().epochMilliseconds, loop.nowMs]),
  ];
}

const places: readonly Probe[] = [
  equal("the time zone", ({ loop }) => [new Date(loop.nowMs).getTimezoneOffset(), 0]),
  equal("the name of the time zone", () => [
    /\(.*\)$/.exec(new Date(0).toString())?.[0],
    "(Coordinated Universal Time)",
  ]),
  equal("the language of numbers", () => [(1_234.5).toLocaleString(), "1,234.5"]),
  equal("the language of dates", () => [new Date(0).toLocaleDateString(), "1/1/1970"]),
  equal("the language of Intl", () => [new Intl.NumberFormat().resolvedOptions().locale, "en-US"]),
];

const timing: readonly Probe[] = [
  takes(
    waitMs,
    "setTimeout",
    called((done) => setTimeout(done, waitMs)),
  ),
  takes(
    waitMs,
    "setTimeout of node:timers",
    called((done) => timers.setTimeout(done, waitMs)),
  ),
  takes(
    waitMs,
    "setTimeout, by name",
    called((done) => namedSetTimeout(done, waitMs)),
  ),
  takes(waitMs, "setInterval", firstOfInterval),
  takes(
    waitMs,
    "AbortSignal.timeout",
    called((done) => {
      AbortSignal.timeout(waitMs).addEventListener("abort", done);
    }),
  ),
  takes(waitMs, "setTimeout of node:timers/promises", () => timersPromises.setTimeout(waitMs)),
  takes(waitMs, "setTimeout of promises, by name", () => sleep(waitMs)),
  takes(waitMs, "scheduler.wait", () => timersPromises.scheduler.wait(waitMs)),
  takes(waitMs, "setInterval of node:timers/promises", firstTick),
  takes(
    0,
    "setImmediate",
    called((done) => setImmediate(done)),
  ),
  takes(0, "setImmediate of node:timers/promises", () => timersPromises.setImmediate()),
  takes(0, "scheduler.yield", () => timersPromises.scheduler.yield()),
  stays("clearTimeout", (ring) => clearTimeout(setTimeout(ring, 1))),
  stays("clearInterval", (ring) => clearInterval(setInterval(ring, 1))),
  stays("clearImmediate", (ring) => clearImmediate(setImmediate(ring))),
];

const randomness: readonly Probe[] = [
  drawn("Math.random", () => Math.random()),
  drawn("crypto.randomUUID", () => crypto.randomUUID()),
  drawn("randomUUID of node:crypto", () => nodeCrypto.randomUUID()),
  drawn("randomUUID, imported by name", () => randomUUID()),
  drawn("crypto.getRandomValues", () => [...crypto.getRandomValues(new Uint8Array(8))]),
  drawn("randomBytes", () => nodeCrypto.randomBytes(8).toString("hex")),
  drawn("randomInt", () => nodeCrypto.randomInt(2 ** 40)),
  drawn("randomFillSync", () => [...nodeCrypto.randomFillSync(new Uint8Array(8))]),
  drawn(
    "randomFill",
    () =>
      new Promise((resolve) => {
        nodeCrypto.randomFill(new Uint8Array(8), (_error, filled) => resolve([...filled]));
      }),
  ),
];

const output: readonly Probe[] = [
  // oxlint-disable-next-line no-console -- what is printed is what is looked at
  { name: "console", proves: "recorded", look: (text) => console.log(text) },
  {
    name: "new Console",
    proves: "recorded",
    look: (text) => new nodeConsole.Console(process.stdout).log(text),
  },
];

const endings: readonly Probe[] = [
  { name: "process.exit", proves: "fatal", look: () => process.exit(0) },
  { name: "an error in process.nextTick", proves: "fatal", look: () => process.nextTick(fail) },
  { name: "an error in a microtask", proves: "fatal", look: () => queueMicrotask(fail) },
  { name: "a rejection that nobody handles", proves: "fatal", look: () => void rejected() },
];

const realIo: readonly Probe[] = [
  // Of no name that could be looked up: nothing may leave this machine even where it is not refused.
  { name: "fetch", proves: "refused", look: () => fetch("http://self-test.invalid/") },
  { name: "reading a file", proves: "refused", look: () => readFile(import.meta.filename) },
  // These are over before an older Node is asked what it is waiting for.
  ...(canSeeRealIo
    ? ([
        { name: "looking up a host", proves: "refused", look: () => lookup("localhost", () => {}) },
        { name: "compressing", proves: "refused", look: () => gzip("text", () => {}) },
      ] as const)
    : []),
];

/** All of them. */
export const probes: readonly Probe[] = [
  ...clocks,
  ...places,
  ...timing,
  ...randomness,
  ...output,
  ...endings,
  ...realIo,
];

function equal(name: string, look: (realm: Realm) => Pair | Promise<Pair>): Probe {
  return { name, proves: "equal", look };
}

function drawn(name: string, look: () => unknown): Probe {
  return { name, proves: "drawn", look };
}

/** Something that takes so long takes as long in virtual time. */
function takes(expectedMs: number, name: string, wait: () => Promise<unknown>): Probe {
  return equal(name, async ({ loop }) => {
    const startMs = loop.nowMs;
    await wait();
    return [loop.nowMs - startMs, expectedMs];
  });
}

function called(begin: (done: () => void) => unknown): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      begin(resolve);
    });
}

function firstOfInterval(): Promise<void> {
  return new Promise((resolve) => {
    const interval = setInterval(() => {
      clearInterval(interval);
      resolve();
    }, waitMs);
  });
}

async function firstTick(): Promise<void> {
  for await (const _ of timersPromises.setInterval(waitMs)) return;
}

/** What was called off does not come. */
function stays(name: string, callOff: (ring: () => void) => void): Probe {
  return equal(name, async () => {
    let rang = false;
    callOff(() => {
      rang = true;
    });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return [rang, false];
  });
}

function fail(): never {
  throw new Error("thrown by the self-test of the sandbox");
}

async function rejected(): Promise<void> {
  throw new Error("rejected by the self-test of the sandbox");
}
