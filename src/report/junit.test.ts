import { parseXml, XmlElement } from "@rgrove/parse-xml";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CampaignReport } from "../campaign/campaign-report.ts";
import { campaign, figures, finding, replayOf } from "./campaign.test-support.ts";
import { renderJunit } from "./junit.ts";

/** Halves of surrogate pairs among them. */
const codeUnit = fc.integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code));

describe("JUnit", () => {
  it("has a suite for each world, and a case for each invariant", () => {
    const worlds = [
      figures(),
      figures({ world: "bank", invariants: [{ name: "sum", state: "held" }] }),
    ];
    const suites = suitesOf(campaign([finding()], { worlds }));

    expect(suites.map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({
        name: "shop",
        tests: "2",
        failures: "1",
        errors: "0",
        skipped: "0",
      }),
      expect.objectContaining({
        name: "bank",
        tests: "1",
        failures: "0",
        errors: "0",
        skipped: "0",
      }),
    ]);
    expect(suites.flatMap((suite) => casesOf(suite))).toEqual([
      expect.objectContaining({ name: "one-parcel", outcome: "failure" }),
      { name: "one-charge", outcome: undefined, message: undefined, text: "" },
      { name: "sum", outcome: undefined, message: undefined, text: "" },
    ]);
  });

  it("says what failed, by which faults, and how to see it again", () => {
    const [failed] = suitesOf(campaign([finding(), finding({ id: "ffffffff" })])).flatMap((suite) =>
      casesOf(suite),
    );

    expect(failed?.message).toBe("order o1 was shipped 2 times (and 1 further finding)");
    expect(failed?.text.split("\n\n")[0]).toBe(
      [
        "order o1 was shipped 2 times",
        "  finding  0a1b2c3d, new, violation, the execution SUCCEEDED",
        "  faults   lose-reply at shipping.create",
        "  replay   durable-chaos replay .durable-chaos/one-parcel-0a1b2c3d.json",
      ].join("\n"),
    );
  });

  it("tells a function that hangs, dies or is not the same twice from one that breaks an invariant", () => {
    const outcomes = (["hang", "crash", "not-deterministic", "violation"] as const).map((kind) =>
      outcomeOf(campaign([finding({ kind })])),
    );

    expect(outcomes).toEqual(["error", "error", "error", "failure"]);
  });

  it("fails nothing for what is known, or for what AWS does", () => {
    expect(outcomeOf(campaign([finding({ state: "known" })]))).toBe("skipped");
    expect(outcomeOf(campaign([finding({ tier: "platform" })]))).toBe("skipped");
    expect(outcomeOf(campaign([finding({ tier: "platform" }), finding()]))).toBe("failure");
  });

  it("has a case for an invariant that the world's figures do not name", () => {
    const report = campaign([finding({ invariant: "leaves-process-alive", kind: "crash" })]);
    const cases = suitesOf(report).flatMap((suite) => casesOf(suite));

    expect(cases.at(-1)).toMatchObject({ name: "leaves-process-alive", outcome: "error" });
  });

  it("gives each world its share of the time", () => {
    const worlds = [figures({ trials: 300 }), figures({ world: "bank", trials: 100 })];
    const suites = suitesOf(campaign([], { worlds }));

    expect(suites.map(({ attributes }) => attributes["time"])).toEqual(["2700.000", "900.000"]);
  });

  it("is XML whatever the texts say, and loses nothing that XML can say", () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit, minLength: 1 }), (text) => {
        const message = `<&>"' ]]> ${text}`;
        const [failed] = suitesOf(
          campaign([finding({ message, invariant: "one-parcel" })]),
        ).flatMap((suite) => casesOf(suite));
        expect(failed?.message).toBe(message.toWellFormed().replaceAll(controls, ""));
      }),
    );
  });

  it("removes control characters", () => {
    const message = "red \u001B[31m, bell \u0007, null \u0000, \uFFFE";

    expect(renderJunit(campaign([finding({ message })]), replayOf)).toContain(
      'message="red [31m, bell , null , "',
    );
  });
});

// What XML 1.0 cannot say; written down once more, because it is what is tested.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function suitesOf(report: CampaignReport): readonly XmlElement[] {
  const { root } = parseXml(renderJunit(report, replayOf));
  return root === null ? [] : elementsOf(root);
}

function casesOf(suite: XmlElement) {
  return elementsOf(suite)
    .filter(({ name }) => name === "testcase")
    .map((testCase) => {
      const [outcome] = elementsOf(testCase);
      const message = outcome?.attributes["message"];
      return {
        name: testCase.attributes["name"],
        outcome: outcome?.name,
        message,
        text: testCase.text.trim(),
      };
    });
}

function outcomeOf(report: CampaignReport): string | undefined {
  return suitesOf(report).flatMap((suite) => casesOf(suite))[0]?.outcome;
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}
