import { describe, expect, it } from "vitest";
import { ProviderError, refusedWith, statusError } from "./provider-error.ts";

describe("ProviderError", () => {
  it("tells callers what to branch on", () => {
    const error = new ProviderError({
      status: 402,
      code: "card_declined",
      message: "the bank said no",
      declineCode: "lost_card",
    });

    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe("ProviderError: the bank said no");
    expect(error).toMatchObject({ status: 402, code: "card_declined", declineCode: "lost_card" });
  });

  it("has a reason of the bank only where a bank said no", () => {
    const error = new ProviderError({ status: 404, code: "missing", message: "there is none" });

    expect(error.declineCode).toBeUndefined();
  });
});

describe("refusedWith", () => {
  it("is a refusal with such an error", () => {
    const refusal = refusedWith(409, "out_of_stock", "no cups");

    expect(refusal.kind).toBe("refused");
    expect(refusal.error).toBeInstanceOf(ProviderError);
    expect(refusal.error).toMatchObject({ status: 409, code: "out_of_stock", message: "no cups" });
  });
});

describe("statusError", () => {
  it.each([
    [401, "unauthorized"],
    [429, "rate_limit"],
    [502, "bad_gateway"],
    [500, "api_error"],
    [503, "unavailable"],
  ])("has a word for %d: %s", (status, code) => {
    const error = statusError(status, "cards.create: no");

    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ status, code, message: "cards.create: no" });
    expect(error).toHaveProperty("retryAfterSeconds", undefined);
  });

  it("says when to come again, as the header does", () => {
    expect(statusError(429, "cards.create: no", 30_000)).toMatchObject({ retryAfterSeconds: 30 });
  });
});
