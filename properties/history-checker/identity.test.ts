import { describe, expect, it } from "vitest";
import { chronicle, findings } from "./chronicle.test-support.ts";
import { identity } from "./identity.ts";

describe("identity", () => {
  it("stays the same from an operation's first event to its last", () => {
    const line = { Name: "charge card", ParentId: "x" };
    const history = chronicle().started().stepStarted("a", line).stepSucceeded("a", 1, line);

    expect(findings(identity, history)).toEqual([]);
  });

  it.each([
    ["Name", "pay"],
    ["ParentId", "y"],
    ["SubType", "WaitForCondition"],
  ])("does not change its %s", (field, value) => {
    const history = chronicle()
      .stepStarted("a")
      .stepSucceeded("a", 1, { [field]: value });

    expect(findings(identity, history)).toEqual([
      expect.stringMatching(new RegExp(`^event 2, .*: its ${field} was .*, and is ${value}$`, "u")),
    ]);
  });

  it("does not change its type", () => {
    const history = chronicle().stepStarted("a").waitSucceeded("a", 5, { SubType: "Step" });

    expect(findings(identity, history)).toEqual([
      "event 2, WaitSucceeded a: a was a STEP, and is a WAIT",
    ]);
  });

  it("is of a subtype that its type has", () => {
    expect(findings(identity, chronicle().stepStarted("a", { SubType: "Map" }))).toEqual([
      "event 1, StepStarted a: no STEP is a Map",
    ]);
  });

  it("has an id and a name that AWS takes", () => {
    expect(findings(identity, chronicle().stepStarted("a b"))).toEqual([
      'event 1, StepStarted a b: "a b" is no id of an operation',
    ]);
    expect(findings(identity, chronicle().stepStarted("a", { Name: "\u00e4" }))).toEqual([
      'event 1, StepStarted \u00e4: "\u00e4" is no name of an operation',
    ]);
  });
});
