import {
  type DurableContext,
  JitterStrategy,
  type RetryDecision,
  StepError,
  createRetryStrategy,
} from "@aws/durable-execution-sdk-js";

/** What is known of a call when its retries are over. A class would not survive a checkpoint. */
export type Outcome<Value> =
  | { readonly kind: "done"; readonly value: Value }
  /** The other side said no, and meant it. */
  | { readonly kind: "refused"; readonly code: string }
  /** It may have happened, may happen yet, or never will. */
  | { readonly kind: "unknown"; readonly why: string };

/** How long a call is tried. */
export type Policy = (error: Error, attempt: number) => RetryDecision;

/** Retries as a strategy says, but never before the other side has said that it may. */
function retrying(strategy: Parameters<typeof createRetryStrategy>[0]): Policy {
  const decide = createRetryStrategy(strategy);
  return (error, attempts) => {
    const { retryAfterSeconds: seconds } = error as { readonly retryAfterSeconds?: unknown };
    const decision = decide(error, attempts);
    if (!decision.shouldRetry || typeof seconds !== "number") return decision;
    // The jitter of the strategy on top, or all that were told the same would come at once.
    return { ...decision, delay: { seconds: seconds + (decision.delay?.seconds ?? 0) } };
  };
}

/** For what a customer waits for: some five minutes. */
export const promptly: Policy = retrying({
  maxAttempts: 8,
  initialDelay: { seconds: 2 },
  maxDelay: { seconds: 60 },
  backoffRate: 2,
});

/** For what has to be done some day: some ten hours, and never as long as the 24 for which keys are known. */
export const patiently: Policy = retrying({
  maxAttempts: 84,
  initialDelay: { seconds: 2 },
  maxDelay: { minutes: 15 },
  backoffRate: 2,
});

/** For what takes its time at the other side: some ten hours as well, in a few looks. */
export const seldom: Policy = retrying({
  maxAttempts: 8,
  initialDelay: { minutes: 1 },
  maxDelay: { hours: 4 },
  backoffRate: 3,
  // Never at once: there is nothing to see yet.
  jitter: JitterStrategy.HALF,
});

/** For what has no fallback: forever. */
export const untilDone: Policy = retrying({
  maxAttempts: 1_000_000,
  initialDelay: { seconds: 2 },
  maxDelay: { minutes: 15 },
  backoffRate: 2,
});

/** Something to ask of another service, with the same key however often it is asked. */
export interface Call<Value> {
  readonly name: string;
  readonly policy: Policy;
  readonly ask: () => Promise<Value>;
  /** Whether an answer is what was promised: gateways answer with pages of HTML, and status 200. */
  readonly isAnswer: (answer: unknown) => boolean;
}

/** Asks in a step of its own, until there is an answer or the policy gives up; never throws. */
export async function attempt<Value>(
  context: DurableContext,
  { name, policy, ask, isAnswer }: Call<Value>,
): Promise<Outcome<Value>> {
  try {
    return await context.step(name, async () => tagged(await settled(ask), isAnswer), {
      retryStrategy: policy,
    });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { kind: "unknown", why: error.message };
  }
}

const tooLate = "too_late";

/** Asks until a time that was stored when the order came, ms since the epoch; behind it, nobody is asked. */
export function askUntil<Value>(lastMs: number, ask: () => Promise<Value>): () => Promise<Value> {
  return async () => {
    if (Date.now() > lastMs)
      throw Object.assign(new Error("it is too late to ask"), { code: tooLate });
    return await ask();
  };
}

type Settled<Value> =
  | { readonly kind: "answer"; readonly value: Value }
  | { readonly kind: "error"; readonly error: unknown };

async function settled<Value>(ask: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { kind: "answer", value: await ask() };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** What is worth another try is thrown; all else is a result, and as such is stored. */
function tagged<Value>(
  result: Settled<Value>,
  isAnswer: (answer: unknown) => boolean,
): Outcome<Value> {
  if (result.kind === "answer") {
    if (isAnswer(result.value)) return { kind: "done", value: result.value };
    throw new Error("an answer that nobody promised");
  }
  const { status, code } = problemOf(result.error);
  // The provider gives its 500 again for as long as it knows the key: asking again tells nothing.
  if (status === 500 || code === tooLate) return { kind: "unknown", why: code };
  if (isRefusal(status, code)) return { kind: "refused", code };
  throw result.error;
}

function problemOf(error: unknown): { readonly status: number; readonly code: string } {
  const { status, code } = error as { readonly status?: unknown; readonly code?: unknown };
  return {
    status: typeof status === "number" ? status : 0,
    code: typeof code === "string" ? code : "",
  };
}

const refusals: ReadonlySet<number> = new Set([400, 402, 404, 409, 410, 422]);

/** Words for "your first request is still being worked on": no refusal, in spite of the status. */
const inProgress: ReadonlySet<string> = new Set([
  "idempotency_key_in_use",
  "SHIPMENT.PURCHASE.IN_PROGRESS",
]);

/** Whatever is not known to be a refusal is none: a timeout, a lost connection, 401, 429, 502. */
function isRefusal(status: number, code: string): boolean {
  return refusals.has(status) && !inProgress.has(code);
}

/** Nothing, for an error that says that there is nothing; any other goes on. */
export function ifMissing(error: unknown): undefined {
  if (problemOf(error).status !== 404) throw error;
}

/** Whether an answer is an object with an id, as all of these services answer. */
export function hasId(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "id" in answer;
}
