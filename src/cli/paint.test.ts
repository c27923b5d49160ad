import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { paint } from "./paint.ts";

const report =
  "✗ no-charge\n  ✗  10 ms  payment\n  Replay  durable-chaos replay x\n     20 ms  nothing";

describe("paint", () => {
  it("colours marks and labels, and nothing else", () => {
    expect(paint(report).replaceAll("\u001B", "^")).toMatchInlineSnapshot(`
      "^[1m^[31m✗ no-charge^[39m^[22m
      ^[31m  ✗  10 ms  payment^[39m
      ^[1m  Replay^[22m  durable-chaos replay x
           20 ms  nothing"
    `);
  });

  it("changes no character", () => {
    expect(stripVTControlCharacters(paint(report))).toBe(report);
  });
});
