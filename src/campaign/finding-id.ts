import { createHash } from "node:crypto";
import type { Bucket } from "../search/bucket.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { FindingRecord } from "./campaign-report.ts";

/** What makes two findings the same one, on whichever machine and by whichever trial they were found. */
export type FindingIdentity = Pick<
  FindingRecord,
  "world" | "kind" | "invariant" | "tier" | "faults" | "ending"
>;

/** 8 hex digits that are the same for the same finding everywhere. */
export function findingId({
  world,
  kind,
  invariant,
  tier,
  faults,
  ending,
}: FindingIdentity): string {
  const text = JSON.stringify([world, kind, invariant, tier, faults, ending]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Faults without their pass numbers, sorted, each once: `lose-reply at payment.charge`. */
export function faultNames(
  faults: readonly { readonly at: string; readonly fault: string }[],
): readonly string[] {
  return [...new Set(faults.map(({ at, fault }) => `${fault} at ${at}`))].toSorted();
}

/** What a violating trial is, as a finding of one of its buckets. */
export function identityOf(
  world: string,
  { invariant, tier }: Bucket,
  { strikes, outcome }: Pick<TrialResult, "strikes" | "outcome">,
): FindingIdentity {
  const faults = faultNames(strikes);
  return { world, kind: "violation", invariant, tier, faults, ending: outcome.status };
}
