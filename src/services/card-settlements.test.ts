import { describe, expect, it } from "vitest";
import { CardDesk } from "./card-payments.test-support.ts";

/** Longer than the provider takes to put right what has failed. */
const later = 120_000;

describe("a request that the provider puts right behind the scenes", () => {
  it("was one that failed, and no repeat that was answered from memory", async () => {
    const desk = new CardDesk({}, { at: "create", fault: "roll-forward", from: 2 });

    await desk.create("good", "key-1");
    await desk.create("good", "key-1");
    await desk.wait(later);

    expect(desk.ledger.intents).toHaveLength(1);
  });

  it("is put right once, however often it failed", async () => {
    const desk = new CardDesk(
      {},
      { at: "create", fault: "roll-forward" },
      { at: "create", fault: "roll-forward", from: 2 },
    );

    await desk.create("good", "key-1");
    await desk.create("good", "key-1");
    await desk.wait(later);

    expect(desk.ledger.intents).toHaveLength(1);
  });

  it.each(["stripe-v2", "success-only", "current-state"] as const)(
    "is none that has been repeated with success: %s",
    async (profile) => {
      const desk = new CardDesk({ profile }, { at: "create", fault: "roll-forward" });

      await desk.create("good", "key-1");
      await desk.create("good", "key-1");
      await desk.wait(later);

      expect(desk.ledger.intents).toHaveLength(1);
    },
  );

  it.each(["stripe-v2", "success-only", "current-state"] as const)(
    "is found by a repeat that comes after that: %s",
    async (profile) => {
      const desk = new CardDesk({ profile }, { at: "create", fault: "roll-forward" });

      await desk.create("good", "key-1");
      await desk.wait(later);

      expect(await desk.create("good", "key-1")).toBe("pi_1 requires_confirmation 100/0");
      expect(desk.ledger.intents).toHaveLength(1);
    },
  );
});

describe("a request for money back", () => {
  it.each([-100, 0, 0.5, Number.NaN])("is refused for what is no amount: %s", async (amount) => {
    const desk = new CardDesk();
    for (const step of [desk.create(), desk.confirm(), desk.capture()]) await step;

    expect(await desk.refund(amount)).toContain("parameter_invalid_integer");
    expect(desk.ledger.refunds).toEqual([]);
  });
});

describe("a card", () => {
  it("is not declined for its name, if every object has something of that name", async () => {
    const desk = new CardDesk();

    await desk.create("constructor");

    expect(await desk.confirm()).toBe("pi_1 requires_capture 100/0");
  });
});

describe("a key", () => {
  it("does not mind in which order the same things are named", async () => {
    const desk = new CardDesk();
    const ask = async (request: Parameters<typeof desk.client.create>[0]) =>
      desk.ask((client) => client.create(request, "key-1"));

    await ask({ orderId: "o1", card: "good", amount: 100, currency: "eur" });
    await ask({ currency: "eur", amount: 100, card: "good", orderId: "o1" });

    expect(desk.ledger.intents).toHaveLength(1);
    expect(await ask({ orderId: "o1", card: "good", amount: 70, currency: "eur" })).toContain(
      "idempotency_error",
    );
  });
});
