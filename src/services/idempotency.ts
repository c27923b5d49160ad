import type { Circumstances, Reply } from "./effect.ts";
import { ProviderError, refusedWith } from "./provider-error.ts";

/**
 * What a provider makes of a key that it has seen before. `stripe-v1` gives any first answer again, even a
 * decline or a 500, for 24 hours; `stripe-v2` repeats success for 30 days and tries again what failed;
 * `success-only` is the same for 24 hours without a look at the parameters (Checkout.com); `current-state`
 * tells what has become of the object (Braintree, PayPal); `time-window` knows no keys and refuses the same
 * request within 30 seconds (Braintree REST); `none` does everything again.
 */
export type IdempotencyProfile =
  | "stripe-v1"
  | "stripe-v2"
  | "success-only"
  | "current-state"
  | "time-window"
  | "none";

/** How a fake recognises repeats. */
export interface IdempotencyOptions {
  readonly profile: IdempotencyProfile;
  /** How long a key is known, from when its request was last carried out, virtual ms; the profile's own time by default. */
  readonly keyTtlMs?: number;
  /** For how long a request is being worked on, in which its key is in use: virtual ms. */
  readonly processingMs?: number;
}

/** A request with what makes it a repeat of another. */
export interface KeyedRequest {
  readonly operation: string;
  readonly key: string | undefined;
  readonly params: unknown;
}

/** A reply that was given for a key, and when the request came. */
interface Remembered {
  readonly fingerprint: string;
  readonly sinceMs: number;
  reply: Reply<unknown>;
  /** Whether what failed has been put right. */
  isSettled: boolean;
}

interface Contract {
  readonly ttlMs: number;
  readonly repeats: "every answer" | "success" | "state";
  readonly comparesParams: boolean;
}

const hourMs = 3_600_000;

const contracts: Readonly<Record<Exclude<IdempotencyProfile, "none">, Contract>> = {
  "stripe-v1": { ttlMs: 24 * hourMs, repeats: "every answer", comparesParams: true },
  "stripe-v2": { ttlMs: 30 * 24 * hourMs, repeats: "success", comparesParams: true },
  "success-only": { ttlMs: 24 * hourMs, repeats: "success", comparesParams: false },
  "current-state": { ttlMs: 45 * 24 * hourMs, repeats: "state", comparesParams: true },
  "time-window": { ttlMs: 30_000, repeats: "success", comparesParams: false },
};

/** The keys that a provider has seen, and what it answered. */
export class IdempotencyStore {
  readonly #profile: IdempotencyProfile;
  readonly #ttlMs: number;
  readonly #processingMs: number;
  readonly #seen = new Map<string, Remembered>();

  constructor({ profile, keyTtlMs, processingMs = 20 }: IdempotencyOptions) {
    this.#profile = profile;
    this.#ttlMs = keyTtlMs ?? (profile === "none" ? 0 : contracts[profile].ttlMs);
    this.#processingMs = processingMs;
  }

  /** What its answers depend on. */
  get memory(): readonly unknown[] {
    return [this.#seen];
  }

  /**
   * Answers a request: by doing it, or with what its key says.
   *
   * @param execute - does it; a refusal of its own is part of the answer
   * @param current - tells what an object has become that an earlier request made
   */
  answer<Value>(
    request: KeyedRequest,
    { atMs, mishap }: Circumstances,
    execute: () => Reply<Value>,
    current: (first: Value) => Reply<Value> = (value) => done(value, "the same again"),
  ): Reply<Value> {
    const { key = "", params } = request;
    const work = () => (mishap === "internal-error" ? internalError(request.operation) : execute());
    const isUnkeyed = this.#profile === "none" || (this.#profile !== "time-window" && key === "");
    if (isUnkeyed) return work();
    const fingerprint = `${request.operation} ${canonical(params)}`;
    const id = this.#idOf(request, fingerprint);
    const known = this.#seen.get(id);
    if (mishap === "settle") return this.#settle(known, execute);
    if (known !== undefined && atMs < known.sinceMs + this.#ttlMs) {
      const repeated = this.#repeat(known, fingerprint, atMs, current);
      if (repeated !== undefined) return repeated;
    }
    const reply = work();
    this.#seen.set(id, { fingerprint, sinceMs: atMs, reply, isSettled: false });
    return reply;
  }

  /** What failed is put right behind the scenes; that changes no answer that was given. */
  #settle<Value>(known: Remembered | undefined, execute: () => Reply<Value>): Reply<Value> {
    const hasFailed =
      known?.reply.kind === "refused" &&
      known.reply.error instanceof ProviderError &&
      known.reply.error.status === 500;
    // A request that was answered from the store, or has been repeated with success, never failed.
    if (!hasFailed || known.isSettled) {
      return refusedWith(409, "nothing_to_settle", "there is nothing to put right");
    }
    known.isSettled = true;
    const reply = execute();
    // Whoever repeats success finds it from now on; whoever repeats first answers goes on with the 500.
    const repeats = this.#profile === "none" ? "success" : contracts[this.#profile].repeats;
    if (repeats !== "every answer") known.reply = reply;
    return reply;
  }

  /** Who compares parameters has one book of keys for all operations. */
  #idOf({ operation, key }: KeyedRequest, fingerprint: string): string {
    if (this.#profile === "time-window") return fingerprint;
    return this.#profile === "success-only" ? `${operation} ${key}` : `${key}`;
  }

  /** What a known key says; `undefined` when the request is to be done again. */
  #repeat<Value>(
    { fingerprint, sinceMs, reply }: Remembered,
    params: string,
    atMs: number,
    current: (first: Value) => Reply<Value>,
  ): Reply<Value> | undefined {
    if (this.#profile === "none") return undefined;
    if (this.#profile === "time-window") {
      return reply.kind === "done"
        ? refusedWith(409, "duplicate_transaction", "the same was asked a moment ago")
        : undefined;
    }
    const { repeats, comparesParams } = contracts[this.#profile];
    if (comparesParams && fingerprint !== params) {
      return refusedWith(400, "idempotency_error", "the key was used with other parameters");
    }
    if (atMs < sinceMs + this.#processingMs) {
      return refusedWith(409, "idempotency_key_in_use", "a request with this key is in progress");
    }
    // The id and the fingerprint say that it is of the same operation.
    const first = reply as Reply<Value>;
    if (first.kind === "refused") return repeats === "every answer" ? again(first) : undefined;
    return repeats === "state" ? current(first.value) : done(first.value, "known key");
  }
}

/** As JSON, whatever the order in which a caller has named things. */
function canonical(params: unknown): string {
  return JSON.stringify(params, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : value,
  );
}

function done<Value>(value: Value, what: string): Reply<Value> {
  return { kind: "done", value, what };
}

/** The same words in an error of its own: whoever catches it may write on it. */
function again<Value>(reply: Extract<Reply<Value>, { kind: "refused" }>): Reply<Value> {
  const { error } = reply;
  return error instanceof ProviderError
    ? { kind: "refused", error: new ProviderError({ ...problemOf(error) }) }
    : reply;
}

function problemOf({ status, code, message, declineCode }: ProviderError) {
  return { status, code, message, ...(declineCode === undefined ? {} : { declineCode }) };
}

function internalError(operation: string): Reply<never> {
  return refusedWith(500, "api_error", `${operation} failed, for reasons of the provider's own`);
}
