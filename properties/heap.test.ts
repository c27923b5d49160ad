import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isAtLength } from "./at-length.ts";

/** Where to measure; before the first the heap grows by as much again, as V8 compiles code. */
const [early, late] = isAtLength ? [30_000, 50_000] : [8_000, 20_000];

/** Less than one small object. */
const mostBytesPerCrash = 20;

describe("crashed invocations", () => {
  it(`leave nothing behind in memory, ${late} of them`, async () => {
    const heaps = await heapsAfter([early, late]);

    expect(heaps.at(-1)?.crashed).toBeGreaterThanOrEqual(late);
    const most = mostBytesPerCrash * (late - early);
    for (const growth of growths(heaps)) expect(growth).toBeLessThan(most);
  });
});

interface Heap {
  readonly crashed: number;
  readonly bytes: number;
}

/** Measured in a process of its own, where nothing else takes memory. */
async function heapsAfter(crashes: readonly number[]): Promise<readonly Heap[]> {
  const script = `${import.meta.dirname}/heap/measure-heap.ts`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    script,
    ...crashes.map(String),
  ]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [crashed = 0, bytes = 0] = line.split(" ").map(Number);
      return { crashed, bytes };
    });
}

/** From each measurement to the next; the heap may also shrink, when V8 drops compiled code. */
function growths(heaps: readonly Heap[]): readonly number[] {
  return heaps.slice(1).map(({ bytes }, index) => bytes - (heaps[index]?.bytes ?? 0));
}
