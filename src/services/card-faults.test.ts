import { describe, expect, it } from "vitest";
import { CardDesk } from "./card-payments.test-support.ts";

const made = "pi_1 requires_confirmation 100/0";

describe("a card payment whose answer is lost", () => {
  it.each(["lose-reply", "slow-reply", "gateway-error", "truncate-reply", "garble-reply"] as const)(
    "is there, and its key tells so: %s",
    async (fault) => {
      const desk = new CardDesk({}, { at: "create", fault });

      expect(await desk.create("good", "key-1")).not.toBe(made);
      expect(await desk.create("good", "key-1")).toBe(made);
      expect(desk.ledger.intents).toHaveLength(1);
    },
  );

  it("is there twice where nobody knows keys", async () => {
    const desk = new CardDesk({ profile: "none" }, { at: "create", fault: "lose-reply" });

    await desk.create("good", "key-1");
    await desk.create("good", "key-1");

    expect(desk.ledger.intents.map(({ id }) => id)).toEqual(["pi_1", "pi_2"]);
  });

  it("is told from another by its key though it comes after its retry", async () => {
    const desk = new CardDesk({}, { at: "create", fault: "late-effect" });
    const retry = async () => desk.create("good", "key-1");
    const request = { orderId: "o1", card: "good", amount: 100, currency: "eur" };

    desk.floor.watch(desk.client.create(request, "key-1").catch(retry));
    await desk.floor.run();

    expect(desk.ledger.intents).toHaveLength(1);
  });

  it.each([
    ["stripe-v1", 1],
    ["time-window", 1],
    ["none", 2],
  ] as const)("is delivered twice, and made so only without keys: %s", async (profile, times) => {
    const desk = new CardDesk({ profile }, { at: "create", fault: "duplicate" });

    expect(await desk.create("good", "key-1")).toBe(made);
    expect(desk.ledger.intents).toHaveLength(times);
  });
});

describe("a card payment that was turned away at the door", () => {
  it.each(["unauthorize", "throttle", "refuse"] as const)(
    "has not used its key: %s",
    async (fault) => {
      const desk = new CardDesk({}, { at: "create", fault });

      await desk.create("good", "key-1");
      expect(desk.ledger.intents).toEqual([]);
      expect(await desk.create("good", "key-1", 70)).toBe("pi_1 requires_confirmation 70/0");
    },
  );
});

describe("a card payment at which the provider fails", () => {
  it.each(["create", "confirm", "capture", "cancel", "refund"] as const)(
    "is as it was, and its key is spent at Stripe: %s",
    async (at) => {
      const desk = new CardDesk({}, { at, fault: "internal-error" });
      await prepare(desk, at);
      const before = await desk.retrieve();

      expect(await attempt(desk, at, "key-1")).toBe("500 api_error");
      expect(await attempt(desk, at, "key-1")).toBe("500 api_error");
      expect(await desk.retrieve()).toBe(before);
      expect(await attempt(desk, at, "key-2")).toMatch(/^(pi|re)_1 /);
    },
  );

  it.each(["stripe-v2", "success-only", "current-state"] as const)(
    "is made by its retry elsewhere: %s",
    async (profile) => {
      const desk = new CardDesk({ profile }, { at: "create", fault: "internal-error" });

      expect(await desk.create("good", "key-1")).toBe("500 api_error");
      expect(await desk.create("good", "key-1")).toBe(made);
      expect(desk.ledger.intents).toHaveLength(1);
    },
  );

  it("may be made later, and its key never tells", async () => {
    const desk = new CardDesk({}, { at: "create", fault: "roll-forward" });
    const seen: string[] = [];

    const failed = desk.client
      .create({ orderId: "o1", card: "good", amount: 100, currency: "eur" }, "key-1")
      .catch(async () => desk.client.list("o1"))
      .then((found) => seen.push(JSON.stringify(found)));
    desk.floor.watch(failed);
    await desk.floor.run();

    expect(seen).toEqual(["[]"]);
    expect(await desk.ask((client) => client.list("o1"))).toBe(`[${made}]`);
    expect(await desk.create("good", "key-1")).toBe("500 api_error");
    expect(desk.ledger.intents).toHaveLength(1);
  });

  it.each([
    ["confirm", "pi_1 requires_capture 100/0"],
    ["capture", "pi_1 succeeded 100/0"],
    ["cancel", "pi_1 canceled 100/0"],
    ["refund", "pi_1 succeeded 100/100"],
  ] as const)("may move on later: %s", async (at, view) => {
    const desk = new CardDesk({}, { at, fault: "roll-forward" });
    await prepare(desk, at);

    expect(await attempt(desk, at, "key-1")).toBe("500 api_error");
    expect(await desk.retrieve()).toBe(view);
  });

  it("has its new key beside what is made later: two payments", async () => {
    const desk = new CardDesk({}, { at: "create", fault: "roll-forward" });

    await desk.create("good", "key-1");
    await desk.create("good", "key-2");

    expect(desk.ledger.intents).toHaveLength(2);
  });
});

type Operation = "create" | "confirm" | "capture" | "cancel" | "refund";

/** Brings a payment to where the operation can be done. */
async function prepare(desk: CardDesk, operation: Operation): Promise<void> {
  if (operation !== "create") await desk.create();
  if (operation === "capture" || operation === "refund") await desk.confirm();
  if (operation === "refund") await desk.capture();
}

async function attempt(desk: CardDesk, operation: Operation, key: string): Promise<string> {
  if (operation === "create") return desk.create("good", key);
  return operation === "refund" ? desk.refund(100, key) : desk[operation](key);
}
