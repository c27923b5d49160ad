import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { shape } from "./shape.ts";

describe("shape", () => {
  it("is an event's type, its details, and whose it is", () => {
    const history = chronicle()
      .started()
      .stepStarted("a")
      .stepSucceeded("a", 1)
      .invoked({ from: 0 })
      .succeeded();

    expect(findings(shape, history)).toEqual([]);
  });

  it("is of a type that AWS has", () => {
    expect(findings(shape, chronicle().stepStarted("a").but({ EventType: "StepReady" }))).toEqual([
      "event 1, StepReady a: AWS has no event of this type",
    ]);
  });

  it("has its own details and no others", () => {
    const history = chronicle().stepStarted("a").but({ EventType: "StepFailed" });

    expect(findings(shape, history)).toEqual([
      "event 1, StepFailed a: has no StepFailedDetails",
      "event 1, StepFailed a: has the details of another event: StepStartedDetails",
    ]);
  });

  it("belongs to an operation, unless it is the end of an invocation", () => {
    expect(findings(shape, chronicle().stepStarted("a").but({ Id: undefined }))).toEqual([
      "event 1, StepStarted : belongs to no operation",
    ]);
    expect(findings(shape, chronicle().invoked({ from: 0 }).but({ Id: "a" }))).toEqual([
      "event 1, InvocationCompleted a: an invocation has no Id",
    ]);
  });

  it("shows all of its payload", () => {
    const ContextSucceededDetails = { Result: { Payload: "1", Truncated: true } };
    const history = chronicle().contextSucceeded("a").but({ ContextSucceededDetails });

    expect(findings(shape, history)).toEqual([
      "event 1, ContextSucceeded a: nothing here is long enough to be truncated",
    ]);
  });
});
