import { drainWorks, inMacrotask } from "../../kernel/drain.ts";
import { plural } from "../../report/counts.ts";
import type { Diagnosis } from "../../report/diagnosis.ts";
import { dependenceOf } from "../../search/dependence.ts";
import { Prober } from "../../search/prober.ts";
import { plainSeed } from "../../search/simplicity.ts";
import type { World } from "../../trial/world.ts";
import type { Terminal } from "../terminal.ts";
import { differsOnOtherNode } from "./other-node.ts";
import { type TrialsReport, describeDifference, inTwoProcesses } from "./trials-report.ts";

/** What keeps the trials of a world from being deterministic, or from being merged. */
export async function examineWorld(
  world: World,
  trials: number,
  terminal: Terminal,
): Promise<readonly Diagnosis[]> {
  const sameness = diagnoseSameness(world, await inTwoProcesses(world, trials, terminal));
  // What else it depends on would be drowned by that.
  if (sameness.kind !== "well") return [sameness];
  return [sameness, ...(await examineDependence(world))];
}

function diagnoseSameness(
  world: World,
  [one, other]: readonly [TrialsReport, TrialsReport],
): Diagnosis {
  if (one.kind === "refused") return describeRefusal(world, one.why);
  if (other.kind === "refused") return describeRefusal(world, other.why);
  const { hashes, divergence } = one;
  if (divergence.length > 0) {
    return ill(world, "a trial was another one when it was run again in the same process", {
      evidence: divergence,
      advice:
        "look for what outlives an execution: a variable of a module, a cache, a connection that is kept open",
    });
  }
  const differing = hashes.findIndex((hash, index) => hash !== other.hashes[index]);
  if (differing === -1) {
    const said = `${plural(hashes.length, "trial")} the same in two processes, and again in reverse order`;
    return { kind: "well", subject: world.name, said };
  }
  const events = one.events[differing] ?? [];
  const others = other.events[differing] ?? [];
  const index = events.findIndex((event, position) => event !== others[position]);
  return ill(world, `trial ${differing} was another one in another process`, {
    evidence: index === -1 ? [] : describeDifference(index, events[index], others[index]),
    advice:
      "look for what a module reads while it is loaded (a clock, a random value, the environment, the id of the " +
      "process), and for functions that it took hold of before durable-chaos was loaded",
  });
}

function describeRefusal(world: World, why: string): Diagnosis {
  const [said = "", ...places] = why.split("\n").map((line) => line.trim());
  // Behind that place is the engine.
  const engine = places.findIndex((place) => /lambda[\\/]run-handler\.[jt]s/.test(place));
  return ill(world, said, {
    evidence: engine === -1 ? places : places.slice(0, engine),
    advice:
      places.length === 0
        ? "run one trial alone to see more, with replay or run"
        : "give the handler a client of a fake service for it, as the world's other services have",
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
  return [...new Set(reasons)].map((said) => dependent(world, said));
}

function reasonOf(prober: Prober, input: unknown): readonly string[] {
  const decider = { kind: "schedule", schedule: [] } as const;
  const plan = { input, seed: plainSeed, decider };
  const usual = prober.run(plan);
  const dependence = dependenceOf(prober, plan, usual);
  const onOtherNode = differsOnOtherNode(() => prober.run(plan), usual);
  return [dependence ?? [], onOtherNode ?? []].flat();
}

function dependent(world: World, said: string): Diagnosis {
  const advice = said.includes("Node")
    ? "what the version of Node decides is decided otherwise on another machine: leave it out of the handler"
    : "trials are the same each time, but searches cannot merge them, and take longer; if it is not on purpose, " +
      "make keys of the input, and leave clocks to waits and timeouts";
  return { kind: "frail", subject: world.name, said, advice, evidence: [] };
}

function ill(
  world: World,
  said: string,
  more: { readonly advice: string; readonly evidence: readonly string[] },
): Diagnosis {
  return { kind: "ill", subject: world.name, said, ...more };
}
