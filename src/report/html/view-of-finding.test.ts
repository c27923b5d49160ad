import { describe, expect, it } from "vitest";
import { TraceBuilder } from "../trace-builder.test-support.ts";
import { inShort, laneOf, viewOf } from "./lanes.test-support.ts";

describe("viewOfFinding", () => {
  it("shows each attempt of a step, and the pauses between them", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .step("pay", "STARTED")
      .step("pay", "PENDING", 1)
      .add({ kind: "invocation.ended", invocation: 1, end: "pending", error: undefined })
      .step("pay", "READY", 1)
      .add({ kind: "invocation.started", invocation: 2 }, 0)
      .step("pay", "STARTED", 1)
      .step("pay", "SUCCEEDED", 2);

    expect(inShort(laneOf(viewOf(events), "pay").bars)).toEqual([
      "10-20 bad #1",
      "20-40 waiting retry in 20 ms",
      "40-50 waiting retry in 10 ms",
      "50-60 good #2",
    ]);
  });

  it("cuts a step where its sandbox dies, and goes on where the next invocation runs it again", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .step("pay", "STARTED")
      .add({ kind: "invocation.ended", invocation: 1, end: "crashed", error: undefined })
      .invocation(1_000)
      .step("pay", "SUCCEEDED", 1);

    expect(inShort(laneOf(viewOf(events), "pay").bars)).toEqual([
      "10-20 cut #1",
      "1020-1030 good #1",
    ]);
    expect(inShort(laneOf(viewOf(events), "Invocations").bars)).toEqual([
      "0-20 cut 1",
      "1020-1030 cut 2",
    ]);
  });

  it("shows a call, its effect and its answer in the lane of its service", () => {
    const trace = new TraceBuilder().invocation();
    const { events } = trace.call("payment.charge", "charged ch_1", "lose-reply");
    const effect = events.findIndex(({ kind }) => kind === "call.applied");
    const { bars, marks } = laneOf(viewOf(events, { witnesses: [effect] }), "payment");

    expect(inShort(bars)).toEqual(["10-20 bad charge"]);
    expect(marks).toMatchObject([{ atMs: 20, label: "charged ch_1", isWitness: true }]);
    expect(bars[0]?.facts).toContainEqual(["fault", "lose-reply"]);
    expect(bars[0]?.facts).toContainEqual(["answer", "failure: E: m"]);
  });

  it("ends a call that is never answered with its sandbox", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .request("payment.charge")
      .add({ kind: "invocation.ended", invocation: 1, end: "crashed", error: undefined })
      .invocation(1_000);

    expect(inShort(laneOf(viewOf(events), "payment").bars)).toEqual(["10-20 cut charge"]);
  });

  it("marks only those faults as needed that the scenario plans, with what happens without them", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .strike("payment.charge", "lose-reply")
      .strike("payment.refund", "lose-reply");
    const view = viewOf(events, {
      faults: [{ at: "payment.charge", from: 1, times: 2, fault: "lose-reply" }],
      needed: [{ fault: "lose-reply at payment.charge", without: "without it all is well" }],
    });

    expect(laneOf(view, "Faults").marks).toMatchObject([
      { label: "lose-reply", isNeeded: true },
      { label: "lose-reply", isNeeded: false },
    ]);
    expect(laneOf(view, "Faults").marks[0]?.facts).toContainEqual([
      "needed",
      "without it all is well",
    ]);
  });

  it("gives each execution beside the one under test lanes of its own", () => {
    const { events } = new TraceBuilder()
      .invocation()
      .add({ kind: "invocation.started", invocation: 2, execution: "reconciler" })
      .add({
        kind: "execution.ended",
        execution: "reconciler",
        outcome: { status: "SUCCEEDED", result: undefined },
      });
    const view = viewOf(events);

    expect(inShort(laneOf(view, "reconciler").bars)).toEqual(["10-20 cut 2"]);
    expect(laneOf(view, "reconciler").marks).toMatchObject([{ sign: "end", label: "SUCCEEDED" }]);
    expect(laneOf(view, "Invocations").marks).toEqual([]);
  });

  it("says so when the invariant holds now", () => {
    const { events } = new TraceBuilder().invocation();

    expect(viewOf(events).doubts).toEqual([]);
    expect(viewOf(events, { isBroken: false }).doubts).toEqual(["no-loss holds now"]);
  });

  it("tells the beginning and the end of a long story, and how much is between", () => {
    const trace = new TraceBuilder().invocation();
    for (let nth = 1; nth <= 400; nth++) trace.call("payment.charge", `charged ch_${nth}`);
    const { events, eventsLeftOut } = viewOf(trace.events);

    expect([events.length, eventsLeftOut]).toEqual([300, 101]);
    expect([events[0]?.text, events[149]?.text]).toEqual([
      "payment.charge → charged ch_1",
      "payment.charge → charged ch_150",
    ]);
    expect(events.at(-2)?.text).toBe("payment.charge → charged ch_400");
  });
});
