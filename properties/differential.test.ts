import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Comparer } from "./programs/compare.ts";
import { landmarks } from "./programs/landmarks.ts";
import { longProgramArbitrary } from "./programs/long-programs.ts";
import { programArbitrary } from "./programs/program-arbitrary.ts";
import type { Program } from "./programs/program.ts";
import { type OfficialRunner, startOfficialRunner } from "./programs/run-official.ts";

/** `PROGRAMS=5000 SEED=7` compares more of them, or others; a failure prints how to see it again. */
const programs = Number(process.env["PROGRAMS"] ?? 150);
const longPrograms = Math.ceil(programs / 18);
const seed = Number(process.env["SEED"] ?? 20_261_126);

let inRealTime: OfficialRunner;
let skippingTime: OfficialRunner;

beforeAll(async () => {
  [inRealTime, skippingTime] = await Promise.all([
    // A service as slow as the simulated one, and programs that wait all at the same time.
    startOfficialRunner({ checkpointDelay: 10 }, 120),
    // It has one clock for all of its runs.
    startOfficialRunner({ skipTime: true }, 1),
  ]);
}, 60_000);

afterAll(() => {
  inRealTime.stop();
  skippingTime.stop();
});

describe.concurrent("a program ends the same in the simulation and on the official runner", () => {
  it.each(landmarks)("if it $does", async ({ program }) => {
    const comparison = await new Comparer(inRealTime).compare(program);

    expect(comparison.simulated).toEqual(comparison.official);
  });

  it(`if it is one of ${programs} random ones`, async () => {
    const compared = await compareAll(programArbitrary, inRealTime, programs);

    // Or ties and deviations have eaten up what the test is about.
    expect(compared).toBeGreaterThan(0.7 * programs);
  }, 600_000);

  it(`if it is one of ${longPrograms} random ones that take days`, async () => {
    const compared = await compareAll(longProgramArbitrary, skippingTime, longPrograms);

    expect(compared).toBeGreaterThan(0.7 * longPrograms);
  }, 600_000);
});

/** How many programs could be compared; throws with the smallest that differs. */
async function compareAll(
  arbitrary: fc.Arbitrary<Program>,
  official: OfficialRunner,
  numRuns: number,
): Promise<number> {
  const parameters = { seed, numRuns, includeErrorInReport: true };
  const comparer = new Comparer(official);
  for (const program of fc.sample(arbitrary, parameters)) {
    if (await comparer.isComparable(program)) comparer.start(program);
  }
  let compared = 0;
  const property = fc.asyncProperty(arbitrary, async (program) => {
    if (!(await comparer.isComparable(program))) return;
    const { official: ofRunner, simulated } = await comparer.compare(program);
    expect(simulated).toEqual(ofRunner);
    compared++;
  });
  await fc.assert(property, parameters);
  return compared;
}
