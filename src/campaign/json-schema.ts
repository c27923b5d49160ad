import { z } from "zod";
import { campaignReportSchema } from "./campaign-report.ts";

/** The JSON schema of what `fuzz --json` writes; made from what its reader checks. */
export function renderReportSchema(): string {
  const schema = z.toJSONSchema(campaignReportSchema, { io: "input" });
  return `${JSON.stringify({ title: "durable-chaos campaign report", ...schema }, undefined, 2)}\n`;
}
