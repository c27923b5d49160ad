import type { BatchResult } from "@aws/durable-execution-sdk-js";
import type { Json } from "./program.ts";

/** Longer texts are told by their length alone. */
const longestText = 200;

/**
 * What a program saw, as JSON that is small and complete: errors with their causes, batches with
 * their items, and the difference between nothing and null, all of which plain JSON would lose.
 */
export function digest(value: unknown): Json {
  if (value === undefined) return "(nothing)";
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") {
    return value.length > longestText ? `(text of ${value.length})` : value;
  }
  if (value instanceof Error) return digestError(value);
  if (Array.isArray(value)) return value.map(digest);
  if (isBatch(value)) return digestBatch(value);
  return Object.fromEntries(
    Object.entries(value)
      // Stacks say where the code lies and how it was called, which is no business of the service.
      .filter(([key]) => key !== "stack" && key !== "stackTrace")
      .map(([key, part]) => [key, digest(part)]),
  );
}

function digestError(error: Error): Json {
  const { name, message, cause } = error;
  const own = error as { errorType?: unknown; errorData?: unknown; errors?: unknown };
  return {
    error: name,
    message,
    ...(own.errorType === undefined ? {} : { errorType: digest(own.errorType) }),
    ...(own.errorData === undefined ? {} : { errorData: digest(own.errorData) }),
    ...(own.errors === undefined ? {} : { errors: digest(own.errors) }),
    ...(cause === undefined ? {} : { cause: digest(cause) }),
  };
}

function isBatch(value: object): value is BatchResult<unknown> {
  return "throwIfError" in value && "completionReason" in value;
}

function digestBatch(batch: BatchResult<unknown>): Json {
  return {
    status: batch.status,
    completionReason: batch.completionReason,
    counts: [batch.successCount, batch.failureCount, batch.startedCount, batch.totalCount],
    items: batch.all.map(({ index, status, result, error }) => ({
      index,
      status,
      ...(result === undefined ? {} : { result: digest(result) }),
      ...(error === undefined ? {} : { error: digest(error) }),
    })),
  };
}
