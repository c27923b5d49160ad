import { describe, expect, it } from "vitest";
import type { CallFault } from "../faults/fault.ts";
import type { IdempotencyOptions } from "./idempotency.ts";
import { mail } from "./mail.ts";
import { ShopFloor } from "./shop-floor.test-support.ts";

describe("mail", () => {
  it("is sent once per key where keys are known", async () => {
    const { floor, client, ledger } = post({ profile: "success-only" });

    const answers = await floor.answers(
      () => client.send("o1", "confirmed", "key-1"),
      () => client.send("o1", "confirmed", "key-1"),
      () => client.send("o2", "cancelled", "key-1"),
      () => client.send("o1", "confirmed", "key-2"),
    );

    expect(answers).toEqual([
      { id: "mail_1" },
      { id: "mail_1" },
      { id: "mail_1" },
      { id: "mail_2" },
    ]);
    expect(ledger.mails).toMatchObject([
      { id: "mail_1", orderId: "o1", template: "confirmed" },
      { id: "mail_2", orderId: "o1", template: "confirmed" },
    ]);
  });

  it("is sent again where they are not", async () => {
    const { floor, client, ledger } = post({ profile: "none" });

    const answers = await floor.answers(
      () => client.send("o1", "confirmed", "key-1"),
      () => client.send("o1", "confirmed", "key-1"),
    );

    expect(answers).toEqual([{ id: "mail_1" }, { id: "mail_2" }]);
    expect(ledger.mails).toHaveLength(2);
  });

  it("compares what is sent where a key is of one mail", async () => {
    const { floor, client, ledger } = post({ profile: "stripe-v1" });

    const answers = await floor.answers(
      () => client.send("o1", "confirmed", "key-1"),
      () => client.send("o1", "cancelled", "key-1"),
    );

    expect(answers[1]).toBe("ProviderError: the key was used with other parameters");
    expect(ledger.mails).toHaveLength(1);
  });

  it.each([
    ["success-only", 1],
    ["none", 2],
  ] as const)("is delivered twice only where keys are unknown: %s", async (profile, mails) => {
    const { floor, client, ledger } = post({ profile }, "duplicate");

    const answers = await floor.answers(() => client.send("o1", "confirmed", "key-1"));

    expect(answers).toEqual([{ id: "mail_1" }]);
    expect(ledger.mails).toHaveLength(mails);
  });

  it("is not sent by a provider that fails, and is by its retry", async () => {
    const { floor, client, ledger } = post({ profile: "success-only" }, "internal-error");

    const answers = await floor.answers(
      () => client.send("o1", "confirmed", "key-1"),
      () => client.send("o1", "confirmed", "key-1"),
    );

    expect(answers).toEqual([
      "ProviderError: send failed, for reasons of the provider's own",
      { id: "mail_1" },
    ]);
    expect(ledger.mails).toHaveLength(1);
  });

  it("shows in the trace when it was sent", async () => {
    const { floor, client, ledger } = post({ profile: "success-only" });

    await floor.answers(() => client.send("o1", "confirmed", "key-1"));

    expect(floor.trace.events[ledger.mails[0]?.event ?? -1]).toMatchObject({
      kind: "call.applied",
      name: "mail.send",
      what: "sent confirmed of o1",
    });
  });
});

function post(options: IdempotencyOptions, fault?: CallFault) {
  const floor = new ShopFloor(
    fault === undefined ? [] : [{ at: "mail.send", from: 1, times: 1, fault }],
  );
  return { floor, ...mail(options)("mail", floor.boundary) };
}
