import { nextTick as importedNextTick } from "node:process";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { enterRealm } from "./gate.ts";
import { RecordingRealm, simulate } from "./recording-realm.ts";

const fail = (): never => {
  throw new Error("boom");
};

describe("an error that nobody caught", () => {
  it.each([
    ["a tick", "exception", () => process.nextTick(fail)],
    ["an imported tick", "exception", () => importedNextTick(fail)],
    ["a microtask", "exception", () => queueMicrotask(fail)],
    ["a timer", "exception", () => setTimeout(fail, 1)],
    ["an immediate", "exception", () => setImmediate(fail)],
    ["a promise", "rejection", () => void Promise.reject(new Error("boom"))],
    ["a stream without listeners", "exception", () => brokenStream()],
    ["a listener of an event target", "exception", () => brokenListener()],
  ])("of %s reaches the realm, and the process lives", async (_name, kind, cause) => {
    const heard: unknown[] = [];
    const listener = (error: unknown): void => void heard.push(error);
    process.on("uncaughtException", listener).on("unhandledRejection", listener);

    const { realm } = await simulate(() => {
      cause();
    });

    expect(realm.uncaughtErrors).toEqual([{ kind, message: "boom" }]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    process.off("uncaughtException", listener).off("unhandledRejection", listener);
    expect(heard).toEqual([]);
  });

  it("does not keep what comes after from running", async () => {
    const { result } = await simulate(async () => {
      const seen: string[] = [];
      process.nextTick(fail);
      queueMicrotask(fail);
      process.nextTick((what: string) => seen.push(what), "tick with an argument");
      await new Promise((resolve) => setTimeout(resolve, 1));
      return seen;
    });
    expect(result).toEqual(["tick with an argument"]);
  });

  it("is not made of a rejection that is handled later in the same burst", async () => {
    const { realm } = await simulate(async () => {
      const rejected = Promise.reject(new Error("boom"));
      await Promise.resolve();
      await rejected.catch(() => {});
    });
    expect(realm.uncaughtErrors).toEqual([]);
  });
});

describe.each([
  { where: "outside of a realm", run: (work: () => void) => work() },
  { where: "in a realm", run: (work: () => void) => enterRealm(new RecordingRealm(), work) },
])("the process $where", ({ run }) => {
  it("emits its other events as ever", () => {
    const heard: unknown[] = [];
    const listener = (value: unknown): void => void heard.push(value);
    process.on("message", listener);
    run(() => process.emit("message", "hello", undefined));
    process.off("message", listener);
    expect(heard).toEqual(["hello"]);
  });

  it("refuses a tick that is no function", () => {
    const attempt = (): unknown => Reflect.apply(importedNextTick, process, ["text"]);
    run(() => expect(attempt).toThrow(TypeError));
  });
});

function brokenStream(): void {
  new Readable({ read() {} }).destroy(new Error("boom"));
}

function brokenListener(): void {
  const target = new EventTarget();
  target.addEventListener("event", fail);
  target.dispatchEvent(new Event("event"));
}
