import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

describe("what somebody may have meant", () => {
  it("is the candidate with the fewest letters to change", () => {
    expect(
      nearest("payments.charge", ["payment.refund", "payment.charge", "payment.charge"], 2),
    ).toEqual(["payment.charge", "payment.refund"]);
  });

  it("is nothing when no candidate is close", () => {
    expect(didYouMean("order-as-publishd", ["order-as-published", "replay"])).toBe(
      "order-as-published",
    );
    expect(didYouMean("elsewhere", ["order-as-published", "replay"])).toBeUndefined();
    expect(didYouMean("word", [])).toBeUndefined();
  });
});
