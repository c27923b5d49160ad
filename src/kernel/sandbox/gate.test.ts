import { describe, expect, it } from "vitest";
import { drain, inMacrotask } from "../drain.ts";
import { abandonRealm, closeGate, currentRealm, enterRealm, openGate } from "./gate.ts";
import { RecordingRealm, simulate } from "./recording-realm.ts";

describe("enterRealm", () => {
  it("opens the gate for the work, and returns what that returns", () => {
    const realm = new RecordingRealm();
    expect(enterRealm(realm, currentRealm)).toBe(realm);
    expect(currentRealm()).toBeUndefined();
  });

  it("closes the gate when the work throws", () => {
    expect(() => enterRealm(new RecordingRealm(), broken)).toThrow("broken work");
    expect(currentRealm()).toBeUndefined();
  });

  it("refuses a realm inside of a realm, and leaves the outer one in place", () => {
    const outer = new RecordingRealm();
    enterRealm(outer, () => {
      expect(() => enterRealm(new RecordingRealm(), () => {})).toThrow("inside of a realm");
      expect(currentRealm()).toBe(outer);
    });
  });

  it("takes no stack traces while it is open", () => {
    const outside = Error.stackTraceLimit;
    const inside = enterRealm(new RecordingRealm(), () => new Error("inside").stack);
    expect(inside).toBe("Error: inside");
    expect(outside).toBeGreaterThan(0);
    expect(Error.stackTraceLimit).toBe(outside);
  });

  it("takes what a timer throws for an uncaught exception of the realm", async () => {
    const { realm } = await simulate(() => {
      setTimeout(() => {
        throw new Error("from a timer");
      }, 5);
    });
    expect(realm.uncaughtErrors).toEqual([{ kind: "exception", message: "from a timer" }]);
  });
});

describe("closeGate", () => {
  it("may come twice, as after a watchdog", () => {
    const outside = Error.stackTraceLimit;
    openGate(new RecordingRealm());
    closeGate();
    Error.stackTraceLimit = outside + 1;
    closeGate();
    expect(Error.stackTraceLimit).toBe(outside + 1);
    Error.stackTraceLimit = outside;
  });
});

describe("abandonRealm", () => {
  it("closes the gate, and keeps the ticks of the realm from ever running", async () => {
    const realm = new RecordingRealm();
    const ran: string[] = [];

    await inMacrotask(() => {
      openGate(realm);
      process.nextTick(() => ran.push("tick"));
      abandonRealm();
      drain();
    });

    expect(currentRealm()).toBeUndefined();
    expect(ran).toEqual([]);
  });
});

function broken(): never {
  throw new Error("broken work");
}
