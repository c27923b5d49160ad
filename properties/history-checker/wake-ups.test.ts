import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { causes, suspensions } from "./wake-ups.ts";

const began = chronicle().started().at(10);

describe("suspensions", () => {
  it.each([
    ["a wait", began.waitStarted("a", 5)],
    ["a callback", began.callbackStarted("a")],
    ["a chained invoke", began.invokeStarted("a")],
    ["a retry", began.stepStarted("a").stepFailed("a", 1, 5)],
    ["a change that came too late", began.callbackStarted("a").callbackSucceeded("a")],
  ])("are legal with %s to wake the execution", (_what, waiting) => {
    expect(findings(suspensions, waiting.at(20).invoked({ from: 0 }))).toEqual([]);
  });

  it("are illegal when nothing is left to come", () => {
    const told = began
      .waitStarted("a", 5)
      .at(20)
      .invoked({ from: 0 })
      .at(5_010)
      .waitSucceeded("a", 5)
      .at(5_020)
      .invoked({ from: 5_010 });

    expect(findings(suspensions, told)).toEqual([]);
    // The second invocation was told of the wait's end; the third has nothing to hope for.
    expect(findings(suspensions, told.at(5_040).invoked({ from: 5_030 }))).toEqual([
      "event 6, InvocationCompleted : the invocation suspended, and nothing was left that could wake it",
    ]);
    expect(findings(suspensions, began.stepStarted("a").invoked({ from: 0 }))).toEqual([
      "event 3, InvocationCompleted : the invocation suspended, and nothing was left that could wake it",
    ]);
  });

  it("are what invocations end with that neither fail nor end the execution", () => {
    const ran = began.stepStarted("a").stepSucceeded("a", 1);

    expect(findings(suspensions, ran.invoked({ from: 0, error: "crash" }))).toEqual([]);
    expect(findings(suspensions, ran.invoked({ from: 0 }).succeeded())).toEqual([]);
    expect(findings(suspensions, ran.succeeded().invoked({ from: 0 }))).toEqual([]);
  });
});

describe("causes", () => {
  it("are changes that the function has not been told of", () => {
    const history = began
      .waitStarted("a", 5)
      .stepStarted("b")
      .stepFailed("b", 1, 7)
      .at(20)
      .invoked({ from: 0 })
      .at(5_010)
      .waitSucceeded("a", 5)
      .at(5_020)
      .invoked({ from: 5_010 })
      .at(7_020)
      .invoked({ from: 7_010 });

    expect(findings(causes, history)).toEqual([]);
  });

  it("are missing when a suspended function is invoked before anything changed", () => {
    const history = began.waitStarted("a", 5).at(20).invoked({ from: 0 }).at(30);

    expect(findings(causes, history.invoked({ from: 30 }))).toEqual([
      "event 4, InvocationCompleted : nothing had woken the execution when the invocation began",
    ]);
  });

  it("need not be there after an invocation that failed", () => {
    const history = began.waitStarted("a", 5).at(20).invoked({ from: 0, error: "crash" }).at(30);

    expect(findings(causes, history.invoked({ from: 30 }))).toEqual([]);
  });

  it("are a retry only when its time has come", () => {
    const history = began.stepStarted("a").stepFailed("a", 1, 7).at(20).invoked({ from: 0 });

    expect(findings(causes, history.at(7_009).invoked({ from: 7_009 }))).toEqual([
      "event 5, InvocationCompleted : nothing had woken the execution when the invocation began",
    ]);
  });
});
