import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

describe("crashed invocations", () => {
  it("leave nothing behind in memory, 20,000 of them", async () => {
    // Before that the heap grows by as much again, as V8 compiles code.
    const heaps = await heapsAfter([8_000, 20_000]);

    expect(heaps.at(-1)?.crashed).toBeGreaterThanOrEqual(20_000);
    // 20 bytes for each invocation: less than one small object.
    for (const growth of growths(heaps)) expect(growth).toBeLessThan(240_000);
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
