import { describe, expect, it } from "vitest";
import { keysOf } from "./keys.ts";

/** Every key that an order may have, with two decisions to cancel. */
function allKeysOf(orderId: string): readonly string[] {
  const { cancelPayment, ...others } = keysOf(orderId);
  return [...Object.values(others), cancelPayment(1), cancelPayment(2)];
}

describe("the keys of an order", () => {
  it("never change: who looks after an order finds by them what was done for it", () => {
    const { cancelPayment, ...others } = keysOf("ORD-1");

    expect(others).toEqual({
      reservation: "ORD-1/reserve/1",
      createPayment: "ORD-1/pay-create/1",
      confirmPayment: "ORD-1/pay-confirm/1",
      capturePayment: "ORD-1/pay-capture/1",
      refund: "ORD-1/refund/1",
      shipment: "ORD-1/ship/1",
      confirmation: "ORD-1/notify-confirmed/1",
    });
    expect([cancelPayment(1), cancelPayment(2)]).toEqual([
      "ORD-1/pay-cancel/1",
      "ORD-1/pay-cancel/2",
    ]);
  });

  it("are one for each thing to do, and for each decision to cancel", () => {
    const keys = allKeysOf("ORD-1");

    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are shared by no two orders", () => {
    const keys = ["ORD-1", "ORD-11", "ORD-1-1", "1"].flatMap(allKeysOf);

    expect(new Set(keys).size).toBe(keys.length);
  });
});
