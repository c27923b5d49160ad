import { describe, expect, it } from "vitest";
import { CardDesk } from "./card-payments.test-support.ts";

const day = 86_400_000;

describe("a card payment", () => {
  it("is created, confirmed, captured", async () => {
    const desk = new CardDesk();

    expect(await desk.create()).toBe("pi_1 requires_confirmation 100/0");
    expect(await desk.confirm()).toBe("pi_1 requires_capture 100/0");
    expect(await desk.capture()).toBe("pi_1 succeeded 100/0");
    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/0");
  });

  it.each([
    ["requires_confirmation", "confirm", "pi_1 requires_capture 100/0"],
    ["requires_confirmation", "cancel", "pi_1 canceled 100/0"],
    ["requires_payment_method", "cancel", "pi_1 canceled 100/0"],
    ["requires_capture", "capture", "pi_1 succeeded 100/0"],
    ["requires_capture", "cancel", "pi_1 canceled 100/0"],
  ] as const)("that is %s: %s makes it %s", async (status, operation, view) => {
    const desk = await paymentThatIs(status);

    expect(await desk[operation]()).toBe(view);
    expect(await desk.retrieve()).toBe(view);
  });

  const unexpected = "400 payment_intent_unexpected_state";
  it.each([
    ["requires_confirmation", "capture", unexpected],
    ["requires_confirmation", "refund", unexpected],
    ["requires_payment_method", "confirm", "402 card_declined lost_card"],
    ["requires_payment_method", "capture", unexpected],
    ["requires_payment_method", "refund", unexpected],
    ["requires_capture", "confirm", unexpected],
    ["requires_capture", "refund", unexpected],
    ["succeeded", "confirm", unexpected],
    ["succeeded", "capture", "400 charge_already_captured"],
    ["succeeded", "cancel", unexpected],
    ["canceled", "confirm", unexpected],
    ["canceled", "capture", unexpected],
    ["canceled", "cancel", unexpected],
    ["canceled", "refund", unexpected],
    ["expired", "confirm", unexpected],
    ["expired", "capture", "400 charge_expired_for_capture"],
    ["expired", "cancel", unexpected],
    ["expired", "refund", unexpected],
  ] as const)("that is %s stays so: %s gives %s", async (status, operation, refusal) => {
    const desk = await paymentThatIs(status);
    const before = await desk.retrieve();

    const given = await (operation === "refund" ? desk.refund(100) : desk[operation]());

    expect(given).toBe(refusal);
    expect(await desk.retrieve()).toBe(before);
    expect(desk.ledger.refunds).toEqual([]);
  });

  it("keeps all that became of it, and shows where in the trace", async () => {
    const desk = new CardDesk();

    await desk.create("bad");
    await desk.confirm();
    await desk.cancel();

    const [intent] = desk.ledger.intents;
    expect(intent).toMatchObject({
      id: "pi_1",
      orderId: "o1",
      card: "bad",
      amount: 100,
      currency: "eur",
      holdUntilMs: undefined,
    });
    expect(intent?.moves.map(({ kind, atMs }) => `${kind} at ${atMs}`)).toEqual([
      "declined at 100",
      "voided at 150",
    ]);
    const events = [intent?.event ?? -1, ...(intent?.moves ?? []).map(({ event }) => event)];
    expect(events.map((event) => desk.floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", what: "created pi_1, 100" },
      { kind: "call.applied", what: "refused: card bad was declined: lost_card" },
      { kind: "call.applied", what: "canceled pi_1" },
    ]);
  });

  it("keeps when it was authorised and captured, and shows where in the trace", async () => {
    const desk = await paymentThatIs("succeeded");

    const moves = desk.ledger.intents[0]?.moves ?? [];
    expect(moves.map(({ kind, atMs }) => `${kind} at ${atMs}`)).toEqual([
      "authorised at 100",
      "captured at 150",
    ]);
    expect(moves.map(({ event }) => desk.floor.trace.events[event])).toMatchObject([
      { kind: "call.applied", what: "holds 100 for pi_1" },
      { kind: "call.applied", what: "captured 100 of pi_1" },
    ]);
  });

  it("that is declined needs another card; it can be cancelled, and not be confirmed after", async () => {
    const desk = await paymentThatIs("requires_payment_method");

    expect(await desk.retrieve()).toBe("pi_1 requires_payment_method 100/0");
    expect(await desk.cancel()).toBe("pi_1 canceled 100/0");
    expect(await desk.confirm()).toBe("400 payment_intent_unexpected_state");
    expect(await desk.retrieve()).toBe("pi_1 canceled 100/0");
  });

  it("that nobody made cannot be found", async () => {
    const desk = new CardDesk();

    expect(await desk.confirm()).toBe("404 resource_missing");
    expect(await desk.capture()).toBe("404 resource_missing");
    expect(await desk.cancel()).toBe("404 resource_missing");
    expect(await desk.refund(1)).toBe("404 resource_missing");
    expect(await desk.retrieve()).toBe("404 resource_missing");
    expect(await desk.retrieveRefund()).toBe("404 resource_missing");
    expect(desk.ledger).toMatchObject({ intents: [], refunds: [] });
  });

  it.each([0, -1, 0.5, 2 ** 53, Number.NaN, Infinity])(
    "of %d is refused before its key is looked at, and so can be asked for again",
    async (amount) => {
      const desk = new CardDesk();

      expect(await desk.create("good", "key-1", amount)).toBe("400 parameter_invalid_integer");
      expect(desk.ledger.intents).toEqual([]);
      expect(await desk.create("good", "key-1", 100)).toBe("pi_1 requires_confirmation 100/0");
    },
  );
});

describe("a hold", () => {
  it("ends after 7 days, and with it the payment", async () => {
    const desk = await paymentThatIs("requires_capture");
    const [intent] = desk.ledger.intents;
    expect(intent?.holdUntilMs).toBe(100 + 7 * day);

    await desk.wait(7 * day - 51);
    expect(await desk.retrieve()).toBe("pi_1 requires_capture 100/0");
    await desk.wait(1);
    expect(await desk.retrieve()).toBe("pi_1 canceled 100/0");
  });

  it.each([
    [99, "pi_1 succeeded 100/0"],
    [100, "400 charge_expired_for_capture"],
  ])("of 150 ms that is captured after %d ms more and the way there", async (delayMs, answer) => {
    const desk = await paymentThatIs("requires_capture", { holdTtlMs: 150 });

    await desk.wait(delayMs);

    expect(await desk.capture()).toBe(answer);
  });

  it("does not end once it was captured", async () => {
    const desk = await paymentThatIs("succeeded", { holdTtlMs: 1_000 });

    await desk.wait(2_000);

    expect(await desk.retrieve()).toBe("pi_1 succeeded 100/0");
    expect(await desk.capture()).toBe("400 charge_already_captured");
    expect(await desk.refund(100)).toBe("re_1 pending");
  });

  it("that was let go did not expire", async () => {
    const desk = await paymentThatIs("canceled", { holdTtlMs: 1_000 });

    await desk.wait(2_000);

    expect(await desk.capture()).toBe("400 payment_intent_unexpected_state");
  });
});

type Status =
  | "requires_confirmation"
  | "requires_payment_method"
  | "requires_capture"
  | "succeeded"
  | "canceled"
  | "expired";

async function paymentThatIs(
  status: Status,
  options: ConstructorParameters<typeof CardDesk>[0] = {},
): Promise<CardDesk> {
  const desk = new CardDesk(options);
  await desk.create(status === "requires_payment_method" ? "bad" : "good");
  if (status !== "requires_confirmation") await desk.confirm();
  if (status === "succeeded") await desk.capture();
  if (status === "canceled") await desk.cancel();
  if (status === "expired") await desk.wait(7 * day);
  return desk;
}
