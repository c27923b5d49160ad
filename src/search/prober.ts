import { type Fault, type FaultFamily, faultsOf, usualFamilies } from "../faults/fault.ts";
import { replicaLagMs } from "../faults/replica.ts";
import type { Strike } from "../faults/schedule.ts";
import { UsageError, assert } from "../kernel/errors.ts";
import { runGuarded } from "../kernel/watchdog.ts";
import { endlessLoopMs, endlessLoopVariable } from "../trial/drive.ts";
import { type Probe, probeTrialNow, runTrialGuarded, runTrialNow } from "../trial/run-trial.ts";
import type { TrialPlan, TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import type { Divergence } from "./finding.ts";
import { Odds } from "./odds.ts";
import { plainSeed } from "./simplicity.ts";
import type { Phase, ProbeCounts } from "./probe-counts.ts";
import { firstOpen } from "./trier.ts";
import { compareRuns } from "./write-down.ts";

/**
 * Real ms that a batch of trials may take before one is looked at alone: as long as code may keep the processor, and for
 * each trial a twentieth of that. Most trials take less than a millisecond.
 */
export function longestBatchMs(trials: number): number {
  return Math.ceil(endlessLoopMs() * (1 + trials / 20));
}

/** One trial in so many is run twice, whatever came of it. */
const repeatEvery = 50;

/** Trials that explain another have as long together as so many of a batch, however many they are. */
const mostAside = 10;

/** The code under test kept the processor in the middle of a batch of trials. */
export interface EndlessLoop {
  readonly kind: "endless-loop";
  readonly plan: TrialPlan;
  readonly result: TrialResult;
}

/** Told of each trial before it runs; may put another adversary into the plan, to look over its shoulder. */
export type Watch = (plan: TrialPlan) => TrialPlan;

/** Runs the trials of a search, and counts what they were. Only where draining works. */
export class Prober {
  readonly world: World;
  /** The kinds of trouble that this search tries. */
  readonly families: readonly FaultFamily[];
  /** What is less than so many ms ago replicas may not know of yet, where this search asks them. */
  readonly recentMs: number | undefined;
  /** The faults that this search tries at a point, mildest first. */
  readonly faultsAt: (at: string) => readonly Fault[];
  counts: ProbeCounts = {
    trials: 0,
    spent: { enumeration: 0, outages: 0, random: 0, swarm: 0, shrinking: 0 },
    repeated: 0,
    faults: 0,
    inconclusive: 0,
    enumerated: new Set(),
    points: new Map(),
  };

  /** What the random trials say of others like them. */
  readonly odds: Odds = new Odds();

  /** What the next trials are spent on. */
  phase: Phase = "enumeration";
  /** The first trial that was not the same when it was run again. */
  divergence: Divergence | undefined;

  /** What should have happened in some trial, and has not yet. */
  unseen: readonly string[];

  readonly #watch: Watch;
  /** Whether trials that explain another have kept the processor: they are guarded one by one since. */
  #loopsAside = false;
  #current: TrialPlan | undefined;
  /** The trial with which the search begins, as it was run before. */
  #start: TrialResult | undefined;

  constructor(
    world: World,
    families: readonly FaultFamily[] = usualFamilies,
    watch: Watch = (plan) => plan,
  ) {
    this.world = world;
    this.#watch = watch;
    this.unseen = world.sometimesNames;
    this.families = families;
    this.recentMs = families.includes("provider") ? replicaLagMs : undefined;
    this.faultsAt = faultsOf(families);
  }

  run(plan: TrialPlan): TrialResult {
    this.#current = plan;
    const result = runTrialNow(this.world, this.#watch(plan));
    this.#take(plan, result);
    return result;
  }

  /** Runs a trial that explains another, and does not count it. */
  runAside(plan: TrialPlan): TrialResult {
    this.#current = plan;
    return runTrialNow(this.world, this.#watch(plan));
  }

  /**
   * Does work that explains a trial by running others, none of which counts. Setting a guard up costs as much as two
   * trials, so that all have one; where that is not enough, the work is done again, which must make no difference, with
   * a guard for each.
   */
  aside<T>(trials: number, work: (run: (plan: TrialPlan) => TrialResult) => T): T {
    if (!this.#loopsAside) {
      // They take a millisecond each, and a loop is to be noticed soon.
      const limitMs = longestBatchMs(Math.min(trials, mostAside));
      const together = runGuarded(limitMs, () => work((plan) => this.runAside(plan)));
      if (together.kind === "finished") return together.value;
      this.#loopsAside = true;
    }
    return work((plan) => this.runAlone(plan));
  }

  /** Runs a trial under a guard of its own, and does not count it. */
  runAlone(plan: TrialPlan): TrialResult {
    return runTrialGuarded(this.world, this.#watch(plan));
  }

  /** Runs a trial that may end early, where an onlooker has seen enough. */
  probe(plan: TrialPlan): Probe {
    this.#current = plan;
    const probe = probeTrialNow(this.world, plan);
    if (probe.kind === "finished") this.#take(plan, probe.result);
    else this.#count(sinceLastStrike(probe));
    return probe;
  }

  /** Whether the enumeration has struck with this fault at this point. */
  hasEnumerated(strike: Pick<Strike, "at" | "fault">): boolean {
    return this.counts.enumerated.has(wayOf(strike));
  }

  /** One guard for many trials, because setting one up costs as much as two of them. */
  guarded<T>(
    trials: number,
    work: () => T,
  ): { readonly kind: "finished"; readonly value: T } | EndlessLoop {
    const limitMs = longestBatchMs(trials);
    const outcome = runGuarded(limitMs, work);
    if (outcome.kind === "finished") return outcome;
    const plan = this.#current && withoutOnlooker(this.#current);
    assert(plan !== undefined, "a search kept the processor without running a trial");
    const found = this.#endlessLoopOf(plan, this.runAlone(plan));
    if (found !== undefined) return found;
    throw new UsageError(
      `${trials} trials took more than ${limitMs} ms, though the last of them alone did not. Either ` +
        `this machine is too busy: try again; or what is tested computes for long: raise ${endlessLoopVariable}`,
    );
  }

  /**
   * Before the first trial, which is the plainest: runs it under a guard of its own. Code that keeps the processor
   * does so there, most likely, and is not waited for twice.
   */
  endlessLoopAtTheStart(): EndlessLoop | undefined {
    if (this.counts.trials > 0) return undefined;
    const [example] = this.world.examples;
    assert(example !== undefined, "a world has no example");
    const decider = { kind: "schedule", schedule: [] } as const;
    const plan: TrialPlan = { input: example.input, seed: plainSeed, decider };
    const result = this.runAlone(plan);
    this.#start = result;
    return this.#endlessLoopOf(plan, result);
  }

  #endlessLoopOf(plan: TrialPlan, result: TrialResult): EndlessLoop | undefined {
    if (result.cut?.kind !== "endless-loop") return undefined;
    this.#count(result);
    return { kind: "endless-loop", plan, result };
  }

  #take(plan: TrialPlan, result: TrialResult): void {
    this.#count(result);
    if (this.phase === "random" || this.phase === "swarm") this.odds.add(result);
    if (result.verdict === "inconclusive") this.counts.inconclusive++;
    if (this.unseen.length > 0) this.unseen = this.world.stillUnseen(this.unseen, result);
    if (this.counts.trials % repeatEvery === 1) this.#repeat(plan, result);
  }

  #repeat(plan: TrialPlan, result: TrialResult): void {
    this.counts.repeated++;
    const before = this.#start;
    this.#start = undefined;
    this.divergence ??= before
      ? compareRuns(this.world, before, result)
      : compareRuns(this.world, result, runTrialNow(this.world, withoutOnlooker(plan)));
  }

  #count({ strikes, passed }: Passage): void {
    const { counts } = this;
    counts.trials++;
    counts.spent[this.phase]++;
    counts.faults += strikes.length;
    for (const { at, faults } of passed) {
      const point = counts.points.get(at);
      if (point !== undefined) point.offered.add(faults);
      else if (this.faultsAt(at).length > 0) {
        counts.points.set(at, { offered: new Set([faults]), struck: new Map() });
      }
    }
    const last = strikes.at(-1);
    // The others were the last of a shorter schedule.
    if (last !== undefined && this.phase === "enumeration") counts.enumerated.add(wayOf(last));
    for (const { at, fault } of strikes) {
      const point = counts.points.get(at) ?? { offered: new Set(), struck: new Map() };
      counts.points.set(at, point);
      point.struck.set(fault, (point.struck.get(fault) ?? 0) + 1);
    }
  }
}

/** A fault with its point, in words. */
function wayOf({ at, fault }: Pick<Strike, "at" | "fault">): string {
  return `${fault} at ${at}`;
}

type Passage = Pick<TrialResult, "strikes" | "passed">;

/** Without the passes that a trial of one fault less has had as well, which are counted already. */
function sinceLastStrike({ strikes, passed }: Passage): Passage {
  const struck = Math.max(0, firstOpen(passed, strikes) - 1);
  return { strikes, passed: passed.slice(struck) };
}

/** The same trial to its end: an onlooker knows of the run that it has seen. */
function withoutOnlooker(plan: TrialPlan): TrialPlan {
  const { onlooker: _, ...unwatched } = plan;
  return unwatched;
}
