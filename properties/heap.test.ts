import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isAtLength } from "./at-length.ts";

/** Where to measure: as many crashes between each two. */
const measured = isAtLength ? [10_000, 30_000, 50_000] : [10_000, 20_000, 30_000];

/** Less than one small object. */
const mostBytesPerCrash = 20;

describe("crashed invocations", () => {
  it("leave nothing behind in memory", async () => {
    const heaps = await heapsAfter(measured);

    expect(heaps.map(({ crashed }, index) => crashed >= (measured[index] ?? 0))).toEqual(
      measured.map(() => true),
    );
    const [growth = 0, ...later] = growths(heaps);
    const between = (heaps[1]?.crashed ?? 0) - (heaps[0]?.crashed ?? 0);
    // What crashes leave behind is there each time; V8 compiles now and then, up to half a megabyte.
    expect(Math.min(growth, ...later)).toBeLessThan(mostBytesPerCrash * between);
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
