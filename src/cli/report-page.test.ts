import { expect, it } from "vitest";
import { placeholders } from "../report/html/html-report.ts";
import { readReportPage } from "./report-page.ts";

it("has a place for the report, and asks nobody for anything", () => {
  const page = readReportPage();

  expect(Object.values(placeholders).filter((place) => !page.includes(place))).toEqual([]);
  expect(page).toContain("default-src 'none'");
  expect(page.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
});

it("says which script makes it where it is missing", () => {
  expect(() => readReportPage(new URL("nowhere.html", import.meta.url))).toThrow(
    "the page of HTML reports is not built: npm run build:page",
  );
});
