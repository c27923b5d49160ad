import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type World, explore, orderAsPublished } from "../../src/index.ts";

/**
 * All schedules of up to two faults for one plain order, shrinking and confirming included: the median
 * of three.
 */
export async function measureEnumeration(): Promise<{
  readonly trials: number;
  readonly seconds: number;
}> {
  const world: World = { ...orderAsPublished, examples: orderAsPublished.examples.slice(0, 1) };
  await explore(world, { maxFaults: 1, randomTrials: 2_000 });
  const laps: { readonly trials: number; readonly seconds: number }[] = [];
  for (let lap = 0; lap < 3; lap++) {
    const start = performance.now();
    const { counts } = await explore(world, { maxFaults: 2, randomTrials: 0 });
    const seconds = (performance.now() - start) / 1_000;
    laps.push({ trials: counts.spent.enumeration, seconds });
  }
  const [, median] = laps.toSorted((one, other) => one.seconds - other.seconds);
  return median ?? { trials: 0, seconds: Number.NaN };
}

/** The heap in use after 20,000 crashed invocations, and after 50,000 more. */
export async function measureHeap(): Promise<{
  readonly crashed: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}> {
  const script = fileURLToPath(new URL("../heap/measure-heap.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    script,
    "20000",
    "70000",
  ]);
  const [crashedBefore = 0, bytesBefore = 0, crashedAfter = 0, bytesAfter = 0] = stdout
    .split(/\s/)
    .map(Number);
  return { crashed: crashedAfter - crashedBefore, bytesBefore, bytesAfter };
}
