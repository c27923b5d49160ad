import { openSync, writeSync } from "node:fs";
import type { FoundRecord } from "../../campaign/campaign-report.ts";
import { overheard } from "../../campaign/overhear.ts";
import { replayFile } from "../../campaign/replaying.ts";
import type { Sighting } from "../../campaign/sighting.ts";
import { type Stage, StintRun } from "../../campaign/stint-run.ts";
import { recorded } from "../../faults/adversary.ts";
import { faultFamilies } from "../../faults/fault.ts";
import { inMacrotask } from "../../kernel/drain.ts";
import { UsageError } from "../../kernel/errors.ts";
import { renderFinding } from "../../report/finding.ts";
import { recordOf } from "../../report/finding-record.ts";
import { violationIn } from "../../search/bucket.ts";
import { confirm } from "../../search/confirm.ts";
import { Prober, type Watch } from "../../search/prober.ts";
import type { World } from "../../trial/world.ts";
import type { Done, DrawJob, Job, ReplayJob, StintJob, WitnessJob } from "./messages.ts";
import type { PositionWriter } from "./position.ts";

/** What a worker has for its jobs. */
export interface Bench {
  readonly worlds: readonly World[];
  readonly position: PositionWriter;
  /** Tells of a finding at once. */
  readonly found: (record: FoundRecord) => Promise<void>;
}

/** Does what the supervisor asks. */
export async function doJob(job: Job, bench: Bench): Promise<Done> {
  // Until its first trial it would seem to be where the last job was.
  bench.position.write(0, "exploring");
  switch (job.kind) {
    case "stint":
      return doStint(job, bench);
    case "replay":
      return doReplay(job, bench);
    case "witness":
      return doWitness(job, bench);
    case "draw":
      return draw(job, bench);
  }
}

async function doStint({ task }: StintJob, { worlds, position, found }: Bench): Promise<Done> {
  const run = new StintRun(worldOf(worlds, task.stint.world), task, (plan) => {
    position.write(run.trial, run.stage);
    return plan;
  });
  const steps = run.run();
  for (;;) {
    // A turn of the event loop for each batch, so that Node lets go of what it has left behind.
    const step = await inMacrotask(() => steps.next());
    const { rss: rssBytes } = process.memoryUsage();
    if (step.done === true) return { kind: "stint", report: step.value, rssBytes };
    await tellAll(step.value, found);
  }
}

async function doReplay(
  { task, families, isShrunk }: ReplayJob,
  { worlds, position, found }: Bench,
): Promise<Done> {
  let stage: Stage = "exploring";
  const prober = new Prober(worldOf(worlds, task.scenario.world), families, (plan) => {
    position.write(0, stage);
    stage = "shrinking";
    return plan;
  });
  const { outcome, sightings } = await inMacrotask(() => replayFile(prober, task, isShrunk));
  await tellAll(sightings, found);
  return { kind: "replay", outcome, rssBytes: process.memoryUsage().rss };
}

/** The same trials once more, each strike of them written down before it happens. */
async function doWitness(
  { work, trial, file }: WitnessJob,
  { worlds, position }: Bench,
): Promise<Done> {
  const lines = openSync(file, "w");
  // Not a message: that would be real I/O in the middle of a trial.
  const write = (line: unknown) => writeSync(lines, `${JSON.stringify(line)}\n`);
  const watch: Watch = (plan) => {
    const { input, seed, decider } = plan;
    position.write(trial, "exploring");
    write({ input, seed });
    return { ...plan, decider: overheard(decider, write) };
  };
  await inMacrotask(() => repeat(work, trial, { worlds, watch }));
  return { kind: "witness" };
}

function repeat(
  work: WitnessJob["work"],
  trial: number,
  { worlds, watch }: { readonly worlds: readonly World[]; readonly watch: Watch },
): void {
  if (work.kind === "replay") {
    const { task, families, isShrunk } = work;
    replayFile(new Prober(worldOf(worlds, task.scenario.world), families, watch), task, isShrunk);
    return;
  }
  if (work.kind === "trial") {
    const { world, input, seed, strikes } = work;
    const decider = { kind: "adversary", adversary: recorded(strikes) } as const;
    new Prober(worldOf(worlds, world), faultFamilies, watch).runAlone({ input, seed, decider });
    return;
  }
  const run = new StintRun(worldOf(worlds, work.task.stint.world), work.task, watch);
  for (const _ of run.runOnly(trial));
}

async function draw(
  { record, families, commands }: DrawJob,
  { worlds, position }: Bench,
): Promise<Done> {
  const { scenario, invariant, tier, firstTrial, firstFaults, tries } = record;
  const prober = new Prober(worldOf(worlds, scenario.world), families, (plan) => {
    position.write(0, "exploring");
    return plan;
  });
  const { input, seed, faults: schedule } = scenario;
  const bucket = { invariant, tier };
  const text = await inMacrotask(() => {
    const result = prober.runAlone({ input, seed, decider: { kind: "schedule", schedule } });
    if (violationIn(result, bucket) === undefined) return undefined;
    const confirmed = confirm(prober, bucket, result, true);
    if (confirmed.kind === "diverged") return undefined;
    const sight = { firstTrial, firstFaults, tries, isProvenSmallest: false };
    return renderFinding({ ...confirmed.counterexample, bucket, ...sight }, commands);
  });
  return { kind: "draw", text };
}

async function tellAll(sightings: readonly Sighting[], found: Bench["found"]): Promise<void> {
  for (const sighting of sightings) await found(recordOf(sighting));
}

function worldOf(worlds: readonly World[], name: string): World {
  const world = worlds.find((one) => one.name === name);
  if (world === undefined) throw new UsageError(`there is no world "${name}" any more`);
  return world;
}
