import { describe, expect, it } from "vitest";
import { CardDesk } from "./card-payments.test-support.ts";

describe("a refund", () => {
  it.each([
    [1_949, "re_1 pending"],
    [1_950, "re_1 succeeded"],
  ])("is accepted at once and done after 2 s: %d ms and a call later", async (ms, view) => {
    const desk = await paid();

    expect(await desk.refund(100)).toBe("re_1 pending");
    await desk.wait(ms);

    expect(await desk.retrieveRefund()).toBe(view);
  });

  it("takes as long as it is said to", async () => {
    const desk = await paid({ refundMs: 1_000 });

    await desk.refund(100);
    await desk.wait(949);

    expect(await desk.retrieveRefund()).toBe("re_1 pending");
    expect(await desk.retrieveRefund()).toBe("re_1 succeeded");
    expect(desk.ledger.refunds).toMatchObject([{ settlesAtMs: 1_200 }]);
  });

  it("may be of a part, and another of the rest, but never of more", async () => {
    const desk = await paid();

    expect(await desk.refund(60)).toBe("re_1 pending");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/60");
    expect(await desk.refund(41)).toBe("400 charge_already_refunded");
    expect(await desk.refund(40)).toBe("re_2 pending");
    expect(await desk.refund(1)).toBe("400 charge_already_refunded");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/100");
    await desk.wait(10_000);
    expect(await desk.refund(1)).toBe("400 charge_already_refunded");
    expect(desk.ledger.refunds).toHaveLength(2);
  });

  it("of more than the charge is refused", async () => {
    const desk = await paid();

    expect(await desk.refund(101)).toBe("400 charge_already_refunded");
    expect(desk.ledger.refunds).toEqual([]);
  });

  it("of one payment takes nothing from another", async () => {
    const desk = await paid();
    await desk.create();
    await desk.ask((client) => client.confirm("pi_2", desk.newKey()));
    await desk.ask((client) => client.capture("pi_2", desk.newKey()));

    await desk.refund(100);

    expect(await desk.ask((client) => client.retrieve("pi_2"))).toBe("pi_2 succeeded 100/0");
    expect(await desk.ask((client) => client.refund("pi_2", 100, "key-2"))).toBe("re_2 pending");
    expect(desk.ledger.refunds).toMatchObject([{ intentId: "pi_1" }, { intentId: "pi_2" }]);
  });

  it("may fail later, and the money is with the merchant again", async () => {
    const desk = await paid({}, { at: "refund", fault: "fail-later" });

    expect(await desk.refund(100)).toBe("re_1 pending");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/100");
    expect(await desk.refund(1)).toBe("400 charge_already_refunded");

    await desk.wait(2_000);

    expect(await desk.retrieveRefund()).toBe("re_1 failed");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/0");
    expect(await desk.refund(100)).toBe("re_2 pending");
    await desk.wait(2_000);
    expect(await desk.retrieveRefund("re_2")).toBe("re_2 succeeded");
  });

  it("may stay pending for ever, and counts as given back for whoever asks again", async () => {
    const desk = await paid({}, { at: "refund", fault: "never-settle" });

    expect(await desk.refund(100)).toBe("re_1 pending");
    await desk.wait(30 * 86_400_000);

    expect(await desk.retrieveRefund()).toBe("re_1 pending");
    expect(await desk.refund(1)).toBe("400 charge_already_refunded");
  });

  it("is in the books with its end, and shows where in the trace", async () => {
    const desk = await paid({}, { at: "refund", fault: "fail-later" });

    await desk.refund(60);
    await desk.refund(40);

    const { refunds } = desk.ledger;
    expect(refunds).toMatchObject([
      { id: "re_1", intentId: "pi_1", amount: 60, ends: "failed" },
      { id: "re_2", intentId: "pi_1", amount: 40, ends: "succeeded" },
    ]);
    expect(refunds.map(({ event }) => desk.floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", what: "accepted refund re_1 of 60 for pi_1" },
      { kind: "call.applied", what: "accepted refund re_2 of 40 for pi_1" },
    ]);
  });

  it("that is asked for again with its key is the same, as it was then", async () => {
    const desk = await paid();

    await desk.refund(60, "key-r");
    await desk.wait(5_000);

    expect(await desk.refund(60, "key-r")).toBe("re_1 pending");
    expect(await desk.refund(40, "key-r")).toBe("400 idempotency_error");
    expect(desk.ledger.refunds).toHaveLength(1);
  });

  it("that is asked for again with its key tells its state at PayPal", async () => {
    const desk = await paid({ profile: "current-state" });

    await desk.refund(60, "key-r");
    await desk.wait(5_000);

    expect(await desk.refund(60, "key-r")).toBe("re_1 succeeded");
    expect(desk.ledger.refunds).toHaveLength(1);
  });
});

describe("the key of a card payment", () => {
  it("makes one payment, however often it is asked for", async () => {
    const desk = new CardDesk();

    await desk.create("good", "key-1");
    await desk.confirm();

    expect(await desk.create("good", "key-1")).toBe("pi_1 requires_confirmation 100/0");
    expect(await desk.create("good", "key-1", 70)).toBe("400 idempotency_error");
    expect(await desk.create("good", "key-2")).toBe("pi_2 requires_confirmation 100/0");
    expect(desk.ledger.intents).toHaveLength(2);
  });

  it("tells the payment's state at PayPal", async () => {
    const desk = new CardDesk({ profile: "current-state" });

    await desk.create("good", "key-1");
    await desk.confirm("key-2");
    await desk.capture("key-3");

    expect(await desk.create("good", "key-1")).toBe("pi_1 succeeded 100/0");
    expect(await desk.confirm("key-2")).toBe("pi_1 succeeded 100/0");
  });

  it.each(["confirm", "capture", "cancel"] as const)("serves one operation: %s", async (other) => {
    const desk = new CardDesk();

    await desk.create("good", "key-1");

    expect(await desk[other]("key-1")).toBe("400 idempotency_error");
    expect(await desk.retrieve()).toBe("pi_1 requires_confirmation 100/0");
  });

  it("serves one payment", async () => {
    const desk = new CardDesk();
    await desk.create();
    await desk.create();

    await desk.confirm("key-1");

    const answer = await desk.ask((client) => client.confirm("pi_2", "key-1"));
    expect(answer).toBe("400 idempotency_error");
  });

  it.each(["confirm", "capture", "cancel"] as const)(
    "makes a repeat no second one, where another key would: %s",
    async (operation) => {
      const desk = new CardDesk();
      await desk.create();
      if (operation === "capture") await desk.confirm();

      const first = await desk[operation]("key-2");

      expect(await desk[operation]("key-2")).toBe(first);
      expect(await desk[operation]("key-3")).toMatch(/^400/);
    },
  );

  it("of a decline gives it again, and another asks the bank again", async () => {
    const desk = new CardDesk();
    await desk.create("bad");

    await desk.confirm("key-1");

    expect(await desk.confirm("key-1")).toBe("402 card_declined lost_card");
    expect(desk.ledger.intents[0]?.moves).toHaveLength(1);
    expect(await desk.confirm("key-2")).toBe("402 card_declined lost_card");
    expect(desk.ledger.intents[0]?.moves.map(({ kind }) => kind)).toEqual(["declined", "declined"]);
  });
});

/** A payment of 100 that was captured. */
async function paid(...given: ConstructorParameters<typeof CardDesk>): Promise<CardDesk> {
  const desk = new CardDesk(...given);
  await desk.create();
  await desk.confirm();
  await desk.capture();
  return desk;
}
