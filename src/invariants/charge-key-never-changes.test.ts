import { describe, expect, it } from "vitest";
import { chargeKeyNeverChanges } from "./charge-key-never-changes.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("charge-key-never-changes", () => {
  it("accepts attempts that all carry one key, whatever other calls carry", () => {
    const story = new OrderStory()
      .calls("payment.charge", { key: "key-1" })
      .calls("mail.send", { key: "mail-1" })
      .charges(50, "key-1");

    expect(verdictOn(invariant, story)).toBeUndefined();
  });

  it("finds the attempt that carries another key than the first", () => {
    const story = new OrderStory()
      .calls("payment.charge", { key: "key-1" })
      .charges(50, "key-1")
      .charges(50, "key-2");

    expect(verdictOn(invariant, story)).toEqual({
      message: 'payment.charge was called with "key" "key-2" after "key-1"',
      witnesses: ["payment.charge requested (call 1)", "payment.charge requested (call 3)"],
    });
  });

  it("finds a charge without a key", () => {
    const story = new OrderStory().calls("payment.charge", { amount: 50 });

    expect(verdictOn(invariant, story)).toEqual({
      message: 'payment.charge was called without "key"',
      witnesses: ["payment.charge requested (call 1)"],
    });
  });
});

const invariant = chargeKeyNeverChanges({ call: "payment.charge", key: "key" });
