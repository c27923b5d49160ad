import type { DurableContext, RetryDecision } from "@aws/durable-execution-sdk-js";
import type { Block, Failure, RetryPlan } from "./program.ts";

/** How often the body at each place of a program ran, whatever became of the run. */
export type Ledger = Map<string, number>;

/** Where an interpreter is in its program. */
export interface Scope {
  readonly context: DurableContext;
  /** Of the block or statement that is being run. */
  readonly place: string;
  readonly ledger: Ledger;
  readonly runBlock: (scope: Scope, block: Block) => Promise<unknown>;
}

/** The name of the operation at the scope's place. */
export function nameIn({ place }: Scope, { unnamed }: { readonly unnamed?: true }) {
  return unnamed === true ? undefined : place;
}

/** Throws as told: pure code of a program, which has to go wrong the same way on every replay. */
export function fail({ name, message }: Failure): never {
  // Code under test may throw anything, and the SDK has its own way with what is no error.
  if (name === undefined) throw message as unknown as Error;
  const error = new Error(message);
  error.name = name;
  throw error;
}

/** A retry strategy without jitter, for randomness is not shared by two runs. */
export function retryStrategy({ maxAttempts, delaySeconds }: RetryPlan) {
  return (_error: Error, attempt: number): RetryDecision => ({
    shouldRetry: attempt < maxAttempts,
    ...(delaySeconds === undefined ? {} : { delay: { seconds: delaySeconds } }),
  });
}

/** Counts a run of the body at the scope's place. */
export function recordRun({ ledger, place }: Scope): void {
  ledger.set(place, (ledger.get(place) ?? 0) + 1);
}
