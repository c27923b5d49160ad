import { describe, expect, it } from "vitest";
import { desk, repeating } from "./idempotency.test-support.ts";

const hour = 3_600_000;
const day = 24 * hour;

describe("a key that is known", () => {
  it.each(repeating)("makes a repeat no second one: %s", (profile) => {
    const { ask, done } = desk({ profile });

    expect(ask({ atMs: 0 })).toBe("order 1: new");
    expect(ask({ atMs: 20 })).toMatch(/^order 1/);
    expect(ask({ atMs: hour })).toMatch(/^order 1/);
    expect(done()).toBe(1);
  });

  it.each(["stripe-v1", "stripe-v2", "success-only"] as const)(
    "gets the first answer again, whatever has become of it: %s",
    (profile) => {
      const { ask } = desk({ profile });

      ask({ atMs: 0 });
      expect(ask({ atMs: 20, state: "shipped" })).toBe("order 1: new");
    },
  );

  it("tells at Braintree and PayPal what has become of it", () => {
    const { ask, done } = desk({ profile: "current-state" });

    ask({ atMs: 0 });
    expect(ask({ atMs: 20, state: "shipped" })).toBe("order 1: shipped");
    expect(done()).toBe(1);
  });

  it.each(repeating)("is in use while its request is being worked on: %s", (profile) => {
    const { ask } = desk({ profile, processingMs: 7 });

    ask({ atMs: 100 });
    expect(ask({ atMs: 106 })).toBe("409 idempotency_key_in_use");
    expect(ask({ atMs: 107 })).toBe("order 1: new");
  });

  it("is in use for 20 ms unless told otherwise", () => {
    const { ask } = desk({ profile: "stripe-v1" });

    ask({ atMs: 0 });
    expect(ask({ atMs: 19 })).toBe("409 idempotency_key_in_use");
    expect(ask({ atMs: 20 })).toBe("order 1: new");
  });

  it.each(["stripe-v1", "stripe-v2", "current-state"] as const)(
    "refuses other parameters, and keeps its first answer: %s",
    (profile) => {
      const { ask, done } = desk({ profile });

      ask({ atMs: 0, params: { amount: 50 } });
      expect(ask({ atMs: 1, params: { amount: 70 } })).toBe("400 idempotency_error");
      expect(ask({ atMs: 20, params: { amount: 70 } })).toBe("400 idempotency_error");
      expect(ask({ atMs: 20, params: { amount: 50 } })).toBe("order 1: new");
      expect(done()).toBe(1);
    },
  );

  it.each(["stripe-v1", "stripe-v2", "current-state"] as const)(
    "is known to every operation where parameters are compared: %s",
    (profile) => {
      const { ask, done } = desk({ profile });

      ask({ atMs: 0, operation: "pay" });
      expect(ask({ atMs: 20, operation: "refund" })).toBe("400 idempotency_error");
      expect(done()).toBe(1);
    },
  );

  it("is not looked at closely by Checkout.com, and is of one operation", () => {
    const { ask } = desk({ profile: "success-only" });

    ask({ atMs: 0, operation: "pay", params: { amount: 50 } });
    expect(ask({ atMs: 20, operation: "pay", params: { amount: 70 } })).toBe("order 1: new");
    expect(ask({ atMs: 20, operation: "refund", params: { amount: 50 } })).toBe("order 2: new");
  });

  it.each([
    ["stripe-v1", day],
    ["stripe-v2", 30 * day],
    ["success-only", day],
    ["current-state", 45 * day],
  ] as const)("is forgotten in the end, and then makes a new one: %s", (profile, ttlMs) => {
    const { ask } = desk({ profile });

    ask({ atMs: 5 });
    expect(ask({ atMs: 5 + ttlMs - 1 })).toBe("order 1: new");
    expect(ask({ atMs: 5 + ttlMs })).toBe("order 2: new");
    expect(ask({ atMs: 5 + ttlMs + 20 })).toBe("order 2: new");
  });

  it("does not live longer for being used", () => {
    const { ask } = desk({ profile: "stripe-v1", keyTtlMs: 1_000 });

    ask({ atMs: 0 });
    ask({ atMs: 999 });
    expect(ask({ atMs: 1_000, params: { amount: 70 } })).toBe("order 2: new");
  });

  it.each([...repeating, "time-window"] as const)("is no other key: %s", (profile) => {
    const { ask } = desk({ profile });

    ask({ atMs: 0, key: "key-1", params: { amount: 1 } });
    expect(ask({ atMs: 0, key: "key-2", params: { amount: 2 } })).toBe("order 2: new");
  });
});

describe("a request without a key", () => {
  it.each(["", undefined])("is a new one every time: %j", (key) => {
    for (const profile of repeating) {
      const { ask } = desk({ profile });

      ask({ atMs: 0, key });
      expect(ask({ atMs: 20, key })).toBe("order 2: new");
    }
  });

  it("is a new one every time for whoever knows no keys", () => {
    const { ask } = desk({ profile: "none" });

    ask({ atMs: 0 });
    expect(ask({ atMs: 0 })).toBe("order 2: new");
    expect(ask({ atMs: 20 })).toBe("order 3: new");
  });
});

describe("a provider that refuses the same within a while", () => {
  it("does so whatever the key, until 30 s are over", () => {
    const { ask, done } = desk({ profile: "time-window" });

    ask({ atMs: 5 });
    expect(ask({ atMs: 5 })).toBe("409 duplicate_transaction");
    expect(ask({ atMs: 30_004, key: "key-2" })).toBe("409 duplicate_transaction");
    expect(done()).toBe(1);
    expect(ask({ atMs: 30_005, key: "key-2" })).toBe("order 2: new");
    expect(ask({ atMs: 30_006 })).toBe("409 duplicate_transaction");
  });

  it("takes another operation or other parameters for something else, whatever the key", () => {
    const { ask } = desk({ profile: "time-window" });

    ask({ atMs: 0, operation: "pay", params: { amount: 50 } });
    expect(ask({ atMs: 0, operation: "refund", params: { amount: 50 } })).toBe("order 2: new");
    expect(ask({ atMs: 0, operation: "pay", params: { amount: 70 } })).toBe("order 3: new");
  });

  it("does so without a key as well, and for as long as it is told to", () => {
    const { ask } = desk({ profile: "time-window", keyTtlMs: 100 });

    ask({ atMs: 0, key: undefined });
    expect(ask({ atMs: 99, key: undefined })).toBe("409 duplicate_transaction");
    expect(ask({ atMs: 100, key: undefined })).toBe("order 2: new");
  });
});
