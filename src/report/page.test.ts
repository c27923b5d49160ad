import { describe, expect, it } from "vitest";
import { hang, page, pageWidth } from "./page.ts";

describe("a page", () => {
  it("wraps a text behind its label, and aligns what follows", () => {
    const lines = hang("  Hint  ", "word ".repeat(30).trim()).split("\n");

    expect(lines.map((line) => line.slice(0, 12))).toEqual(["  Hint  word", "        word"]);
    expect(lines.every((line) => line.length <= pageWidth)).toBe(true);
  });

  it("takes no word apart, however long", () => {
    const word = "x".repeat(pageWidth);

    expect(hang("  ", `a ${word} b`)).toBe(`  a\n  ${word}\n  b`);
  });

  it("shows what would do something to the terminal, in the label as in the text", () => {
    expect(hang("a\u001Bb ", "c\n✓ d")).toBe(String.raw`a\u001bb c\n✓ d`);
  });

  it("leaves out what is missing, but not what is empty", () => {
    expect(page("a", "", "b", undefined)).toBe("a\n\nb");
  });
});
