import type { BrokenInvariant } from "../invariants/judge.ts";
import { type Tier, tierOf } from "../trial/tier.ts";
import type { TrialResult } from "../trial/trial.ts";

/** What makes two violations the same finding: the invariant, and who could have prevented it. */
export interface Bucket {
  readonly invariant: string;
  readonly tier: Tier;
}

/** The buckets that a trial falls into, one for each invariant it breaks. */
export function bucketsOf(result: TrialResult): readonly Bucket[] {
  if (result.violations.length === 0) return [];
  const tier = tierOf(result);
  return result.violations.map(({ invariant }) => ({ invariant, tier }));
}

/** A text that is equal for equal buckets. */
export function bucketKey({ invariant, tier }: Bucket): string {
  return `${tier}/${invariant}`;
}

/** The violation that puts a trial into a bucket, if it falls into it. */
export function violationIn(result: TrialResult, bucket: Bucket): BrokenInvariant | undefined {
  const violation = result.violations.find(({ invariant }) => invariant === bucket.invariant);
  return violation !== undefined && tierOf(result) === bucket.tier ? violation : undefined;
}
