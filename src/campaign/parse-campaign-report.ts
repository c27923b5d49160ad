import { UsageError } from "../kernel/errors.ts";
import { parseLocatedJson, renderPath } from "../trial/json-place.ts";
import { type CampaignReport, campaignReportSchema } from "./campaign-report.ts";

/** Reads a campaign's report; whatever is wrong in it is a `UsageError` that names the place. */
export function parseCampaignReport(text: string, source: string): CampaignReport {
  const json = parseLocatedJson(text, source);
  const parsed = campaignReportSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === "number" ? part : String(part)));
  const where = path.length === 0 ? "" : `${renderPath(path)}: `;
  throw new UsageError(
    `${json.placeOf(path)}: ${where}${issue?.message ?? "does not fit"}; give a file that a campaign wrote with --json`,
  );
}
