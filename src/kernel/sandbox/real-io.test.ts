import { scryptSync } from "node:crypto";
import { lookup } from "node:dns";
import { readFile } from "node:fs";
import { readFile as readFilePromise } from "node:fs/promises";
import { get } from "node:http";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzip, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { canSeeRealIo, realIoInFlight } from "./real-io.ts";
import { simulate } from "./recording-realm.ts";

const thisFile = import.meta.filename;

const realIo: readonly (readonly [string, string, () => unknown])[] = [
  ["reading a file", "FSREQCALLBACK", () => readFile(thisFile, () => {})],
  [
    "a promise of node:crypto",
    "HASHREQUEST",
    () => crypto.subtle.digest("SHA-1", new Uint8Array(1)),
  ],
  ["compression", "ZLIB", () => gzip("text", () => {})],
  ["a look-up", "GETADDRINFOREQWRAP", () => lookup("localhost", () => {})],
  [
    "a request",
    "TCPWRAP",
    () =>
      get("http://127.0.0.1:1")
        .on("error", () => {})
        .destroy(),
  ],
];

describe.runIf(canSeeRealIo)("real I/O in a realm", () => {
  it.each(realIo)("is reported when it starts: %s", async (_name, resource, start) => {
    const { realm } = await simulate(() => void start());

    expect(realm.realIoStarted.map((started) => started.resource)).toContain(resource);
    expect(realm.realIoStarted[0]?.stack).toContain("real-io.test.ts");
    expect(realm.realIoStarted[0]?.stack).not.toContain("async_hooks");
  });

  it("includes timers that Node sets inside, which would never fire", async () => {
    const { realm } = await simulate(async () => new Response(new Blob(["text"]).stream()).text());
    expect(realm.realIoStarted).toMatchObject([{ resource: "Immediate" }]);
  });

  it("is reported once a promised file is read", async () => {
    const { realm } = await simulate(() => void readFilePromise(thisFile));
    expect(realm.realIoStarted).not.toEqual([]);
  });

  it.each([
    ["abort signals", () => AbortSignal.any([new AbortController().signal])],
    ["streams", async () => pipeline(Readable.from(["text"]), new PassThrough().resume())],
    ["bodies", async () => new Response("{}").json()],
    ["blocking compression", () => gzipSync("text")],
    ["blocking key derivation", () => scryptSync("password", "salt", 8)],
    ["ticks and microtasks", () => process.nextTick(() => queueMicrotask(() => {}))],
    ["clones", () => structuredClone({ a: 1 })],
    ["modules", async () => import("node:url")],
  ])("does not include %s", async (_name, work) => {
    const { realm, result } = await simulate(async () => {
      await Promise.resolve(work());
      return "done";
    });
    expect(result).toBe("done");
    expect(realm.realIoStarted).toEqual([]);
  });
});

describe("fetch in a realm", () => {
  it("is reported with the code that called it, and fails without touching the network", async () => {
    const { realm, result } = await simulate(async () =>
      fetch("http://127.0.0.1:1").catch((error: unknown) => error),
    );
    expect(realm.realIoStarted).toEqual([
      { resource: "fetch", stack: expect.stringContaining("real-io.test.ts") },
    ]);
    expect(result).toMatchObject({ name: "TypeError", message: "fetch failed" });
  });
});

describe("realIoInFlight", () => {
  it("names what a stalled trial waits for", { skip: canSeeRealIo }, async () => {
    let inFlight: string[] = [];
    await simulate(({ loop }) => {
      readFile(thisFile, () => {});
      loop.schedule(undefined, 1, () => (inFlight = realIoInFlight()));
    });
    expect(inFlight).toEqual(["FSReqCallback"]);
  });
});

describe("real I/O outside of a realm", () => {
  it("goes on as ever", async () => {
    expect(await readFilePromise(thisFile, "utf8")).toContain("goes on as ever");
  });
});
