import { type Limits, awsLimits } from "./limits.ts";

/** The function's configuration, and what the simulated service takes for AWS's unpublished choices. */
export interface LambdaSettings {
  /** Time limit of one invocation, virtual ms; AWS's most by default. */
  readonly functionTimeoutMs: number;
  /** Time limit of the execution, virtual ms. */
  readonly executionTimeoutMs: number;
  /** From a checkpoint call to its being applied and answered, virtual ms. */
  readonly checkpointLatencyMs: number;
  readonly limits: Limits;
  /** Virtual ms before the service invokes again after `failures` failed invocations in a row. */
  readonly retryDelayMs: (failures: number) => number;
}

/** Bounds of one trial: a handler that exceeds one does not end, as far as anyone can tell. */
export interface TrialBounds {
  readonly maxInvocations: number;
  /** Timers, immediates, calls and checkpoints. */
  readonly maxEvents: number;
}

const day = 86_400_000;

/** The defaults of `LambdaSettings`. */
export const defaultSettings: LambdaSettings = {
  functionTimeoutMs: 900_000,
  executionTimeoutMs: 366 * day,
  checkpointLatencyMs: 10,
  limits: awsLimits,
  retryDelayMs: retryWithBackoff,
};

/** The defaults of `TrialBounds`: an order saga under a dozen faults needs a tenth of them. */
export const defaultBounds: TrialBounds = { maxInvocations: 200, maxEvents: 20_000 };

/** The first retry comes at once, later ones after 1, 2, 4, ... seconds, at most 5 minutes. */
function retryWithBackoff(failures: number): number {
  return failures <= 1 ? 0 : Math.min(2 ** (failures - 2), 300) * 1000;
}
