import type { Operation, StepDetails, WireOperation } from "@aws/durable-execution-sdk-js";

/** An operation as it was once shown to a sandbox: a copy, with its timestamps as epoch ms. */
export interface SeenOperation extends Omit<
  Operation,
  "StartTimestamp" | "EndTimestamp" | "StepDetails" | "WaitDetails"
> {
  readonly StartTimestamp: number | undefined;
  readonly EndTimestamp?: number | undefined;
  readonly StepDetails?: Omit<StepDetails, "NextAttemptTimestamp"> & {
    readonly NextAttemptTimestamp?: number | undefined;
  };
  readonly WaitDetails?: { readonly ScheduledEndTimestamp?: number | undefined };
}

const timestamps: ReadonlySet<string> = new Set([
  "StartTimestamp",
  "EndTimestamp",
  "NextAttemptTimestamp",
  "ScheduledEndTimestamp",
]);

/**
 * Copies what the service shows, for it may change it later. An event has its timestamps as numbers
 * or text, an answer as dates; and absent fields may be there and undefined.
 */
export function seenOperations(
  operations: readonly WireOperation[] | undefined,
): readonly SeenOperation[] {
  const json = JSON.stringify(operations ?? []);
  return JSON.parse(json, (key, value: unknown) =>
    timestamps.has(key) && typeof value === "string" ? Date.parse(value) : value,
  ) as SeenOperation[];
}
