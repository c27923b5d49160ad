import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { isAtLength } from "./at-length.ts";

/** Crashes between each two measurements, and before the first. */
const span = isAtLength ? 20_000 : 10_000;
const measured = [span, 2 * span, 3 * span];

/** Less than one small object. */
const mostBytesPerCrash = 20;

describe("crashed invocations", () => {
  it("leave nothing behind in memory", async () => {
    const heaps = await heapsAfter(measured);

    for (const [index, crashes] of measured.entries()) {
      expect(heaps[index]?.crashed).toBeGreaterThanOrEqual(crashes);
    }
    // What crashes leave behind is there each time; V8 compiles now and then, up to half a megabyte.
    expect(Math.min(...growths(heaps))).toBeLessThan(mostBytesPerCrash * span);
  });
});

interface Heap {
  readonly crashed: number;
  readonly bytes: number;
}

/** Measured in a process of its own, where nothing else takes memory. */
async function heapsAfter(crashes: readonly number[]): Promise<readonly Heap[]> {
  const script = join(inject("programs"), "measure-heap.js");
  const args = ["--expose-gc", script, ...crashes.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
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
