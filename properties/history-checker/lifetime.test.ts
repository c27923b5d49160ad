import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { lifetime, timeLimit, verdict } from "./lifetime.ts";

describe("lifetime", () => {
  it("goes from one start to one end, or is cut off in between", () => {
    const running = chronicle().started().stepStarted("a");

    expect(findings(lifetime, running)).toEqual([]);
    expect(findings(lifetime, running.invoked({ from: 0 }).failed())).toEqual([]);
  });

  it("lets the invocation in flight end after its execution was closed, and no other", () => {
    const closed = chronicle().started().timedOut().invoked({ from: 0 });

    expect(findings(lifetime, closed)).toEqual([]);
    expect(findings(lifetime, closed.invoked({ from: 0 }))).toEqual([
      "event 4, InvocationCompleted : the execution was closed by event 2",
    ]);
  });

  it("begins with the start", () => {
    expect(findings(lifetime, chronicle())).toEqual(["an execution that was started has an event"]);
    expect(findings(lifetime, chronicle().stepStarted("a"))).toEqual([
      "event 1, StepStarted a: the first event starts the execution",
    ]);
  });

  it("starts once", () => {
    expect(findings(lifetime, chronicle().started().started())).toEqual([
      "event 2, ExecutionStarted execution: the execution has started before",
    ]);
  });

  it("ends once, and nothing happens after that", () => {
    const closed = chronicle().started().invoked({ from: 0 }).succeeded();

    expect(findings(lifetime, closed.timedOut())).toEqual([
      "event 4, ExecutionTimedOut execution: the execution was closed by event 3",
    ]);
    expect(findings(lifetime, closed.waitSucceeded("a", 5))).toEqual([
      "event 4, WaitSucceeded a: the execution was closed by event 3",
    ]);
  });

  it("ends the execution that was started", () => {
    expect(findings(lifetime, chronicle().started().timedOut().but({ Id: "other" }))).toEqual([
      "event 2, ExecutionTimedOut other: belongs to other, and the execution is execution",
    ]);
  });
});

describe("verdict", () => {
  it("comes with the invocation that returned it", () => {
    const returned = chronicle().started().at(10).invoked({ from: 0 });

    expect(findings(verdict, returned.succeeded())).toEqual([]);
    expect(
      findings(verdict, chronicle().started().at(10).succeeded().invoked({ from: 0 })),
    ).toEqual([]);
  });

  it("does not come out of nowhere", () => {
    const suspended = chronicle().started().invoked({ from: 0 }).at(10).waitSucceeded("a", 5);

    expect(findings(verdict, suspended.succeeded())).toEqual([
      "event 4, ExecutionSucceeded execution: no invocation ends with it",
    ]);
  });

  it("does not come later", () => {
    const returned = chronicle().started().at(10).invoked({ from: 0 });

    expect(findings(verdict, returned.at(11).succeeded())).toEqual([
      "event 3, ExecutionSucceeded execution: the invocation that it comes from ended at another time",
    ]);
  });

  it("has the error of its invocation, and is no success after one", () => {
    const died = chronicle().started().at(10).invoked({ from: 0, error: "no" });

    expect(findings(verdict, died.failed("no"))).toEqual([]);
    expect(findings(verdict, died.failed("another"))).toEqual([
      "event 3, ExecutionFailed execution: its invocation ended with another error",
    ]);
    expect(findings(verdict, died.succeeded())).toEqual([
      "event 3, ExecutionSucceeded execution: its invocation ended with another error",
    ]);
  });
});

describe("timeLimit", () => {
  it("ends an execution when its time is up", () => {
    const history = chronicle().started(60).at(60_000).waitSucceeded("a", 60).timedOut();

    expect(findings(timeLimit, history)).toEqual([]);
  });

  it("does not end it before", () => {
    expect(findings(timeLimit, chronicle().started(60).at(59_999).timedOut())).toEqual([
      "event 2, ExecutionTimedOut execution: the execution had 1 ms left",
    ]);
  });

  it("lets nothing happen later", () => {
    const history = chronicle().started(60).at(60_001).stepStarted("a");

    expect(findings(timeLimit, history)).toEqual([
      "event 2, StepStarted a: the execution's time was up 1 ms before",
    ]);
  });
});
