import { describe, expect, it } from "vitest";
import { callback } from "./callback.ts";
import { chronicle, findings } from "./chronicle.test-support.ts";

describe("callback", () => {
  it("lets callbacks be completed by others at any time within their timeout", () => {
    const history = chronicle()
      .callbackStarted("a")
      .callbackStarted("b", { timeout: 5, heartbeat: 1 })
      .at(5_000)
      .callbackSucceeded("b")
      .at(999_999_999)
      .callbackSucceeded("a");

    expect(findings(callback, history)).toEqual([]);
  });

  it("lets callbacks time out, also by heartbeats that stayed away after some had come", () => {
    const history = chronicle()
      .callbackStarted("a", { timeout: 5 })
      .callbackStarted("b", { timeout: 5, heartbeat: 1 })
      .at(3_500)
      .callbackTimedOut("b", "Callback.Heartbeat")
      .at(5_000)
      .callbackTimedOut("a", "Callback.Timeout");

    expect(findings(callback, history)).toEqual([]);
  });

  it("knows one start and one end", () => {
    const ended = chronicle().callbackStarted("a").callbackSucceeded("a");

    expect(findings(callback, ended.callbackSucceeded("a"))).toEqual([
      "event 3, CallbackSucceeded a: the operation had ended",
    ]);
    expect(findings(callback, chronicle().callbackSucceeded("a"))).toEqual([
      "event 1, CallbackSucceeded a: the operation had not started",
    ]);
    expect(findings(callback, chronicle().callbackStarted("a").callbackStarted("a"))).toEqual([
      "event 2, CallbackStarted a: the operation had started before",
    ]);
  });

  it("cannot be completed after its timeout", () => {
    const history = chronicle().callbackStarted("a", { timeout: 5 }).at(5_001);

    expect(findings(callback, history.callbackSucceeded("a"))).toEqual([
      "event 2, CallbackSucceeded a: the callback's time was up before that",
    ]);
  });

  it("times out exactly at its timeout, and only if it has one", () => {
    const early = chronicle().callbackStarted("a", { timeout: 5 }).at(4_999);
    const never = chronicle().callbackStarted("a", { heartbeat: 1 }).at(5_000);

    for (const history of [early, never]) {
      expect(findings(callback, history.callbackTimedOut("a", "Callback.Timeout"))).toEqual([
        "event 2, CallbackTimedOut a: the callback's time was not up",
      ]);
    }
  });

  it("misses no heartbeat before the first one is due, nor without a heartbeat timeout", () => {
    const early = chronicle().callbackStarted("a", { heartbeat: 5 }).at(4_999);
    const never = chronicle().callbackStarted("a", { timeout: 5 }).at(5_000);

    for (const history of [early, never]) {
      expect(findings(callback, history.callbackTimedOut("a", "Callback.Heartbeat"))).toEqual([
        "event 2, CallbackTimedOut a: no heartbeat was due yet",
      ]);
    }
  });

  it("says which time was up", () => {
    const history = chronicle().callbackStarted("a", { timeout: 5 }).at(5_000);

    expect(findings(callback, history.callbackTimedOut("a", "Error"))).toEqual([
      "event 2, CallbackTimedOut a: does not say which time was up",
    ]);
  });

  it("has a callback id that is its own", () => {
    const history = chronicle().callbackStarted("a", { id: "x" }).callbackStarted("b", { id: "x" });

    expect(findings(callback, history)).toEqual([
      "event 2, CallbackStarted b: its id is another callback's",
    ]);
    expect(findings(callback, chronicle().callbackStarted("a", { id: "" }))).toEqual([
      "event 1, CallbackStarted a: has no callback id",
    ]);
  });

  it.each([-1, 0.5, 100_000_000])("takes no timeout of %d s", (timeout) => {
    expect(findings(callback, chronicle().callbackStarted("a", { timeout }))).toContain(
      `event 1, CallbackStarted a: ${timeout} s is no timeout`,
    );
  });
});
