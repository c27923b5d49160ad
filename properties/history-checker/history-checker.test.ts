import { describe, expect, it } from "vitest";
import { type Chronicle, chronicle, moment } from "./chronicle.test-support.ts";
import { illegalities } from "./history-checker.ts";
import type { RecordedOperation } from "./recorded.ts";

const execution: RecordedOperation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: moment(0),
  ExecutionDetails: { InputPayload: "{}" },
};
const step: RecordedOperation = {
  Id: "a",
  Type: "STEP",
  SubType: "Step",
  Status: "SUCCEEDED",
  StartTimestamp: moment(10),
  EndTimestamp: moment(10),
  StepDetails: { Attempt: 1, Result: '"a"' },
};

describe("illegalities", () => {
  const before = chronicle().started().at(10).stepStarted("a").stepSucceeded("a", 1);
  const legal = before.invoked({ from: 0 }).succeeded();

  it("finds nothing in a legal history", () => {
    expect(illegalities(legal.events, [execution, step])).toEqual([]);
  });

  it("finds nothing in a legal history that is cut off", () => {
    expect(illegalities(before.events, [execution, step])).toEqual([]);
  });

  it.each<[says: string, Chronicle]>([
    ["has no StepFailedDetails", before.but({ EventType: "StepFailed" })],
    ["is the 5th event", legal.but({ EventId: 7 })],
    ["is 1 ms before the event before it", legal.but({ EventTimestamp: moment(9) })],
    ["the execution has started before", legal.started()],
    ["no invocation ends with it", before.succeeded()],
    ["the execution's time was up", before.at(1_000_001).succeeded()],
    ["the invocation ended before it began", before.invoked({ from: 11 }).succeeded()],
    ["no invocation was running", before.at(20).invoked({ from: 11 })],
    ["nothing was left that could wake it", before.invoked({ from: 0 })],
    ["nothing had woken", before.invoked({ from: 0 }).invoked({ from: 10 })],
    ["its Name was undefined, and is b", before.but({ Name: "b" })],
    ["no context b had started", before.stepStarted("c", { ParentId: "b" })],
    ["the step had ended", before.stepSucceeded("a", 2)],
    ["0 s is no wait", before.waitStarted("w", 0)],
    ["the operation had not started", before.contextFailed("c")],
    ["has no callback id", before.callbackStarted("c", { id: "" })],
    ["invokes no function", before.invokeStarted("c", "")],
    ["w should have ended 1 ms before", before.waitStarted("w", 1).at(1_011).stepStarted("b")],
    ["by the history they are a,b", before.stepStarted("b")],
    ["operation a ends otherwise", before.but({ EventTimestamp: moment(11) })],
  ])("says when %s", (says, { events }) => {
    const found = illegalities(events, [execution, step]);

    expect(found).toContainEqual(expect.stringContaining(says));
  });

  it("names the event, and what is wrong with it", () => {
    const wrong = before.stepStarted("a").but({ Name: "pay" });

    expect(illegalities(wrong.events, [execution, step])).toEqual([
      "event 4, StepStarted pay: its Name was undefined, and is pay",
      "event 4, StepStarted pay: the step had ended",
      expect.stringContaining("operation a ends otherwise"),
    ]);
  });
});
