import { describe, expect, it } from "vitest";
import type { Reply } from "./effect.ts";
import { IdempotencyStore } from "./idempotency.ts";
import { desk, repeating } from "./idempotency.test-support.ts";
import { ProviderError } from "./provider-error.ts";

describe("a key whose request was refused", () => {
  it("gets the refusal for ever at Stripe, though it could be done by now", () => {
    const { ask, done } = desk({ profile: "stripe-v1" });

    expect(ask({ atMs: 0, refuse: true })).toBe("402 card_declined no_money");
    expect(ask({ atMs: 20 })).toBe("402 card_declined no_money");
    expect(ask({ atMs: 20, key: "key-2" })).toBe("order 1: new");
    expect(done()).toBe(1);
  });

  it.each(["stripe-v2", "success-only", "current-state", "time-window", "none"] as const)(
    "is tried again elsewhere: %s",
    (profile) => {
      const { ask } = desk({ profile });

      ask({ atMs: 0, refuse: true });
      expect(ask({ atMs: 20, refuse: true })).toBe("402 card_declined no_money");
      expect(ask({ atMs: 40 })).toBe("order 1: new");
    },
  );

  it.each(["stripe-v2", "success-only"] as const)(
    "answers as it did when it was done at last: %s",
    (profile) => {
      const { ask } = desk({ profile });

      ask({ atMs: 0, refuse: true });
      ask({ atMs: 20 });
      expect(ask({ atMs: 40 })).toBe("order 1: new");
    },
  );

  it("gets its refusal in an error of its own, on which a catcher may write", () => {
    const { reply } = desk({ profile: "stripe-v1" });

    const first = reply({ atMs: 0, refuse: true });
    const second = reply({ atMs: 20 });

    expect(second).toEqual(first);
    expect("error" in second && second.error).toBeInstanceOf(ProviderError);
    expect("error" in second && second.error).not.toBe("error" in first && first.error);
  });

  it("gets an error of no provider as it was", () => {
    const store = new IdempotencyStore({ profile: "stripe-v1" });
    const error = new RangeError("sold out");
    const request = { operation: "pay", key: "key-1", params: {} };
    const refuse = (): Reply<never> => ({ kind: "refused", error });

    store.answer(request, { atMs: 0, mishap: undefined }, refuse);
    expect(store.answer(request, { atMs: 20, mishap: undefined }, refuse)).toEqual({
      kind: "refused",
      error,
    });
  });
});

describe("a failure of the provider's own", () => {
  it.each([...repeating, "time-window", "none"] as const)("does nothing: %s", (profile) => {
    const { ask, done } = desk({ profile });

    expect(ask({ atMs: 0, mishap: "internal-error" })).toBe("500 api_error");
    expect(done()).toBe(0);
  });

  it("is the answer for ever at Stripe", () => {
    const { ask, done } = desk({ profile: "stripe-v1" });

    ask({ atMs: 0, mishap: "internal-error" });
    expect(ask({ atMs: 20 })).toBe("500 api_error");
    expect(done()).toBe(0);
  });

  it.each(["stripe-v2", "success-only", "current-state", "time-window", "none"] as const)(
    "is got over elsewhere: %s",
    (profile) => {
      const { ask } = desk({ profile });

      ask({ atMs: 0, mishap: "internal-error" });
      expect(ask({ atMs: 20 })).toBe("order 1: new");
    },
  );

  it("changes no answer when it is put right behind the scenes", () => {
    const { ask, done } = desk({ profile: "stripe-v1" });

    ask({ atMs: 0, mishap: "internal-error" });
    ask({ atMs: 1_000, mishap: "settle" });
    expect(done()).toBe(1);
    expect(ask({ atMs: 2_000 })).toBe("500 api_error");
    expect(done()).toBe(1);
  });

  it("does not befall what is answered from memory", () => {
    const { ask } = desk({ profile: "stripe-v1" });

    ask({ atMs: 0 });
    expect(ask({ atMs: 20, mishap: "internal-error" })).toBe("order 1: new");
  });
});
