import type { TraceIndex } from "../kernel/trace.ts";
import type { TrialResult } from "../trial/trial.ts";

/** The events that break an invariant, or any of them if none is named. */
export function witnessesOf(
  { violations }: Pick<TrialResult, "violations">,
  name?: string,
): readonly TraceIndex[] {
  return violations
    .filter(({ invariant }) => name === undefined || invariant === name)
    .flatMap(({ violation }) => violation.witnesses);
}
