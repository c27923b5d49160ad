import { describe, expect, it } from "vitest";
import { cut, renderValue } from "./value.ts";

describe("values on one line", () => {
  it("reads as code does", () => {
    const value = { orderId: "o1", "two words": [1, null, true], nothing: {}, missing: undefined };

    expect(renderValue(value)).toBe(
      '{ orderId: "o1", "two words": [1, null, true], nothing: {}, missing: undefined }',
    );
  });

  it("shows where it was cut", () => {
    expect(renderValue("x".repeat(300))).toHaveLength(200);
    expect(cut("abcdef", 4)).toBe("abc…");
    expect(cut("abcd", 4)).toBe("abcd");
  });
});
