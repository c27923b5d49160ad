import { describe, expect, it } from "vitest";
import { noChargeWithoutRefund } from "./no-charge-without-refund.ts";
import { OrderStory, verdictOn } from "./order-story.test-support.ts";

describe("no-charge-without-refund", () => {
  it("lets a successful order keep its charge", () => {
    const story = new OrderStory().charges(50).ends("SUCCEEDED");

    expect(verdictOn(noChargeWithoutRefund, story)).toBeUndefined();
  });

  it("accepts a failed order that was refunded in full", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 50).ends("FAILED");

    expect(verdictOn(noChargeWithoutRefund, story)).toBeUndefined();
  });

  it("names the charge that a failed order kept", () => {
    const story = new OrderStory().charges(50).ends("FAILED");

    expect(verdictOn(noChargeWithoutRefund, story)).toEqual({
      message: "order ORD-1 failed, but charge ch_1 of 50.00 was not refunded",
      witnesses: ["payment.charge applied (call 1)", "execution.ended"],
    });
  });

  it("is not content with a part of the money", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 49.99).ends("FAILED");

    expect(verdictOn(noChargeWithoutRefund, story)).toEqual({
      message: "order ORD-1 failed, but charge ch_1 of 50.00 was refunded only 49.99",
      witnesses: ["payment.charge applied (call 1)", "execution.ended"],
    });
  });

  it("adds partial refunds up in whole cents, not in floats", () => {
    const story = new OrderStory().charges(0.3).refunds("ch_1", 0.1).refunds("ch_1", 0.2);

    expect(verdictOn(noChargeWithoutRefund, story.ends("FAILED"))).toBeUndefined();
  });

  it("does not let the refund of one charge stand for another", () => {
    const story = new OrderStory().charges(50).refunds("ch_1", 50).charges(50).ends("FAILED");

    expect(verdictOn(noChargeWithoutRefund, story)).toEqual({
      message: "order ORD-1 failed, but charge ch_2 of 50.00 was not refunded",
      witnesses: ["payment.charge applied (call 3)", "execution.ended"],
    });
  });

  it("sees a charge that lands after the end", () => {
    const story = new OrderStory().ends("TIMED_OUT").charges(50);

    expect(verdictOn(noChargeWithoutRefund, story)).toEqual({
      message: "order ORD-1 timed out, but charge ch_1 of 50.00 was not refunded",
      witnesses: ["execution.ended", "payment.charge applied (call 1)"],
    });
  });
});
