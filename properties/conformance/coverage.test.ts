import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import leftOut from "./left-out.json" with { type: "json" };

/** How many requirements AWS has for each suite, which the first part of an id names. */
const suites = [20, 5, 18, 19, 16, 13, 15, 22, 20, 23];

test("every requirement is tested here, or left out for a reason", () => {
  const all = suites.flatMap((size, index) =>
    Array.from({ length: size }, (_, at) => `${index + 1}-${at + 1}`),
  );
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  const sources = tests.map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"));
  const tested = new Set(
    sources.flatMap((source) => [...source.matchAll(/\[(\d+-\d+)\]/g)].map(([, id]) => id)),
  );

  const missing = all.filter((id) => !tested.has(id));
  expect(missing).toEqual(Object.keys(leftOut));
  expect(missing.every((id) => id.startsWith("10-"))).toBe(true);
});
