import { writeFileSync } from "node:fs";
import { renderReportSchema } from "./json-schema.ts";

writeFileSync(new URL("campaign-report.schema.json", import.meta.url), renderReportSchema());
