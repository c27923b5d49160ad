import type { OperationType, OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { Update } from "./operation.ts";

/** AWS's limits on what one update may carry. */
export interface Limits {
  /** Bytes of a payload of a step, wait, context or callback. */
  readonly maxPayloadBytes: number;
  /** Bytes of what a chained invoke is given. */
  readonly maxInvokeBytes: number;
  /** Bytes of what an invocation returns as the execution's result. */
  readonly maxResultBytes: number;
  /** Bytes of a result that is too large for that, and comes as a checkpoint. */
  readonly maxExecutionBytes: number;
  /** Bytes of an error object, written as JSON. */
  readonly maxErrorBytes: number;
  readonly maxOperations: number;
  /** Bytes of all payloads of an execution together. */
  readonly maxStoredBytes: number;
  /** Whether numbers out of AWS's ranges are refused; a lenient service passes them on. */
  readonly strictRanges: boolean;
}

/** AWS's documented quotas. */
export const awsLimits: Limits = {
  maxPayloadBytes: 262_144,
  maxInvokeBytes: 1_048_576,
  maxResultBytes: 6_291_456,
  maxExecutionBytes: 104_857_600,
  maxErrorBytes: 32_768,
  maxOperations: 3_000,
  maxStoredBytes: 104_857_600,
  strictRanges: true,
};

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Why AWS refuses an update for what its members look like, or `undefined`. */
export function malformed(update: Update, index: number, limits: Limits): string | undefined {
  const { Id, Name, SubType } = update;
  if (!idPattern.test(Id)) return "Invalid operation id.";
  return (
    textBroken(Name, index, nameRule) ??
    textBroken(SubType, index, subTypeRule) ??
    (limits.strictRanges ? rangeBroken(update, index) : undefined)
  );
}

/** Where a member of an update is, as AWS says it. */
function memberOf(index: number, member: string): string {
  return `updates.${index + 1}.member.${member}`;
}

interface TextRule {
  readonly member: string;
  readonly longest: number;
  readonly pattern: RegExp;
}

const nameRule: TextRule = { member: "name", longest: 256, pattern: /^[\x20-\x7E]+$/ };
const subTypeRule: TextRule = { member: "subType", longest: 32, pattern: /^[A-Za-z0-9_-]+$/ };

function textBroken(
  text: string | undefined,
  index: number,
  { member: name, longest, pattern }: TextRule,
): string | undefined {
  if (text === undefined || (text.length <= longest && pattern.test(text))) return undefined;
  const member = memberOf(index, name);
  if (text.length < 1) return constraint(text, member, "have length greater than or equal to 1");
  if (text.length > longest) {
    return constraint(text, member, `have length less than or equal to ${longest}`);
  }
  return constraint(
    text,
    member,
    `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
  );
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const delays: Range = { min: 1, max: 31_622_400 };
const timeouts: Range = { min: 0, max: 99_999_999 };

function rangeBroken(update: Update, index: number): string | undefined {
  const { StepOptions, WaitOptions, CallbackOptions } = update;
  const delay = StepOptions?.NextAttemptDelaySeconds;
  const timeout = CallbackOptions?.TimeoutSeconds;
  const heartbeat = CallbackOptions?.HeartbeatTimeoutSeconds;
  return (
    outside(delays, delay, index, "stepOptions.nextAttemptDelaySeconds") ??
    outside(delays, WaitOptions?.WaitSeconds, index, "waitOptions.waitSeconds") ??
    outside(timeouts, timeout, index, "callbackOptions.timeoutSeconds") ??
    outside(timeouts, heartbeat, index, "callbackOptions.heartbeatTimeoutSeconds")
  );
}

function outside(
  { min, max }: Range,
  value: number | undefined,
  index: number,
  member: string,
): string | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) {
    return undefined;
  }
  return constraint(value, memberOf(index, member), `be a whole number from ${min} to ${max}`);
}

/** Why AWS refuses an update for its size, or `undefined`. */
export function oversized(update: Update, limits: Limits): string | undefined {
  const { Payload, Error: error, Type } = update;
  if (Payload !== undefined) {
    const maxBytes = payloadLimit(Type, limits);
    if (isLonger(Payload, maxBytes)) {
      const what = Type === "CHAINED_INVOKE" ? "input" : "output";
      return `${Type} ${what} payload size must be less than or equal to ${maxBytes} bytes.`;
    }
  }
  if (error !== undefined && Buffer.byteLength(JSON.stringify(error)) >= limits.maxErrorBytes) {
    return `Error object size must be less than ${limits.maxErrorBytes} bytes.`;
  }
  return undefined;
}

/** Bytes of the payloads of a batch. */
export function payloadBytes(updates: readonly OperationUpdate[]): number {
  let bytes = 0;
  for (const { Payload } of updates)
    bytes += Payload === undefined ? 0 : Buffer.byteLength(Payload);
  return bytes;
}

/** Why AWS refuses to store any more, or `undefined`; its words for that are not published. */
export function tooMuchStored(bytes: number, { maxStoredBytes }: Limits): string | undefined {
  if (bytes <= maxStoredBytes) return undefined;
  return `Stored data of an execution must be less than or equal to ${maxStoredBytes} bytes.`;
}

function payloadLimit(type: OperationType, limits: Limits): number {
  if (type === "CHAINED_INVOKE") return limits.maxInvokeBytes;
  return type === "EXECUTION" ? limits.maxExecutionBytes : limits.maxPayloadBytes;
}

/** Whether a text takes more bytes; a character takes at most three, so short ones need no counting. */
export function isLonger(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}

function constraint(value: string | number, member: string, range: string): string {
  return `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${range}`;
}
