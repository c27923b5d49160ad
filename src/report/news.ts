import type { CampaignReport, FindingRecord } from "../campaign/campaign-report.ts";

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
  const isNew = ({ state }: Finding) => state === "new";
  const isOwn = ({ tier }: Finding) => tier === "saga";
  return {
    fresh: sorted.filter((one) => isNew(one) && isOwn(one)),
    known: sorted.filter((one) => !isNew(one)),
    platform: sorted.filter((one) => isNew(one) && !isOwn(one)),
  };
}

/** `2 new, 1 known, 0 fixed`. */
export function renderNews(
  { fresh, known }: News<unknown>,
  { fixed }: Pick<CampaignReport, "fixed">,
): string {
  return `${fresh.length} new, ${known.length} known, ${fixed.length} fixed`;
}

/** The faults of a finding on one line. */
export function renderFaults({ faults }: Pick<FindingRecord, "faults">): string {
  return faults.length === 0 ? "no fault at all" : faults.join(", ");
}
