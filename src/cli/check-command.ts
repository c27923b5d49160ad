import { join } from "node:path";
import type { FaultFamily } from "../faults/fault.ts";
import { renderDivergence } from "../report/divergence.ts";
import { renderCount } from "../report/counts.ts";
import { renderDuration } from "../report/duration.ts";
import { renderFinding } from "../report/finding.ts";
import { renderPlatformFindings } from "../report/platform-findings.ts";
import { renderSummary } from "../report/summary.ts";
import { certificateOf } from "../search/certificate.ts";
import { type Attendant, defaultExploreOptions, explore } from "../search/explore.ts";
import type { Exploration, Finding } from "../search/finding.ts";
import type { Seed } from "../trial/trial.ts";
import { endsAfterFaultsStop } from "../trial/verdict.ts";
import type { World } from "../trial/world.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { quote } from "./quote.ts";
import { pathOfScenario, saveScenario } from "./saved-scenario.ts";
import { SmallestSoFar } from "./smallest-so-far.ts";
import type { Terminal } from "./terminal.ts";

/** How far a check goes, and where it leaves what it finds. */
export interface CheckOptions {
  readonly seed: Seed;
  readonly faults: number;
  readonly merge: boolean;
  readonly outages: number;
  readonly families: readonly FaultFamily[];
  readonly trials: number;
  readonly swarm: number;
  readonly budget: number;
  readonly save: string;
}

/** What `check` does unless told otherwise. */
export const checkDefaults: CheckOptions = {
  seed: defaultExploreOptions.seed,
  faults: defaultExploreOptions.maxFaults,
  merge: defaultExploreOptions.merge,
  outages: defaultExploreOptions.maxOutages,
  families: defaultExploreOptions.families,
  trials: defaultExploreOptions.randomTrials,
  swarm: defaultExploreOptions.swarmTrials,
  budget: defaultExploreOptions.budgetTrials,
  save: ".durable-chaos",
};

/** Explores a world, and reports every invariant that can be broken, once. */
export async function check(
  world: World,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { seed, families, merge } = options;
  const { faults: maxFaults, trials: randomTrials, swarm: swarmTrials } = options;
  const { budget: budgetTrials, outages: maxOutages } = options;
  terminal.makeFolder(options.save);
  terminal.status(`exploring ${world.name} ...`);
  const beganMs = terminal.elapsedMs();
  const kept = join(options.save, `unfinished-${world.name}.bin`);
  const smallest = new SmallestSoFar(options.save, terminal);
  const exploration = await interruptibly(terminal, kept, (attendant) =>
    explore(
      world,
      {
        seed,
        maxFaults,
        merge,
        maxOutages,
        families,
        randomTrials,
        swarmTrials,
        budgetTrials,
      },
      { ...attendant, onSmaller: (bucket, scenario) => smallest.save(bucket, scenario) },
    ),
  );
  const tookMs = terminal.elapsedMs() - beganMs;
  terminal.status("");
  for (const block of blocksOf(exploration, world, options, terminal)) terminal.print(`${block}\n`);
  smallest.removeAllBut(pathsOf(exploration, options.save));
  const certificate = certificateOf(exploration, world);
  if (certificate !== undefined) {
    const path = join(options.save, `certificate-${world.name}.json`);
    terminal.writeFile(path, `${JSON.stringify(certificate, undefined, 2)}\n`);
    terminal.print(`Kept    ${path}: what this check has shown`);
  }
  if (exploration.kept !== undefined) {
    terminal.print(`Kept    ${kept}: where the same command goes on`);
  }
  terminal.print(`Again   ${again(world, options, terminal)}`);
  terminal.note(renderSpeed(exploration, tookMs));
  return codeOf(exploration);
}

/** A search that Ctrl-C ends: what it has done is kept, and the next one that is the same goes on from there. */
async function interruptibly(
  terminal: Terminal,
  path: string,
  search: (attendant: Attendant) => Promise<Exploration>,
): Promise<Exploration> {
  let wantsStop = false;
  const release = terminal.onInterrupt(() => (wantsStop = true));
  try {
    const exploration = await search({
      wantsStop: () => wantsStop,
      kept: terminal.exists(path) ? terminal.readBytes(path) : undefined,
      onOther: (why) => terminal.note(`${path} is left alone, and the search begins anew: ${why}`),
    });
    if (exploration.kept !== undefined) terminal.writeBytes(path, exploration.kept);
    else if (exploration.isTakenUp) terminal.removeFile(path);
    return exploration;
  } finally {
    release();
  }
}

function blocksOf(
  exploration: Exploration,
  world: World,
  { save }: CheckOptions,
  terminal: Terminal,
): readonly string[] {
  const { findings, divergences } = exploration;
  const saved = findings.map((finding) => ({
    finding,
    path: saveScenario(
      { invariant: finding.bucket.invariant, scenario: finding.scenario },
      save,
      terminal,
    ),
  }));
  const replayOf = (path: string) => `${terminal.command} replay ${quote(path)}`;
  const replaysOf = ({ bucket, ways }: Finding) =>
    ways.told.map(({ scenario }) =>
      replayOf(saveScenario({ invariant: bucket.invariant, scenario }, save, terminal)),
    );
  // The folder is made even where it is there, so that the output depends on nothing but the seed.
  const keepOf = (path: string) => `mkdir -p scenarios && cp ${quote(path)} scenarios/`;
  const own = saved.filter(({ finding }) => isOwn(finding));
  const platform = saved.filter(({ finding }) => !isOwn(finding));
  return [
    ...own.map(({ finding, path }) =>
      renderFinding(finding, {
        replay: replayOf(path),
        keep: keepOf(path),
        ways: replaysOf(finding),
      }),
    ),
    ...(platform.length === 0
      ? []
      : [
          renderPlatformFindings(
            platform.map(({ finding, path }) => ({ finding, replay: replayOf(path) })),
          ),
        ]),
    ...divergences.map((divergence) => renderDivergence(divergence)),
    renderSummary(exploration, [...world.invariantNames, endsAfterFaultsStop]),
  ];
}

function pathsOf({ findings }: Exploration, save: string): ReadonlySet<string> {
  const paths = findings.flatMap(({ bucket: { invariant }, scenario, ways }) =>
    [{ scenario }, ...ways.told].map((told) =>
      pathOfScenario({ invariant, scenario: told.scenario }, save),
    ),
  );
  return new Set(paths);
}

function isOwn({ bucket }: Finding): boolean {
  return bucket.tier === "saga";
}

function again(world: World, options: CheckOptions, { command }: Terminal): string {
  const { seed, faults, merge } = options;
  const { outages, families, trials, swarm, budget, save } = options;
  const changed = [
    faults === checkDefaults.faults
      ? []
      : ["--faults", faults === Infinity ? "all" : String(faults)],
    merge ? [] : ["--no-merge"],
    outages === checkDefaults.outages ? [] : ["--outages", String(outages)],
    String(families) === String(checkDefaults.families) ? [] : ["--families", String(families)],
    trials === checkDefaults.trials ? [] : ["--trials", String(trials)],
    swarm === checkDefaults.swarm ? [] : ["--swarm", String(swarm)],
    budget === checkDefaults.budget ? [] : ["--budget", String(budget)],
    save === checkDefaults.save ? [] : ["--save", quote(save)],
  ];
  return [command, "check", world.name, "--seed", quote(String(seed)), ...changed.flat()].join(" ");
}

function renderSpeed({ counts }: Exploration, tookMs: number): string {
  const perSecond = Math.round(counts.trials / Math.max(tookMs / 1000, 0.001));
  return `took ${renderDuration(tookMs)}, ${renderCount(perSecond)} trials a second`;
}

function codeOf({ findings, divergences, counts, unseen, stopped }: Exploration): ExitCode {
  if (stopped === "interrupted") return exitCode.interrupted;
  if (divergences.length > 0) return exitCode.notDeterministic;
  if (findings.some((finding) => isOwn(finding))) return exitCode.violated;
  if (unseen.length > 0) return exitCode.inconclusive;
  // Where bounds cut off half of what was tried, nobody can say that the rest stands for it.
  return counts.trials <= counts.inconclusive * 2 ? exitCode.inconclusive : exitCode.held;
}
