import { describe, expect, it } from "vitest";
import { stepsOfCalls } from "./call-steps.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

describe("the step of a call", () => {
  it("is the one that AWS hears of right after the request", () => {
    const { events } = new TraceBuilder().invocation().request("bank.pay").step("pay", "STARTED");

    expect(stepsOfCalls(events).get(1)).toEqual({ name: "pay", attempt: 1 });
  });

  it("counts attempts when a retry is due", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .step("pay", "STARTED")
      .step("pay", "PENDING", 1)
      .step("pay", "READY", 1)
      .invocation()
      .request("bank.pay");

    expect(stepsOfCalls(events).get(2)).toEqual({ name: "pay", attempt: 2 });
  });

  it("is taken from its namesakes when the sandbox died before AWS heard of it", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .request("bank.pay")
      .invocation()
      .request("bank.pay")
      .step("pay", "STARTED");

    expect(stepsOfCalls(events).get(1)).toEqual({ name: "pay", attempt: undefined });
  });

  it("stays unknown where steps run side by side", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .step("one", "STARTED")
      .step("two", "STARTED")
      .request("bank.pay");

    expect(stepsOfCalls(events).get(1)).toBeUndefined();
  });

  it("is one of its own execution, whatever others are doing", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .add({ kind: "invocation.started", invocation: 2, execution: "second" })
      .step("pay", "STARTED")
      .step("second/ship", "STARTED")
      .request("bank.pay")
      .add({ kind: "call.requested", call: 2, invocation: 2, name: "post.ship", args: {} });

    expect(stepsOfCalls(events).get(1)?.name).toBe("pay");
    expect(stepsOfCalls(events).get(2)?.name).toBe("second/ship");
  });
});
