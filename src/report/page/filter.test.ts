import { expect, it } from "vitest";
import { aFinding } from "../html/campaign-report.test-support.ts";
import { filterFindings } from "./filter.ts";

const findings = [
  aFinding({ world: "one", faults: ["refuse at payment.charge"] }),
  aFinding({ world: "two", state: "known", faults: [] }),
  aFinding({ world: "one", state: "known", faults: ["lose-reply at Payment.charge"] }),
];

it("has findings in the order in which they are listed: world by world", () => {
  expect(filterFindings(findings, { text: "", state: "all" })).toEqual([0, 2, 1]);
});

it("wants every word, wherever it is and however it is written", () => {
  expect(filterFindings(findings, { text: "one PAYMENT", state: "all" })).toEqual([0, 2]);
  expect(filterFindings(findings, { text: "two payment", state: "all" })).toEqual([]);
  expect(filterFindings(findings, { text: "", state: "known" })).toEqual([2, 1]);
});
