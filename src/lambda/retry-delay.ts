import type { WireError } from "../kernel/outcome.ts";
import type { LambdaEnvironment } from "./environment.ts";

/** When to invoke again after so many failures in a row, as the setting says; a setting may be broken. */
export function retryDelayMs(
  environment: LambdaEnvironment,
  failures: number,
  lastError: WireError,
): number {
  try {
    const delayMs = environment.settings.retryDelayMs(failures, lastError);
    if (delayMs >= 0 && delayMs < Infinity) return delayMs;
    throw new RangeError(`${delayMs} is no number of ms from 0`);
  } catch (error) {
    environment.onBroken("settings.retryDelayMs", error);
    return 0;
  }
}
