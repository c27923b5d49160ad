import { describe, expect, it } from "vitest";
import { chronicle, findings, moment } from "./chronicle.test-support.ts";
import { checkpointsWhileInvoked, invocations } from "./invocations.ts";

describe("invocations", () => {
  it("follow one another, at once or later", () => {
    const history = chronicle()
      .started()
      .at(10)
      .invoked({ from: 0 })
      .at(20)
      .invoked({ from: 10, error: "crash" })
      .at(40)
      .invoked({ from: 30 });

    expect(findings(invocations, history)).toEqual([]);
  });

  it("do not overlap", () => {
    const history = chronicle().started().at(10).invoked({ from: 0 }).at(20).invoked({ from: 9 });

    expect(findings(invocations, history)).toEqual([
      "event 3, InvocationCompleted : the invocation began before the one before it had ended",
    ]);
  });

  it("do not begin before the execution", () => {
    const history = chronicle().at(5).started().at(10).invoked({ from: 4 });

    expect(findings(invocations, history)).toEqual([
      "event 2, InvocationCompleted : the invocation began before the one before it had ended",
    ]);
  });

  it("begin before they end", () => {
    const history = chronicle().started().at(10).invoked({ from: 11 });

    expect(findings(invocations, history)).toEqual([
      "event 2, InvocationCompleted : the invocation ended before it began",
    ]);
  });

  it("are written down when they end", () => {
    const history = chronicle().started().at(10).invoked({ from: 0 });

    expect(findings(invocations, history.but({ EventTimestamp: moment(11) }))).toEqual([
      "event 2, InvocationCompleted : is not written when the invocation ended",
    ]);
  });

  it("have request ids of their own", () => {
    const InvocationCompletedDetails = {
      StartTimestamp: moment(0),
      EndTimestamp: moment(0),
      RequestId: "request 1",
    };
    const again = chronicle().started().invoked({ from: 0 }).invoked({ from: 0 });

    expect(findings(invocations, again.but({ InvocationCompletedDetails }))).toEqual([
      "event 3, InvocationCompleted : request 1 is the id of an earlier invocation",
    ]);
  });

  it("have an error or none, but not an empty one", () => {
    const InvocationCompletedDetails = {
      StartTimestamp: moment(0),
      EndTimestamp: moment(0),
      RequestId: "request 1",
      Error: {},
    };
    const history = chronicle().started().invoked({ from: 0 }).but({ InvocationCompletedDetails });

    expect(findings(invocations, history)).toEqual([
      "event 2, InvocationCompleted : an invocation without an error has no Error",
    ]);
  });
});

describe("checkpointsWhileInvoked", () => {
  it("lets functions make checkpoints while they run, and the service wake them at any time", () => {
    const history = chronicle()
      .started()
      .at(10)
      .waitStarted("a", 5)
      .at(20)
      .invoked({ from: 0 })
      .at(5_010)
      .waitSucceeded("a", 5)
      .at(5_020)
      .stepStarted("b")
      .at(5_030)
      .invoked({ from: 5_010 })
      .succeeded();

    expect(findings(checkpointsWhileInvoked, history)).toEqual([]);
  });

  it("lets none come from between two invocations", () => {
    const history = chronicle()
      .started()
      .at(10)
      .invoked({ from: 0 })
      .at(11)
      .stepStarted("a")
      .at(20)
      .invoked({ from: 12 });

    expect(findings(checkpointsWhileInvoked, history)).toEqual([
      "event 3, StepStarted a: no invocation was running",
    ]);
  });

  it("lets none come after the last one", () => {
    const history = chronicle().started().invoked({ from: 0 }).stepStarted("a");

    expect(findings(checkpointsWhileInvoked, history.succeeded())).toEqual([
      "event 3, StepStarted a: no invocation was running",
    ]);
    // The execution was closed over the head of an invocation that still ran.
    expect(findings(checkpointsWhileInvoked, history.timedOut())).toEqual([]);
  });
});
