import { describe, expect, it, vi } from "vitest";
import { inMacrotask } from "../kernel/drain.ts";
import { parcelWorld } from "../trial/parcel-world.test-support.ts";
import type { TrialPlan } from "../trial/trial.ts";
import type { Sighting } from "./sighting.ts";
import { type StintReport, StintRun, type StintTask } from "./stint-run.ts";

// Some hundred trials each; on a machine that is busy with other things that takes a while.
vi.setConfig({ testTimeout: 60_000 });

const usual: StintTask = {
  stint: { order: 6, world: "parcel", number: 3, trials: 120, firstTrial: 361 },
  seed: "a campaign",
  families: ["service", "crash"],
  skipped: [],
  unshrunk: [],
  until: 120,
  confirmed: [],
};

describe("a stint", () => {
  it("is the same whenever it is run, and another one with another number or seed", async () => {
    const one = await run(usual);
    const again = await run(usual);
    const { stint } = usual;

    expect(idsOf(one)).not.toEqual([]);
    expect(again.report).toEqual(one.report);
    expect(idsOf(again)).toEqual(idsOf(one));
    expect((await run({ ...usual, seed: "another" })).report).not.toEqual(one.report);
    expect((await run({ ...usual, stint: { ...stint, number: 4 } })).report).not.toEqual(
      one.report,
    );
  });

  it("depends on its number alone, not on its place in the campaign", async () => {
    const { stint } = usual;
    const elsewhere = await run({ ...usual, stint: { ...stint, order: 99, firstTrial: 1 } });

    expect(elsewhere.report).toEqual((await run(usual)).report);
  });

  it("tells of each kind of violation once, made small, and counts the trials that fell into it", async () => {
    const { sightings, report } = await run(usual);

    const shipped = sightings.find(
      (one) => one.kind === "violation" && one.finding.bucket.invariant === "at-most-one-parcel",
    );
    expect(shipped).toMatchObject({ finding: { scenario: { faults: [{ times: 1 }] } } });
    expect(new Set(idsOf({ sightings })).size).toBe(sightings.length);
    expect(Object.keys(report.tally.hits).toSorted()).toEqual(idsOf({ sightings }).toSorted());
    expect(Math.max(...Object.values(report.tally.hits))).toBeGreaterThan(1);
  });

  it("says nothing of what was confirmed before, and counts the same", async () => {
    const all = await run(usual);
    const known = await run({ ...usual, confirmed: idsOf(all) });

    expect(known.sightings).toEqual([]);
    expect(known.report).toEqual(all.report);
  });

  it("leaves out the trials that it is told to, and draws the others as ever", async () => {
    const all = await run(usual);
    const fewer = await run({ ...usual, skipped: [5, 7] });
    const first = await run({ ...usual, until: 30 });

    expect(fewer.report.tally.trials).toBe(118);
    expect(first.report.tally.trials).toBe(30);
    const explored = (plans: readonly TrialPlan[]) => plans.filter(({ seed }) => seed !== 1);
    const [sixth, eighth] = [explored(all.plans)[5]?.seed, explored(all.plans)[7]?.seed];
    const seeds = explored(fewer.plans).map(({ seed }) => seed);
    expect(seeds).not.toContain(sixth);
    expect(seeds).not.toContain(eighth);
  });

  it("leaves a find as it is where shrinking it has ended a process", async () => {
    const all = await run(usual);
    const firsts = all.sightings.map(numberOf);
    const raw = await run({ ...usual, unshrunk: firsts.map((number) => number - 361) });

    expect(raw.sightings.map(numberOf)).toEqual(firsts);
    expect(raw.report.tally.shrinkingTrials).toBe(0);
    expect(raw.sightings.every((one) => one.kind === "violation" && one.finding.tries === 0)).toBe(
      true,
    );
  });

  it("can be asked for a single trial again, with the same strikes", async () => {
    const plans: TrialPlan[] = [];
    const watch = (plan: TrialPlan) => (plans.push(plan), plan);
    await inMacrotask(() => Array.from(new StintRun(parcelWorld, usual, watch).runOnly(17)));

    const seeds = (await run(usual)).plans.map(({ seed }) => seed);
    expect(seeds).toContain(plans[0]?.seed);
  });
});

interface Ran {
  readonly report: StintReport;
  readonly sightings: readonly Sighting[];
  readonly plans: readonly TrialPlan[];
}

async function run(task: StintTask): Promise<Ran> {
  const plans: TrialPlan[] = [];
  const watch = (plan: TrialPlan) => (plans.push(plan), plan);
  const steps = new StintRun(parcelWorld, task, watch).run();
  const sightings: Sighting[] = [];
  for (;;) {
    const step = await inMacrotask(() => steps.next());
    if (step.done === true) return { report: step.value, sightings, plans };
    sightings.push(...step.value);
  }
}

function idsOf({ sightings }: Pick<Ran, "sightings">): readonly string[] {
  return sightings.flatMap((one) => (one.kind === "violation" ? one.id : []));
}

function numberOf(sighting: Sighting): number {
  return sighting.kind === "violation" ? sighting.finding.firstTrial : sighting.trial;
}
