import { readFileSync } from "node:fs";
import { UsageError } from "../kernel/errors.ts";

/** Where the project's build leaves it, for the sources and for what is made of them. */
const built = new URL("../../dist/report-page.html", import.meta.url);

/** The page into which reports are put. */
export function readReportPage(file: URL = built): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError("the page of HTML reports is not built: npm run build:page", {
      cause: error,
    });
  }
}
