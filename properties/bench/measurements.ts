import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  type ExploreOptions,
  type World,
  explore,
  orderAsPublished,
  orderHardened,
} from "../../src/index.ts";

/** How many trials an enumeration took, and how long. */
export interface Enumeration {
  readonly trials: number;
  readonly seconds: number;
}

/**
 * All schedules of up to two faults for one order, every trial to its end; shrinking and confirming included.
 * Then the same, merged; then up to three faults for a plain order of the hardened saga, merged; medians of three.
 * At last up to four faults of that, once.
 */
export async function measureEnumerations(): Promise<{
  readonly whole: Enumeration;
  readonly merged: Enumeration;
  readonly three: Enumeration;
  readonly four: Enumeration;
}> {
  const published = firstExample(orderAsPublished);
  await explore(published, { maxFaults: 1, randomTrials: 2_000 });
  const hardened = firstExample(orderHardened);
  const pairs = { maxFaults: 2, randomTrials: 0 };
  return {
    whole: await medianOfThree(published, { ...pairs, merge: false }),
    merged: await medianOfThree(published, pairs),
    three: await medianOfThree(hardened, { ...pairs, maxFaults: 3 }),
    four: await measure(hardened, { ...pairs, maxFaults: 4 }),
  };
}

function firstExample<Input, Ledgers>(world: World<Input, Ledgers>): World<Input, Ledgers> {
  return { ...world, examples: world.examples.slice(0, 1) };
}

async function medianOfThree<Input, Ledgers>(
  world: World<Input, Ledgers>,
  options: Partial<ExploreOptions>,
): Promise<Enumeration> {
  const laps: Enumeration[] = [];
  for (let lap = 0; lap < 3; lap++) laps.push(await measure(world, options));
  const [, median] = laps.toSorted((one, other) => one.seconds - other.seconds);
  return median ?? { trials: 0, seconds: Number.NaN };
}

async function measure<Input, Ledgers>(
  world: World<Input, Ledgers>,
  options: Partial<ExploreOptions>,
): Promise<Enumeration> {
  const start = performance.now();
  const { counts } = await explore(world, options);
  return { trials: counts.spent.enumeration, seconds: (performance.now() - start) / 1_000 };
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
