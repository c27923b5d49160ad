import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOutTime } from "./time-axis.ts";

const hourMs = 3_600_000;

describe("a time axis", () => {
  it("has milliseconds and hours in one picture", () => {
    const busy = [
      { fromMs: 0, untilMs: 60 },
      { fromMs: hourMs, untilMs: hourMs + 10 },
    ];
    const [strip, ...others] = layOutTime([0, 10, 60, hourMs, hourMs + 10], busy, 60);

    expect(others).toEqual([]);
    expect([0, 10, 60, hourMs, hourMs + 10].map((ms) => strip?.columnOf(ms))).toEqual([
      0, 1, 4, 8, 9,
    ]);
    expect(strip?.breaks).toEqual([6]);
    expect(strip?.ticks).toEqual([
      { column: 0, label: "0 ms" },
      { column: 8, label: "1 h" },
    ]);
  });

  it("leaves out no time in which something runs", () => {
    const [strip] = layOutTime([0, 900_000], [{ fromMs: 0, untilMs: 900_000 }], 60);

    expect(strip?.breaks).toEqual([]);
    expect(strip?.columnOf(900_000)).toBe(8);
  });

  it("goes on below where a line is full, at a break if there is one", () => {
    const busy = [0, 1, 2, 3].map((nth) => ({ fromMs: nth * hourMs, untilMs: nth * hourMs + 100 }));
    const times = busy.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
    const strips = layOutTime(times, busy, 20);

    expect(strips.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [0, hourMs + 100],
      [2 * hourMs, 3 * hourMs + 100],
    ]);
  });

  it("draws long stretches narrower before it goes on below", () => {
    const times = [0, 60_000, 120_000, 180_000, 240_000];
    const strips = layOutTime(times, [{ fromMs: 0, untilMs: 240_000 }], 17);

    expect(strips.map(({ width }) => width)).toEqual([17]);
    expect(times.map((ms) => strips[0]?.columnOf(ms))).toEqual([0, 4, 8, 12, 16]);
  });

  it("says no time twice", () => {
    const times = [1_060, 1_100, 1_140, 1_180];
    const [strip] = layOutTime(times, [{ fromMs: 1_060, untilMs: 1_180 }], 60);

    expect(strip?.ticks.map(({ label }) => label)).toEqual(["1.1 s", "1.2 s"]);
  });

  it("gives every moment a column of its own within the width, in order, and every label its room", () => {
    const moments = fc.uniqueArray(fc.integer({ min: 0, max: 10 * hourMs }), {
      minLength: 1,
      maxLength: 120,
    });
    const spans = fc.array(
      fc.record({
        fromMs: fc.integer({ min: 0, max: 10 * hourMs }),
        lastsMs: fc.integer({ min: 0, max: hourMs }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(moments, spans, fc.integer({ min: 16, max: 120 }), (times, runs, width) => {
        const busy = runs.map(({ fromMs, lastsMs }) => ({ fromMs, untilMs: fromMs + lastsMs }));
        const strips = layOutTime(times, busy, width);
        const seen: number[] = [];
        for (const strip of strips) {
          expect(strip.width).toBeLessThanOrEqual(width);
          const own = times
            .filter((ms) => ms >= strip.fromMs && ms <= strip.untilMs)
            .toSorted((one, other) => one - other);
          const columns = own.map((ms) => strip.columnOf(ms));
          expect(new Set(columns).size).toBe(own.length);
          expect(columns).toEqual(columns.toSorted((one, other) => one - other));
          seen.push(...own);
          let free = 0;
          for (const { column, label } of strip.ticks) {
            expect(column).toBeGreaterThanOrEqual(free);
            free = column + label.length + 1;
            expect(free - 1).toBeLessThanOrEqual(width);
          }
        }
        expect(seen).toEqual(times.toSorted((one, other) => one - other));
      }),
    );
  });
});
