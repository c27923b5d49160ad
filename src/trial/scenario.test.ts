import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { UsageError } from "../kernel/errors.ts";
import { renderJsonSchema } from "./json-schema.ts";
import { parcelWorld } from "./parcel-world.test-support.ts";
import { parseScenario, renderScenario, sameExpectation } from "./scenario.ts";

describe("a scenario file", () => {
  it("is read back as it was written", () => {
    const { scenario } = parse(valid);

    expect(parse(renderScenario(scenario)).scenario).toEqual(scenario);
  });

  it("is refused with the place of a syntax error", () => {
    expect(refusal('{\n  "version": 1,,\n}')).toBe(
      "case.json:2:16: not JSON: property name expected",
    );
  });

  it("is refused when it is empty", () => {
    expect(refusal("")).toBe("case.json:1:1: not JSON: the file is empty");
  });

  it("is refused when it has a field that nobody reads", () => {
    expect(refusal(valid.replace('"seed": 1', '"sead": 1, "seed": 1'))).toBe(
      'case.json:8:11: sead: "sead" is not a field here; remove it or check its spelling',
    );
  });

  it("is refused when a value has the wrong type", () => {
    expect(refusal(valid.replace('"from": 1', '"from": "first"'))).toBe(
      "case.json:7:48: faults[0].from: Invalid input: expected number, received string",
    );
  });

  it("is refused at the object that lacks a field", () => {
    expect(refusal(valid.replace('"from": 1, ', ""))).toBe(
      "case.json:7:14: faults[0].from: Invalid input: expected number, received undefined",
    );
  });

  it("is refused when nobody knows its world, with the known ones", () => {
    expect(refusal(valid.replace('"world": "parcel"', '"world": "parcels"'))).toBe(
      'case.json:4:12: world: there is no world "parcels"; known: parcel',
    );
  });

  it("is refused when the input does not fit its world, with the place inside of the input", () => {
    expect(refusal(valid.replace('"zip": "somewhere"', '"zip": 5'))).toBe(
      "case.json:5:38: input.zip: Invalid input: expected string, received number",
    );
  });

  it("is refused when a fault cannot strike at its point, with those that can", () => {
    const text = valid.replace('"at": "payment.charge"', '"at": "invocation start"');

    expect(refusal(text)).toBe(
      'case.json:7:74: faults[0].fault: "lose-reply" cannot strike at "invocation start"; possible: crash, first-page',
    );
  });

  it("is refused when it says something twice, of which programs take this or that", () => {
    expect(refusal(valid.replace('"seed": 1', '"seed": 1, "world": "other"'))).toBe(
      'case.json:8:14: "world" is there twice',
    );
    expect(refusal(valid.replace('"zip": "somewhere"', '"zip": "a", "zip": "b"'))).toMatch(
      /: "zip" is there twice$/,
    );
  });

  it("is refused when it is deeper than anything that reads it can go", () => {
    expect(refusal("[".repeat(1_000_000))).toBe(
      "case.json:1:101: lists and objects are more than 100 levels deep",
    );
    expect(refusal(valid.replace('"somewhere"', `"${"[".repeat(200)}", "other": 1`))).toContain(
      '"other" is not a field here',
    );
  });

  it("is refused when it has more faults than anybody could mean", () => {
    const many = Array.from({ length: 10_001 }, () => ({
      at: "payment.charge",
      from: 1,
      times: 1,
      fault: "refuse",
    }));

    expect(refusal(JSON.stringify({ ...JSON.parse(valid), faults: many }))).toContain(
      "faults: Too big: expected array to have <=10000 items",
    );
  });

  it("may begin with a byte order mark", () => {
    expect(parse(`\uFEFF${valid}`).scenario).toEqual(parse(valid).scenario);
  });

  it("is refused in one line that does nothing to a terminal, whatever stands in it", () => {
    const odd = "\u001B[2J\n✓ held\u202E";
    const inJson = JSON.stringify(odd).slice(1, -1);
    const refusals = [
      valid.replace('"world": "parcel"', `"world": "${inJson}"`),
      valid.replace('"seed": 1', `"${inJson}": 1, "seed": 1`),
      valid.replace('"at": "payment.charge"', `"at": "timer ${inJson}"`),
      valid.replace('"seed": 1', `"${"long".repeat(1_000)}": 1, "seed": 1`),
    ].map((text) => refusal(text));

    for (const message of refusals) expect(message).toMatch(/^[^\p{C}]{1,500}$/u);
  });

  it("has a JSON schema that is up to date", () => {
    const committed = readFileSync(new URL("scenario.schema.json", import.meta.url), "utf8");

    expect(committed).toBe(renderJsonSchema());
  });
});

describe("an expectation", () => {
  it("is met by the same invariants in any order, and by no others", () => {
    const one = { verdict: "violated", invariants: ["a", "b"] } as const;

    expect(sameExpectation(one, { verdict: "violated", invariants: ["b", "a"] })).toBe(true);
    expect(sameExpectation(one, { verdict: "violated", invariants: ["a"] })).toBe(false);
    expect(sameExpectation(one, { verdict: "stuck", invariants: ["a", "b"] })).toBe(false);
    expect(sameExpectation(one, { verdict: "held" })).toBe(false);
  });
});

const valid = `{
  "version": 1,
  "name": "the reply to a charge is lost",
  "world": "parcel",
  "input": { "orderId": "o1", "zip": "somewhere" },
  "expect": { "verdict": "held" },
  "faults": [{ "at": "payment.charge", "from": 1, "times": 1, "fault": "lose-reply" }],
  "seed": 1
}`;

function parse(text: string) {
  return parseScenario(text, "case.json", [parcelWorld]);
}

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "was not refused";
}
