import { describe, expect, it } from "vitest";
import { type ApiError, injectedError, networkError, refusal } from "./api-error.ts";

describe("an error of the API", () => {
  it.each<[string, ApiError, string, number | undefined]>([
    ["a throttled call", injectedError("throttle"), "TooManyRequestsException", 429],
    ["a broken service", injectedError("server-error"), "ServiceException", 500],
    ["a refused call", refusal("no"), "InvalidParameterValueException", 400],
    ["a malformed call", refusal("1 validation error detected: ..."), "ValidationException", 400],
    ["a call refused by a fault", injectedError("client-error"), refusal("").name, 400],
    // Without a status the SDK takes it for the network's.
    ["a call without an answer", networkError(), "TimeoutError", undefined],
  ])(
    "tells of %s by name and status, which is what the SDK reads",
    (_what, error, name, status) => {
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(name);
      expect(error.$metadata?.httpStatusCode).toBe(status);
    },
  );

  it("has the service's words, which tell the SDK a stale token", () => {
    expect(refusal("Invalid checkpoint token").message).toBe("Invalid checkpoint token");
  });
});
