import type { Update } from "./operation.ts";

/** AWS's limits on what one update may carry. */
export interface Limits {
  /** Bytes of a payload of a step, wait, context or callback. */
  readonly maxPayloadBytes: number;
  /** Bytes of an error object, written as JSON. */
  readonly maxErrorBytes: number;
  readonly maxOperations: number;
}

/** AWS's documented quotas. */
export const awsLimits: Limits = {
  maxPayloadBytes: 262_144,
  maxErrorBytes: 32_768,
  maxOperations: 3_000,
};

const maxDelaySeconds = 31_622_400;
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
const namePattern = /^[\x20-\x7e]{1,256}$/;
const subTypePattern = /^[A-Za-z0-9_-]{1,32}$/;

/** Why AWS refuses an update whatever the state of its operation, or `undefined`. */
export function limitBroken(update: Update, index: number, limits: Limits): string | undefined {
  const { Id, Name, SubType, Type, StepOptions, WaitOptions } = update;
  const member = `updates.${index + 1}.member`;
  if (!idPattern.test(Id)) return "Invalid operation id.";
  if (Name !== undefined && !namePattern.test(Name)) {
    return constraint(Name, `${member}.name`, "1 to 256 printable ASCII characters");
  }
  if (SubType !== undefined && !subTypePattern.test(SubType)) {
    return constraint(SubType, `${member}.subType`, "1 to 32 letters, digits, hyphens");
  }
  const retrySeconds = StepOptions?.NextAttemptDelaySeconds;
  if (retrySeconds !== undefined && !isDelay(retrySeconds)) {
    return constraint(retrySeconds, `${member}.stepOptions.nextAttemptDelaySeconds`, delayRange);
  }
  const waitSeconds = WaitOptions?.WaitSeconds;
  if (waitSeconds !== undefined && !isDelay(waitSeconds)) {
    return constraint(waitSeconds, `${member}.waitOptions.waitSeconds`, delayRange);
  }
  return sizeBroken(update, Type, limits);
}

const delayRange = `a whole number from 1 to ${maxDelaySeconds}`;

function sizeBroken(update: Update, type: string, limits: Limits): string | undefined {
  const { Payload, Error: error } = update;
  // A character takes at most three bytes of UTF-8, so short texts need no counting.
  if (Payload !== undefined && Payload.length * 3 > limits.maxPayloadBytes) {
    if (Buffer.byteLength(Payload) > limits.maxPayloadBytes) {
      return `${type} output payload size must be less than or equal to ${limits.maxPayloadBytes} bytes.`;
    }
  }
  if (error !== undefined && Buffer.byteLength(JSON.stringify(error)) >= limits.maxErrorBytes) {
    return `Error object size must be less than ${limits.maxErrorBytes} bytes.`;
  }
  return undefined;
}

function isDelay(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= maxDelaySeconds;
}

function constraint(value: string | number, member: string, range: string): string {
  return `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must be ${range}`;
}
