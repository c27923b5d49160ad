import { describe, expect, it } from "vitest";
import type { Strike } from "../faults/schedule.ts";
import type { Outcome } from "../kernel/outcome.ts";
import { hintFor } from "./hints.ts";
import { TraceBuilder } from "./trace-builder.test-support.ts";

describe("hints", () => {
  it("blame the undo that is registered after a call that never returned", () => {
    const trace = new TraceBuilder()
      .invocation()
      .call("bank.pay", "paid", "lose-reply")
      .end("FAILED");

    expect(hintOf(trace)).toContain("register its undo before the call");
  });

  it("ask for a key when a call that is repeated takes effect again", () => {
    const trace = new TraceBuilder()
      .invocation()
      .call("post.send", "sent", "lose-reply")
      .call("post.send", "sent")
      .end("SUCCEEDED");

    expect(hintOf(trace)).toContain("Send an idempotency key");
  });

  it("count undos when an effect that happened twice was undone once", () => {
    const trace = new TraceBuilder()
      .invocation()
      .call("stock.reserve", "reserved", "lose-reply")
      .call("stock.reserve", "reserved")
      .call("stock.cancel", "released")
      .end("FAILED");

    expect(hintOf(trace)).toContain("stock.reserve took effect twice");
  });

  it("do not call two different effects one that happened twice", () => {
    const trace = new TraceBuilder()
      .invocation()
      .call("bank.pay", "paid")
      .call("post.send", "sent")
      .end("FAILED");

    expect(hintOf(trace)).toContain("bank.pay succeeded, and nothing took it back");
  });

  it("miss the undo of an effect that nobody took back", () => {
    const trace = new TraceBuilder().invocation().call("post.send", "sent").end("FAILED");

    expect(hintOf(trace)).toContain("nothing took it back when a later step failed");
  });

  it("blame nothing inside the function when AWS gave the execution up", () => {
    const trace = new TraceBuilder().invocation().call("bank.pay", "paid").end("FAILED");
    const error = { ErrorType: "CheckpointUnrecoverableExecutionError" };
    const strike = { fault: "client-error" } as Strike;

    expect(hintOf(trace, { error, strikes: [strike] })).toContain("run a reconciler");
  });

  it("say nothing about what no effect explains", () => {
    const trace = new TraceBuilder().invocation().end("FAILED");

    expect(hintOf(trace)).toBeUndefined();
  });
});

function hintOf(
  { events }: TraceBuilder,
  { error, strikes = [] }: { error?: { ErrorType: string }; strikes?: readonly Strike[] } = {},
): string | undefined {
  const end = events.find((event) => event.kind === "execution.ended");
  const ended = end?.outcome ?? { status: "RUNNING" };
  const outcome: Outcome = error === undefined ? ended : { status: "FAILED", error };
  const witnesses = [...events.keys()].filter((index) => events[index]?.kind === "call.applied");
  const result = { trace: events, outcome, strikes, isLookedAfter: false };
  return hintFor(result, { message: "broken", witnesses });
}
