import { expect, it } from "vitest";
import { aFinding } from "../html/campaign-report.test-support.ts";
import { filterFindings } from "./filter.ts";

const findings = [
  aFinding({ world: "one", faults: ["refuse at payment.charge"] }),
  aFinding({ world: "two", state: "known", faults: [] }),
  aFinding({ world: "one", state: "known", faults: ["lose-reply at Payment.charge"] }),
];

it("has findings in the order in which they are listed: world by world", () => {
  expect(filterFindings(findings, { text: "", kind: "all" })).toEqual([0, 2, 1]);
});

it("has what AWS itself brings about behind the rest of its world, and under a name of its own", () => {
  const mixed = [
    aFinding({ world: "one", tier: "platform" }),
    aFinding({ world: "one" }),
    aFinding({ world: "two" }),
  ];

  expect(filterFindings(mixed, { text: "", kind: "all" })).toEqual([1, 0, 2]);
  expect(filterFindings(mixed, { text: "", kind: "new" })).toEqual([1, 2]);
  expect(filterFindings(mixed, { text: "", kind: "AWS" })).toEqual([0]);
});

it("wants every word, wherever it is and however it is written", () => {
  expect(filterFindings(findings, { text: "one PAYMENT", kind: "all" })).toEqual([0, 2]);
  expect(filterFindings(findings, { text: "two payment", kind: "all" })).toEqual([]);
  expect(filterFindings(findings, { text: "", kind: "known" })).toEqual([2, 1]);
});
