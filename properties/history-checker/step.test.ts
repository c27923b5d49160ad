import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { step } from "./step.ts";

describe("step", () => {
  it("lets a step succeed, fail, and be tried again after its delay", () => {
    const history = chronicle()
      .started()
      .stepStarted("a")
      .stepSucceeded("a", 1)
      .stepStarted("b")
      .stepFailed("b", 1, 5)
      .at(5_000)
      .stepStarted("b")
      .stepFailed("b", 2);

    expect(findings(step, history)).toEqual([]);
  });

  it("lets a waitForCondition poll as often as it likes", () => {
    const poll = { SubType: "WaitForCondition" };
    const history = chronicle()
      .stepStarted("a", poll)
      .stepPolled("a", 1, 2)
      .at(2_001)
      .stepStarted("a", poll)
      .stepSucceeded("a", 2, poll);

    expect(findings(step, history)).toEqual([]);
  });

  it("knows no end of an attempt that did not start", () => {
    expect(findings(step, chronicle().stepSucceeded("a", 1))).toEqual([
      "event 1, StepSucceeded a: the step had not started",
    ]);
  });

  it("knows no second start of an attempt, also not of one whose invocation died", () => {
    const history = chronicle()
      .stepStarted("a")
      .invoked({ from: 0, error: "crash" })
      .stepStarted("a");

    expect(findings(step, history)).toEqual([
      "event 3, StepStarted a: the attempt before it had not ended",
    ]);
  });

  it("knows no attempt before the delay of the last one is over", () => {
    const history = chronicle().stepStarted("a").stepFailed("a", 1, 5).at(4_999).stepStarted("a");

    expect(findings(step, history)).toEqual([
      "event 3, StepStarted a: its next attempt was due 1 ms later",
    ]);
  });

  it("knows no end of a retry that did not start", () => {
    const history = chronicle().stepStarted("a").stepFailed("a", 1, 5).at(6_000);

    expect(findings(step, history.stepFailed("a", 2))).toEqual([
      "event 3, StepFailed a: its next attempt had not started",
    ]);
  });

  it("knows nothing after a step's end", () => {
    const ended = chronicle().stepStarted("a").stepFailed("a", 1);

    expect(findings(step, ended.stepStarted("a"))).toEqual([
      "event 3, StepStarted a: the step had ended",
    ]);
    expect(findings(step, ended.stepFailed("a", 2))).toEqual([
      "event 3, StepFailed a: the step had ended",
    ]);
  });

  it("counts the attempts that ended, from 1", () => {
    const early = chronicle().stepStarted("a").stepSucceeded("a", 0);
    const stuck = chronicle()
      .stepStarted("a")
      .stepFailed("a", 1, 1)
      .at(1_000)
      .stepStarted("a")
      .stepFailed("a", 1);

    expect(findings(step, early)).toEqual([
      "event 2, StepSucceeded a: attempt 1 ended, and it says 0",
    ]);
    expect(findings(step, stuck)).toEqual([
      "event 4, StepFailed a: attempt 2 ended, and it says 1",
    ]);
  });

  it("keeps the attempts of different steps apart", () => {
    const history = chronicle()
      .stepStarted("a")
      .stepStarted("b")
      .stepFailed("a", 1, 1)
      .stepSucceeded("b", 1)
      .at(1_000)
      .stepStarted("a")
      .stepSucceeded("a", 2);

    expect(findings(step, history)).toEqual([]);
  });

  it.each([0, 0.5, -1, 31_622_401])("takes no delay of %d s", (seconds) => {
    expect(findings(step, chronicle().stepStarted("a").stepFailed("a", 1, seconds))).toEqual([
      `event 2, StepFailed a: ${seconds} s is no delay`,
    ]);
  });

  it("lets only a waitForCondition go on after a success, and no such one after a failure", () => {
    const poll = { SubType: "WaitForCondition" };

    expect(
      findings(step, chronicle().stepStarted("a").stepPolled("a", 1, 1, { SubType: "Step" })),
    ).toEqual(["event 2, StepSucceeded a: only a waitForCondition goes on after a success"]);
    expect(findings(step, chronicle().stepStarted("a").stepFailed("a", 1, 1, poll))).toEqual([
      "event 2, StepFailed a: a waitForCondition does not go on after a failure",
    ]);
  });
});
