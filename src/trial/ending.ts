import { canonical, digestOf, withoutRepeats, withoutUuids } from "../kernel/canonical.ts";
import type { TrialResult } from "./trial.ts";

/**
 * How a trial ended, but for when: equal for trials that nobody who looks at the result can tell apart. Of
 * executions that ended in the same way one after the other, such as a reconciler that died, one counts.
 */
export function endingOf({ executions, ledgers, violations, verdict }: TrialResult): string {
  const broken = violations.map(({ invariant }) => invariant);
  const outcomes = withoutRepeats(
    executions.map(({ label, outcome }) => canonical([label, outcome], "none")),
  );
  return digestOf(withoutUuids(canonical([outcomes, ledgers, broken, verdict], "none")));
}
