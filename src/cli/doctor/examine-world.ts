import { z } from "zod";
import { drainWorks, inMacrotask } from "../../kernel/drain.ts";
import type { Diagnosis } from "../../report/diagnosis.ts";
import { renderDivergence } from "../../report/divergence.ts";
import { plural } from "../../report/counts.ts";
import { renderValue } from "../../report/value.ts";
import { dependenceOf } from "../../search/dependence.ts";
import { Prober } from "../../search/prober.ts";
import { runTwice } from "../../search/sameness.ts";
import { plainSeed } from "../../search/simplicity.ts";
import type { World } from "../../trial/world.ts";
import type { Started, Terminal } from "../terminal.ts";
import { differsOnOtherNode } from "./other-node.ts";

/** The name of the command that each of the processes runs; it is for nobody else. */
export const trialsCommand = "doctor-trials";

const reportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), why: z.string() }),
  z.object({
    kind: z.literal("ran"),
    hashes: z.array(z.string()),
    /** In words, where one process was enough to see it. */
    divergence: z.string().nullable(),
    /** The events of the trial that was asked for. */
    events: z.array(z.string()),
  }),
]);

type TrialsReport = z.infer<typeof reportSchema>;

/** What one process has seen of its trials, as JSON; with the events of one of them, if asked. */
export async function reportTrials(
  world: World,
  { trials, show }: { readonly trials: number; readonly show: number | undefined },
): Promise<string> {
  const sameness = await runTwice(world, trials);
  if (sameness.kind === "refused") return JSON.stringify(sameness);
  const { hashes, divergence, results } = sameness;
  const shown = show === undefined ? [] : (results[show]?.trace ?? []);
  const report: TrialsReport = {
    kind: "ran",
    hashes: [...hashes],
    divergence: divergence === undefined ? null : renderDivergence(divergence),
    events: shown.map((event) => renderValue(event, 300)),
  };
  return JSON.stringify(report);
}

/** What keeps the trials of a world from being deterministic, or from being merged. */
export async function examineWorld(
  world: World,
  trials: number,
  terminal: Terminal,
): Promise<readonly Diagnosis[]> {
  const sameness = await examineSameness(world, trials, terminal);
  // What else it depends on would be drowned by that.
  if (sameness.kind !== "well") return [sameness];
  return [sameness, ...(await examineDependence(world))];
}

async function examineSameness(
  world: World,
  trials: number,
  terminal: Terminal,
): Promise<Diagnosis> {
  const [one, other] = await inTwoProcesses(world, [`--trials=${trials}`], terminal);
  const refused = [one, other].find((report) => report.kind === "refused");
  if (refused?.kind === "refused") return describeRefusal(world, refused.why);
  if (one.kind !== "ran" || other.kind !== "ran") throw new TypeError("neither ran nor refused");
  const { hashes } = one;
  if (one.divergence !== null) {
    return ill(world, "a trial was another one when it was run again in the same process", {
      evidence: one.divergence.split("\n").slice(1, -1),
      advice:
        "look for what outlives an execution: a variable of a module, a cache, a connection that is kept open",
    });
  }
  const differing = hashes.findIndex((hash, index) => hash !== other.hashes[index]);
  if (differing !== -1) return describeDifference(world, differing, terminal);
  return {
    kind: "well",
    subject: world.name,
    said: `${plural(hashes.length, "trial")} the same in two processes, and again in reverse order`,
  };
}

function describeRefusal(world: World, why: string): Diagnosis {
  const [said = "", ...places] = why.split("\n");
  return ill(world, said, {
    evidence: places.map((place) => place.trim()).slice(0, 8),
    advice:
      "give the handler a client of a fake service for it, as the world's other services have",
  });
}

/** The same trials in two processes, which differ as two machines do. */
async function inTwoProcesses(
  world: World,
  options: readonly string[],
  terminal: Terminal,
): Promise<readonly [TrialsReport, TrialsReport]> {
  const args = [trialsCommand, world.name, ...options];
  const elsewhere = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" };
  const [one, other] = await Promise.all([
    terminal.startAgain(args),
    terminal.startAgain(args, elsewhere),
  ]);
  return [reportOf(one), reportOf(other)];
}

function reportOf({ code, printed, noted }: Started): TrialsReport {
  if (code === 0) return reportSchema.parse(JSON.parse(printed));
  const [why = "it says nothing"] = noted.trim().split("\n");
  return { kind: "refused", why: `the process of the trials ended with ${code}: ${why}` };
}

async function describeDifference(
  world: World,
  trial: number,
  terminal: Terminal,
): Promise<Diagnosis> {
  const options = [`--trials=${trial + 1}`, `--show=${trial}`];
  const [one, other] = await inTwoProcesses(world, options, terminal);
  const events = one.kind === "ran" ? one.events : [];
  const others = other.kind === "ran" ? other.events : [];
  const index = events.findIndex((event, position) => event !== others[position]);
  return ill(world, `trial ${trial} was another one in another process`, {
    evidence: [
      `first difference, event ${index === -1 ? events.length : index}`,
      `1st  ${events[index] ?? "the run is over"}`,
      `2nd  ${others[index] ?? "the run is over"}`,
    ],
    advice:
      "look for what a module reads while it is loaded (a clock, a random value, the environment, the id of the " +
      "process), and for functions that it took hold of before durable-chaos was loaded",
  });
}

async function examineDependence(world: World): Promise<readonly Diagnosis[]> {
  const reasons = await inMacrotask(() => {
    if (!drainWorks()) return [];
    const prober = new Prober(world);
    const guarded = prober.guarded(world.examples.length * 6, () =>
      world.examples.flatMap(({ input }) => reasonOf(prober, input)),
    );
    return guarded.kind === "finished" ? guarded.value : [];
  });
  return [...new Set(reasons)].map((said) => ({
    kind: "frail",
    subject: world.name,
    said,
    ...cure(said),
  }));
}

function reasonOf(prober: Prober, input: unknown): readonly string[] {
  const decider = { kind: "schedule", schedule: [] } as const;
  const plan = { input, seed: plainSeed, decider };
  const usual = prober.run(plan);
  const dependence = dependenceOf(prober, plan, usual);
  const onOtherNode = differsOnOtherNode(() => prober.run(plan), usual);
  return [dependence ?? [], onOtherNode ?? []].flat();
}

function cure(said: string): { readonly advice: string; readonly evidence: readonly string[] } {
  const advice = said.includes("Node")
    ? "what is decided by the version of Node is decided otherwise on another machine: leave it out of the handler"
    : "trials are the same each time, but searches cannot merge them, and take longer; if it is not on purpose, " +
      "make keys of the input, and leave clocks to waits and timeouts";
  return { advice, evidence: [] };
}

function ill(
  world: World,
  said: string,
  more: { readonly advice: string; readonly evidence: readonly string[] },
): Diagnosis {
  return { kind: "ill", subject: world.name, said, ...more };
}
