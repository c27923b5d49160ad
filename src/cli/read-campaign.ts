import { type CampaignReport, campaignReportSchema } from "../campaign/campaign-report.ts";
import { UsageError } from "../kernel/errors.ts";
import { parseLocatedJson, renderPath } from "../trial/json-place.ts";
import type { Terminal } from "./terminal.ts";

/** Reads what a campaign wrote with `--json`; whatever is wrong in it is a `UsageError` that names the place. */
export function readCampaign(file: string, terminal: Terminal): CampaignReport {
  const json = parseLocatedJson(terminal.readFile(file), file);
  const parsed = campaignReportSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === "number" ? part : String(part)));
  const where = path.length === 0 ? "" : `${renderPath(path)}: `;
  throw new UsageError(
    `${json.placeOf(path)}: ${where}${issue?.message ?? "does not fit"}; is it what a campaign wrote with --json?`,
  );
}
