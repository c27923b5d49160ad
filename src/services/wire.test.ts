import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overTheWire } from "./wire.ts";

describe("the wire", () => {
  it("delivers whatever JSON would", () => {
    const awkward = fc.anything({
      withBigInt: false,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), awkward), (value) => {
        const text: string | undefined = JSON.stringify(value);
        // -0 has no text of its own; nobody can tell it from 0 but Object.is.
        expect(JSON.stringify(overTheWire(value))).toBe(text);
      }),
    );
  });

  it("delivers a copy, however deep", () => {
    const sent = { items: [{ sku: "a", tags: ["x"] }] };
    const received = overTheWire(sent);
    sent.items[0]?.tags.push("changed");
    sent.items.push({ sku: "b", tags: [] });

    expect(received).toEqual({ items: [{ sku: "a", tags: ["x"] }] });
  });

  it("delivers nothing as nothing", () => {
    expect(overTheWire(undefined)).toBeUndefined();
    expect(overTheWire({ gone: undefined, kept: null })).toEqual({ kept: null });
  });
});
