import type { Mishap, Reply } from "./effect.ts";
import { type IdempotencyOptions, IdempotencyStore } from "./idempotency.ts";
import { ProviderError, refusedWith } from "./provider-error.ts";

/** The profiles by which a key that is known makes a request a repeat. */
export const repeating = ["stripe-v1", "stripe-v2", "success-only", "current-state"] as const;

interface Asked {
  readonly atMs: number;
  readonly operation?: string;
  readonly key?: string | undefined;
  readonly params?: unknown;
  readonly mishap?: Mishap;
  /** Whether it is refused, if it is done at all. */
  readonly refuse?: boolean;
  /** What an order is by now. */
  readonly state?: string;
}

/** A desk that takes orders, and tells how each request was answered. */
export function desk(options: IdempotencyOptions): {
  readonly reply: (asked: Asked) => Reply<string>;
  /** The same in a line. */
  readonly ask: (asked: Asked) => string;
  /** How many orders there are. */
  readonly done: () => number;
} {
  const store = new IdempotencyStore(options);
  let orders = 0;
  const reply = ({ atMs, mishap, operation = "pay", params = {}, ...asked }: Asked) => {
    const key = "key" in asked ? asked.key : "key-1";
    const { refuse = false, state = "new" } = asked;
    return store.answer<string>(
      { operation, key, params },
      { atMs, mishap },
      () => (refuse ? declined() : { kind: "done", value: `order ${++orders}: new`, what: "" }),
      (first) => ({ kind: "done", value: first.replace("new", state), what: "" }),
    );
  };
  const ask = (asked: Asked): string => {
    const replied = reply(asked);
    if (replied.kind === "done") return replied.value;
    const { status, code, declineCode } = replied.error as ProviderError;
    return [status, code, declineCode].filter((part) => part !== undefined).join(" ");
  };
  return { reply, ask, done: () => orders };
}

function declined(): Reply<never> {
  const { error } = refusedWith(402, "card_declined", "no");
  const { status, code, message } = error as ProviderError;
  return {
    kind: "refused",
    error: new ProviderError({ status, code, message, declineCode: "no_money" }),
  };
}
