import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderReportSchema } from "./json-schema.ts";

it("the JSON schema of reports is up to date; npm run schema writes it", () => {
  const committed = readFileSync(new URL("campaign-report.schema.json", import.meta.url), "utf8");

  expect(committed).toBe(renderReportSchema());
});
