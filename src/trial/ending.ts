import { hash } from "node:crypto";
import { canonical, withoutUuids } from "../kernel/canonical.ts";
import type { TrialResult } from "./trial.ts";

/** How a trial ended, but for when: equal for trials that nobody who looks at the result can tell apart. */
export function endingOf({ executions, ledgers, violations, verdict }: TrialResult): string {
  const broken = violations.map(({ invariant }) => invariant);
  const outcomes = executions.map(({ label, outcome }) => [label, outcome]);
  return hash("sha1", withoutUuids(canonical([outcomes, ledgers, broken, verdict], "none")));
}
