import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { punctuality } from "./punctuality.ts";

const waiting = chronicle().started().waitStarted("a", 5).callbackStarted("b", { timeout: 6 });

describe("punctuality", () => {
  it("lets the service end what is due before anything later happens", () => {
    const history = waiting
      .at(5_000)
      .stepStarted("c")
      .waitSucceeded("a", 5)
      .at(6_000)
      .callbackTimedOut("b", "Callback.Timeout")
      .at(7_000)
      .stepSucceeded("c", 1);

    expect(findings(punctuality, history)).toEqual([]);
  });

  it("misses a wait that should have ended", () => {
    expect(findings(punctuality, waiting.at(5_001).stepStarted("c"))).toEqual([
      "event 4, StepStarted c: a should have ended 1 ms before",
    ]);
  });

  it("misses a callback that should have timed out", () => {
    const history = waiting.at(5_000).waitSucceeded("a", 5).at(6_001).stepStarted("c");

    expect(findings(punctuality, history)).toEqual([
      "event 5, StepStarted c: b should have ended 1 ms before",
    ]);
  });

  it("holds up to the end of the execution, which stops the clock", () => {
    const closed = waiting.at(4_000).timedOut();

    expect(findings(punctuality, closed.at(9_000).invoked({ from: 0 }))).toEqual([]);
    expect(findings(punctuality, waiting.at(5_001).timedOut())).toEqual([
      "event 4, ExecutionTimedOut execution: a should have ended 1 ms before",
    ]);
  });
});
