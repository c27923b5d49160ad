import { describe, expect, it } from "vitest";
import { escapeControls, onOneLine } from "./plain-text.ts";

describe("text for a terminal", () => {
  it.each([
    ["what moves the cursor or changes colours", "\u001B[2J\u0007", String.raw`\u001b[2J\u0007`],
    ["what only some terminals obey", "\u009B31m", String.raw`\u009b31m`],
    ["what turns the direction of writing round", "\u202Etxt.exe", String.raw`\u202etxt.exe`],
    ["line ends that only some programs know", "a\u2028b\rc", String.raw`a\u2028b\rc`],
    ["what hides", "a\u200Bb\u{E0041}", String.raw`a\u200bb\udb40\udc41`],
    ["halves of characters", "\uD83D!", String.raw`\ud83d!`],
  ])("shows %s", (_what, text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });

  it("leaves letters, signs and lines as they are", () => {
    const text = "Zürich → 東京 ✓ 😀\n  two";

    expect(escapeControls(text)).toBe(text);
  });

  it("means the same to whoever reads it as JSON", () => {
    const value = { name: "\u009B\u202E\u200B\u007F" };

    expect(JSON.parse(escapeControls(JSON.stringify(value)))).toEqual(value);
  });

  it("puts on one line, and cuts, what has to be", () => {
    expect(onOneLine("a\nb")).toBe(String.raw`a\nb`);
    expect(onOneLine("abcdef", 4)).toBe("abc…");
  });
});
