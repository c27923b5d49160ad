import { describe, expect, it } from "vitest";
import { refundsNeverExceedCharges } from "./refunds-never-exceed-charges.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("refunds-never-exceed-charges", () => {
  it("accepts refunds that add up to the charge, to the cent", () => {
    const story = new OrderStory().charges(0.3).refunds("ch_1", 0.1).refunds("ch_1", 0.2);

    expect(verdictOn(refundsNeverExceedCharges, story)).toBeUndefined();
  });

  it("finds the charge that was refunded twice", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 50).refunds("ch_1", 50);

    expect(verdictOn(refundsNeverExceedCharges, story)).toEqual({
      message: "charge ch_1 of 50.00 was refunded 100.00: re_1 of 50.00, re_2 of 50.00",
      witnesses: [
        "payment.charge applied (call 1)",
        "payment.refund applied (call 2)",
        "payment.refund applied (call 3)",
      ],
    });
  });

  it("finds one cent too much", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 50.01);

    expect(verdictOn(refundsNeverExceedCharges, story)).toEqual({
      message: "charge ch_1 of 50.00 was refunded 50.01: re_1 of 50.01",
      witnesses: ["payment.charge applied (call 1)", "payment.refund applied (call 2)"],
    });
  });

  it("does not set one charge off against another", () => {
    const story = new OrderStory().charges(50).charges(50).refunds("ch_2", 80);

    expect(verdictOn(refundsNeverExceedCharges, story)).toEqual({
      message: "charge ch_2 of 50.00 was refunded 80.00: re_1 of 80.00",
      witnesses: ["payment.charge applied (call 2)", "payment.refund applied (call 3)"],
    });
  });

  it("finds a refund for a charge that was never made", () => {
    const story = new OrderStory().charges(50).refunds("ch_9", 50);

    expect(verdictOn(refundsNeverExceedCharges, story)).toEqual({
      message: "refund re_1 of 50.00 is for charge ch_9, which was never made",
      witnesses: ["payment.refund applied (call 2)"],
    });
  });
});
