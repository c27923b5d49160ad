import type { Fault } from "../faults/fault.ts";
import type { TrialResult } from "./trial.ts";

/**
 * Who could have prevented a violation: the saga's code, or nobody inside the function, because AWS
 * itself ended the execution and no `catch` block ran.
 */
export type Tier = "saga" | "platform";

/** Faults by which AWS refuses a checkpoint that was in order. */
const disowning: ReadonlySet<Fault> = new Set<Fault>(["client-error", "stale-token", "no-token"]);

/** The tier of whatever a trial violates. */
export function tierOf({
  outcome,
  strikes,
  isLookedAfter,
}: Pick<TrialResult, "outcome" | "strikes" | "isLookedAfter">): Tier {
  // Whoever looks after such executions is code under test as well, and has had its turn.
  if (isLookedAfter) return "saga";
  if (outcome.status === "TIMED_OUT" || outcome.status === "STOPPED") return "platform";
  const gaveUp =
    outcome.status === "FAILED" &&
    outcome.error.ErrorType === "CheckpointUnrecoverableExecutionError";
  // Without an injected rejection the saga itself sent what AWS refuses: its own bug.
  const injected = strikes.some(({ fault }) => disowning.has(fault));
  return gaveUp && injected ? "platform" : "saga";
}
