import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";

/** `2 new, 1 known, 0 fixed`. */
export function headline({ findings, fixed }: Pick<CampaignReport, "findings" | "fixed">): string {
  const of = (state: FindingRecord["state"]) => findings.filter((one) => one.state === state);
  return `${of("new").length} new, ${of("known").length} known, ${fixed.length} fixed`;
}
