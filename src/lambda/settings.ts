import type { WireError } from "../kernel/outcome.ts";
import { type Limits, awsLimits } from "./limits.ts";

/**
 * The function's configuration, and what the simulated service takes for AWS's unpublished choices:
 * each open question is a setting.
 */
export interface LambdaSettings {
  /** Time limit of one invocation, virtual ms; AWS's most by default. */
  readonly functionTimeoutMs: number;
  /** Time limit of the execution, virtual ms. */
  readonly executionTimeoutMs: number;
  /** From a checkpoint call to its being applied and answered, virtual ms. */
  readonly checkpointLatencyMs: number;
  /** From a wake-up to the invocation that it causes, virtual ms. */
  readonly wakeLatencyMs: number;
  /** From the checkpoint that invokes a function to that function's start, virtual ms. */
  readonly invokeLatencyMs: number;
  /** By how much the faults `late` and `lose` put off a wake-up or a completion, virtual ms. */
  readonly latenessMs: number;
  readonly limits: Limits;
  /** Virtual ms before the service invokes again after `failures` failed invocations in a row, the last with `error`. */
  readonly retryDelayMs: (failures: number, error: WireError) => number;
  /** After so many failed invocations in a row the execution fails; AWS's docs know no such end. */
  readonly maxConsecutiveFailures: number;
  /** Whether output that breaks the protocol, such as an idle PENDING, is tried again or final. */
  readonly protocolErrors: "fail" | "retry";
  /** What a wake-up does while the service waits to retry a failed invocation. */
  readonly wakeDuringBackoff: "invoke" | "wait";
  /** AWS's words for a spent token, or those that SDK 2.4.0 looks for. */
  readonly staleTokenMessage: "real" | "as-sdk-expects";
  /** Whether a refused checkpoint spends its token all the same. */
  readonly refusalSpendsToken: boolean;
  /** Whether START leaves the result of a step's earlier attempt in place. */
  readonly keepStepResultOnStart: boolean;
  /** Whether a context can be closed that was never started. */
  readonly closeContextWithoutStart: boolean;
  /** What becomes of a checkpoint that arrives when its invocation has failed, and no other has begun. */
  readonly lateCheckpoints: "refuse" | "apply";
  /** The error of a durable function that was invoked and has run out of time. */
  readonly invokeTimeoutError: (timeoutMs: number) => WireError;
  /** What a durable function without a version or an alias comes to, when it is invoked. */
  readonly unqualifiedInvokes: "accept" | "fail";
  /** Whether a READY step alone is something to be PENDING for. */
  readonly readyAllowsPending: boolean;
  /** Whether a callback that failed without an error wakes the function. */
  readonly bareCallbackFailureWakes: boolean;
  /** How timestamps are written in an invocation's event; responses to calls have dates. */
  readonly eventTimestamps: "epoch-ms" | "iso" | "date";
  /** Operations on the first page of state, which the invocation's event carries; the SDK asks for the rest. */
  readonly firstPageSize: number;
  /** Bytes of payload on one page of state. */
  readonly pageBytes: number;
  /** Operations in a response to a checkpoint; SDK 2.4.0 does not ask for the rest. */
  readonly checkpointPageSize: number;
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
  wakeLatencyMs: 0,
  // Longer than a caller takes to suspend, as on AWS, where its suspension always comes first.
  invokeLatencyMs: 100,
  latenessMs: 60_000,
  limits: awsLimits,
  retryDelayMs: retryWithBackoff,
  maxConsecutiveFailures: Infinity,
  protocolErrors: "fail",
  wakeDuringBackoff: "invoke",
  staleTokenMessage: "real",
  refusalSpendsToken: false,
  keepStepResultOnStart: false,
  closeContextWithoutStart: false,
  lateCheckpoints: "refuse",
  invokeTimeoutError: (timeoutMs) => ({
    ErrorType: "ChainedInvoke.Timeout",
    ErrorMessage: `CHAINED_INVOKE timed out after ${timeoutMs / 1000} seconds.`,
  }),
  unqualifiedInvokes: "accept",
  readyAllowsPending: true,
  bareCallbackFailureWakes: true,
  eventTimestamps: "epoch-ms",
  firstPageSize: Infinity,
  pageBytes: 5 * 1024 * 1024,
  checkpointPageSize: Infinity,
};

/** The defaults of `TrialBounds`: an order saga under a dozen faults needs a tenth of them. */
export const defaultBounds: TrialBounds = { maxInvocations: 200, maxEvents: 20_000 };

/** The first retry comes at once, later ones after 1, 2, 4, ... seconds, at most 5 minutes. */
function retryWithBackoff(failures: number): number {
  return failures <= 1 ? 0 : Math.min(2 ** (failures - 2), 300) * 1000;
}

/** The settings with that time limit of the execution; copied, which takes a while, only if they differ. */
export function withTimeout(settings: LambdaSettings, executionTimeoutMs: number): LambdaSettings {
  return settings.executionTimeoutMs === executionTimeoutMs
    ? settings
    : { ...settings, executionTimeoutMs };
}
