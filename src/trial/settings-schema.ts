import { z } from "zod";
import type { Limits } from "../lambda/limits.ts";
import type { LambdaSettings } from "../lambda/settings.ts";

const delayMs = z.number().min(0);
const spanMs = z.number().min(1);
const count = z.int().min(1);
/** Pages, and failures in a row, may be without end. */
const countOrInfinity = z.union([count, z.literal(Infinity)], "must be a whole number from 1");
const bytes = z.int().min(0);

const limitsShape = {
  maxPayloadBytes: bytes,
  maxInvokeBytes: bytes,
  maxResultBytes: bytes,
  maxExecutionBytes: bytes,
  maxErrorBytes: bytes,
  maxOperations: count,
  maxStoredBytes: bytes,
  strictRanges: z.boolean(),
} satisfies Record<keyof Limits, z.ZodType>;

const settingsShape = {
  functionTimeoutMs: spanMs,
  executionTimeoutMs: spanMs,
  checkpointLatencyMs: delayMs,
  wakeLatencyMs: delayMs,
  invokeLatencyMs: delayMs,
  latenessMs: delayMs,
  limits: z.strictObject(limitsShape),
  retryDelayMs: z.custom((value) => typeof value === "function", "must be a function"),
  maxConsecutiveFailures: countOrInfinity,
  protocolErrors: z.enum(["fail", "retry"]),
  wakeDuringBackoff: z.enum(["invoke", "wait"]),
  staleTokenMessage: z.enum(["real", "as-sdk-expects"]),
  refusalSpendsToken: z.boolean(),
  keepStepResultOnStart: z.boolean(),
  closeContextWithoutStart: z.boolean(),
  lateCheckpoints: z.enum(["refuse", "apply"]),
  invokeTimeoutError: z.custom((value) => typeof value === "function", "must be a function"),
  unqualifiedInvokes: z.enum(["accept", "fail"]),
  readyAllowsPending: z.boolean(),
  bareCallbackFailureWakes: z.boolean(),
  eventTimestamps: z.enum(["epoch-ms", "iso", "date"]),
  firstPageSize: countOrInfinity,
  pageBytes: count,
  checkpointPageSize: countOrInfinity,
} satisfies Record<keyof LambdaSettings, z.ZodType>;

/** What settings may be; one that is misspelt is refused rather than ignored. */
export const settingsSchema: z.ZodType = z.strictObject(settingsShape).partial();
