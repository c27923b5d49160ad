import { describe, expect, it } from "vitest";
import { canonical, digestOf, withoutRepeats, withoutUuids } from "./canonical.ts";
import { dateAt } from "./virtual-date.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe("a digest", () => {
  it("tells texts apart, also by halves of surrogate pairs", () => {
    const texts = ["a", "b", "\uFFFD", "\uD83D", "\uD83E", "\uD83D\uDE00"];
    const digests = texts.map((text) => digestOf(`name ${text}`));

    expect(new Set(digests).size).toBe(texts.length);
    expect(digestOf("name \uD83D")).toBe(digests[3]);
  });
});

describe("a canonical text", () => {
  it("is equal for equal values, and for no others", () => {
    const values = [
      undefined,
      null,
      1,
      "1",
      [1],
      ["1"],
      [[1]],
      { a: 1 },
      { a: "1" },
      { b: 1 },
      new Map([["a", 1]]),
      new Map([["a", 2]]),
      new Set(["a"]),
      new Error("a"),
      new RangeError("a"),
      [undefined, 1],
      true,
      ["a", "b"],
      ['a,1"b'],
      ["ab"],
      { "a:1,b": 1 },
      { a: 1, b: 1 },
      { a: "1,b:1" },
      { a: "1", b: 1 },
    ];
    const texts = values.map((value) => canonical(value, "none"));

    expect(new Set(texts).size).toBe(values.length);
    expect(values.map((value) => canonical(structuredClone(value), "none"))).toEqual(texts);
  });

  it("knows what an error carries besides its message", () => {
    const one = Object.assign(new Error("refused"), { status: 402 });
    const other = Object.assign(new Error("refused"), { status: 409 });

    expect(canonical(one, "none")).not.toBe(canonical(other, "none"));
  });

  it("leaves out functions, and of positions in a trace all but their order", () => {
    const text = (...events: readonly number[]) =>
      canonical(
        { accounts: new Map([["a", events.map((event) => ({ event, find: () => event }))]]) },
        "none",
      );

    expect(text(3)).toBe(text(7));
    expect(text(3, 9, 5)).toBe(text(1, 3, 2));
    expect(text(3, 9)).not.toBe(text(9, 3));
    expect(text(3, 3)).not.toBe(text(3, 9));
  });

  it("makes no difference between times at all, if none are wanted", () => {
    const one = { atMs: 1, until: dateAt(1), createdMs: new Map([["a", 5]]) };
    const other = { atMs: 2, until: dateAt(2), createdMs: new Map([["a", 6]]) };

    expect(canonical(one, "none")).toBe(canonical(other, "none"));
  });

  it("knows roughly how far ahead a time is, and more roughly how long ago", () => {
    const text = (atMs: number, nowMs: number) => canonical({ atMs }, { nowMs });

    expect(text(hourMs, 0)).toBe(text(hourMs + minuteMs, minuteMs));
    expect(text(30 * minuteMs, 0)).toBe(text(30 * minuteMs, minuteMs));
    expect(text(30 * minuteMs, 0)).not.toBe(text(30 * minuteMs, 25 * minuteMs));
    expect(text(0, minuteMs)).toBe(text(0, 30 * minuteMs));
    expect(text(0, minuteMs)).not.toBe(text(0, 2 * hourMs));
    expect(text(minuteMs, 0)).not.toBe(text(0, minuteMs));
  });

  it("knows by five seconds how long ago something recent was", () => {
    const text = (agoMs: number) => canonical({ atMs: 0 }, { nowMs: agoMs, recentMs: minuteMs });

    expect(text(0)).toBe(text(4_999));
    expect(text(0)).not.toBe(text(5_000));
    expect(text(54_999)).not.toBe(text(minuteMs - 1));
    expect(text(minuteMs - 1)).not.toBe(text(minuteMs));
    expect(text(minuteMs)).toBe(text(59 * minuteMs));
    expect(text(-1)).not.toBe(text(0));
  });

  it("takes numbers for times only where the name says so", () => {
    expect(canonical({ qty: 1 }, { nowMs: 5 })).not.toBe(canonical({ qty: 2 }, { nowMs: 5 }));
  });
});

describe("UUIDs", () => {
  const [a, b] = ["0189a6f3-1111-4222-8333-444444444444", "0189a6f3-5555-4666-8777-888888888888"];

  it("are told apart by their order only", () => {
    expect(withoutUuids(`${a} ${b} ${a}`)).toBe(withoutUuids(`${b} ${a} ${b}`));
    expect(withoutUuids(`${a} ${b} ${a}`)).not.toBe(withoutUuids(`${a} ${b} ${b}`));
  });

  it("are no other texts with dashes", () => {
    const text = "ORD-1/pay-create/1 2023-11-14T22:13:20.200Z a-bcde-fghi-jklm-nopq";
    expect(withoutUuids(text)).toBe(text);
  });
});

describe("a list without repeats", () => {
  it("has one of those that follow each other, and each that comes again later", () => {
    expect(withoutRepeats(["a", "a", "b", "a", "a", "a"])).toEqual(["a", "b", "a"]);
  });
});
