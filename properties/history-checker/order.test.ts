import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { numbering, time } from "./order.ts";

describe("numbering", () => {
  it("counts events from 1", () => {
    expect(findings(numbering, chronicle().started().stepStarted("a"))).toEqual([]);
    expect(findings(numbering, chronicle().started().but({ EventId: 0 }))).toEqual([
      "event 0, ExecutionStarted execution: is the 1th event",
    ]);
  });

  it("leaves no gap", () => {
    const history = chronicle().started().stepStarted("a").but({ EventId: 3 });

    expect(findings(numbering, history)).toEqual(["event 3, StepStarted a: is the 2th event"]);
  });
});

describe("time", () => {
  it("may stand still, and go on", () => {
    const history = chronicle().started().at(10).stepStarted("a").stepSucceeded("a", 1);

    expect(findings(time, history)).toEqual([]);
  });

  it("never goes back", () => {
    const history = chronicle()
      .at(10)
      .started()
      .at(9)
      .stepStarted("a")
      .at(10)
      .stepSucceeded("a", 1);

    expect(findings(time, history)).toEqual([
      "event 2, StepStarted a: is 1 ms before the event before it",
    ]);
  });
});
