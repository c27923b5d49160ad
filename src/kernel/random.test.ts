import { describe, expect, it } from "vitest";
import { RandomSource, type RandomStream } from "./random.ts";

describe("RandomSource", () => {
  // Scenario files hold a seed: other draws for the same seed would make them mean something else.
  it("draws what it has always drawn", () => {
    const stream = new RandomSource(1).stream("golden");

    expect(uint32s(stream, 4)).toEqual([3320147028, 2637978904, 3144771316, 2178258167]);
    expect(stream.next()).toBe(0.6037937491156125);
    expect(stream.integer({ min: 1, max: 6 })).toBe(2);
    expect(stream.chance(0.5)).toBe(true);
    expect(bytes(stream, 6)).toEqual([116, 80, 103, 82, 76, 125]);
  });

  it("starts a stream of the same seed and name anew, whatever else was drawn", () => {
    const source = new RandomSource("seed");
    const expected = uint32s(source.stream("faults"), 5);

    uint32s(source.stream("handler"), 3);
    uint32s(new RandomSource("another seed").stream("faults"), 3);

    expect(uint32s(source.stream("faults"), 5)).toEqual(expected);
    expect(uint32s(new RandomSource("seed").stream("faults"), 5)).toEqual(expected);
  });

  it("does not let the draws of one stream shift those of another", () => {
    const source = new RandomSource(7);
    const expected = uint32s(source.stream("b"), 6);
    const [first, second] = [source.stream("a"), source.stream("b")];

    const interleaved = expected.map(() => [first.uint32(), second.uint32()][1]);

    expect(interleaved).toEqual(expected);
  });

  it("takes a number and its digits for the same seed", () => {
    expect(uint32s(new RandomSource("42").stream("a"), 3)).toEqual(
      uint32s(new RandomSource(42).stream("a"), 3),
    );
  });

  it("draws differently for each seed and each name, also for those that look alike", () => {
    const draws = new Set<string>();
    // Among them are seeds that repeat another, such as 1 and 11.
    for (let seed = 0; seed < 50; seed++) {
      for (const name of ["", "a", "b", "aa", "ab", "ba", "a1", "a2"]) {
        draws.add(uint32s(new RandomSource(seed).stream(name), 2).join(" "));
      }
    }
    expect(draws.size).toBe(400);
  });
});

describe("RandomStream", () => {
  it("spreads its draws evenly", () => {
    const stream = new RandomSource("even").stream("dice");
    const counts = new Map<number, number>();
    for (let roll = 0; roll < 60_000; roll++) {
      const face = stream.integer({ min: 1, max: 6 });
      counts.set(face, (counts.get(face) ?? 0) + 1);
    }
    expect(new Set(counts.keys())).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it("sets each bit of its bytes half of the time", () => {
    const drawn = bytes(new RandomSource("even").stream("bytes"), 8_001);
    for (let bit = 0; bit < 8; bit++) {
      const set = drawn.filter((byte) => (byte >> bit) & 1).length;
      expect(Math.abs(set - 4_000)).toBeLessThan(200);
    }
  });

  it("keeps to its bounds", () => {
    const stream = new RandomSource("bounds").stream("draws");
    for (let draw = 0; draw < 1_000; draw++) {
      expect(stream.integer({ min: -2, max: -2 })).toBe(-2);
      expect(Math.floor(stream.next())).toBe(0);
      expect(stream.chance(0)).toBe(false);
      expect(stream.chance(1)).toBe(true);
    }
  });

  it("draws once for a chance, whatever its probability", () => {
    const never = new RandomSource(1).stream("chance");
    const always = new RandomSource(1).stream("chance");
    never.chance(0);
    always.chance(1);
    expect(never.uint32()).toBe(always.uint32());
  });
});

function uint32s(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.uint32());
}

function bytes(stream: RandomStream, count: number): number[] {
  const drawn = new Uint8Array(count);
  // oxlint-disable-next-line no-array-fill-with-reference-type -- a stream is no array
  stream.fill(drawn);
  return [...drawn];
}
