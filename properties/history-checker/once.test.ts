import { describe, expect, it } from "vitest";
import { chainedInvoke } from "./chained-invoke.ts";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { context } from "./context.ts";

describe("context", () => {
  it("lets contexts succeed or fail", () => {
    const history = chronicle()
      .contextStarted("a")
      .contextStarted("b")
      .contextFailed("b")
      .contextSucceeded("a");

    expect(findings(context, history)).toEqual([]);
  });

  it("knows one start, one end, and the start first", () => {
    const started = chronicle().contextStarted("a");

    expect(findings(context, started.contextStarted("a"))).toEqual([
      "event 2, ContextStarted a: the operation had started before",
    ]);
    expect(findings(context, started.contextFailed("a").contextSucceeded("a"))).toEqual([
      "event 3, ContextSucceeded a: the operation had ended",
    ]);
    expect(findings(context, chronicle().contextSucceeded("a"))).toEqual([
      "event 1, ContextSucceeded a: the operation had not started",
    ]);
  });
});

describe("chainedInvoke", () => {
  it("lets a function be invoked, and fail", () => {
    expect(findings(chainedInvoke, chronicle().invokeStarted("a").invokeFailed("a"))).toEqual([]);
  });

  it("starts its target once, and hears of its end once", () => {
    const started = chronicle().invokeStarted("a");

    expect(findings(chainedInvoke, started.invokeStarted("a"))).toEqual([
      "event 2, ChainedInvokeStarted a: the operation had started before",
    ]);
    expect(findings(chainedInvoke, started.invokeFailed("a").invokeFailed("a"))).toEqual([
      "event 3, ChainedInvokeFailed a: the operation had ended",
    ]);
  });

  it("names its target", () => {
    expect(findings(chainedInvoke, chronicle().invokeStarted("a", ""))).toEqual([
      "event 1, ChainedInvokeStarted a: invokes no function",
    ]);
  });
});
