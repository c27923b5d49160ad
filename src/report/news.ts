import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";

/** Whether a finding is for the code under test to mend, known already, or brought about by AWS itself. */
export type NewsKind = "new" | "known" | "AWS";

/** What a finding is to whoever reads of it in the morning. */
export function newsKindOf({ state, tier }: Pick<FindingRecord, "state" | "tier">): NewsKind {
  if (state === "known") return "known";
  return tier === "saga" ? "new" : "AWS";
}

/** The findings of a campaign, by what they mean to whoever reads of it in the morning. */
export interface News<Finding = FindingRecord> {
  /** Not seen before, and for the code under test to mend. */
  readonly fresh: readonly Finding[];
  /** A committed scenario has them already. */
  readonly known: readonly Finding[];
  /** Not seen before, and not to be mended in the function: AWS itself ended the execution. */
  readonly platform: readonly Finding[];
}

/** Tells what is new from what is known; what most trials fell into comes first. */
export function newsOf<Finding extends Pick<FindingRecord, "state" | "tier" | "hits">>({
  findings,
}: {
  readonly findings: readonly Finding[];
}): News<Finding> {
  const sorted = findings.toSorted((one, other) => other.hits - one.hits);
  const of = (kind: NewsKind) => sorted.filter((one) => newsKindOf(one) === kind);
  return { fresh: of("new"), known: of("known"), platform: of("AWS") };
}

/** `2 new, 3 of AWS itself, 1 known, 0 fixed`; of AWS only where there are any. */
export function renderNews(
  { fresh, known, platform }: News<unknown>,
  { fixed }: Pick<CampaignReport, "fixed">,
): string {
  const aws = platform.length === 0 ? "" : `, ${platform.length} of AWS itself`;
  return `${fresh.length} new${aws}, ${known.length} known, ${fixed.length} fixed`;
}

/** The faults of a finding on one line. */
export function renderFaults({ faults }: Pick<FindingRecord, "faults">): string {
  return faults.length === 0 ? "no fault at all" : faults.join(", ");
}
