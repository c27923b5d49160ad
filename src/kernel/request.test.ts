import { describe, expect, it } from "vitest";
import { requestOf } from "./request.ts";

describe("the text of a request", () => {
  it("is of what it asks, whatever was asked under its number before", () => {
    const first = { call: 1, name: "payment.charge", args: { amount: 1 } };

    expect(requestOf(first)).toBe('payment.charge {"amount":1}');
    expect(requestOf(first)).toBe('payment.charge {"amount":1}');
    expect(requestOf({ ...first, args: { amount: 2 } })).toBe('payment.charge {"amount":2}');
    expect(requestOf({ ...first, call: 2 })).toBe('payment.charge {"amount":1}');
    expect(requestOf(first)).toBe('payment.charge {"amount":1}');
  });

  it("is there also where a service without types asks for nothing", () => {
    expect(requestOf({ call: 1_000, name: "payment.look", args: undefined as never })).toBe(
      "payment.look undefined",
    );
  });
});
