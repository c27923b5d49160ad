import { createHash } from "node:crypto";
import fc from "fast-check";
import type { FaultFamily } from "../faults/fault.ts";
import { RandomSource, type RandomStream } from "../kernel/random.ts";
import { bucketKey, bucketsOf } from "../search/bucket.ts";
import { Prober, type Watch } from "../search/prober.ts";
import { swarm } from "../search/swarm.ts";
import type { Seed, TrialPlan, TrialResult } from "../trial/trial.ts";
import type { World } from "../trial/world.ts";
import type { Stint } from "./plan.ts";
import { type Sighting, sight } from "./sighting.ts";
import { type Tally, tallyOf } from "./tally.ts";

/** A stint, and what those before it have taught. */
export interface StintTask {
  readonly stint: Stint;
  readonly seed: Seed;
  readonly families: readonly FaultFamily[];
  /** Trials, from 0, that are left out because a worker died in them. */
  readonly skipped: readonly number[];
  /** Trials from this one on are left out: the world is set aside. */
  readonly until: number;
  /** Trials whose finds are left as they are because a worker died while it shrank them. */
  readonly unshrunk: readonly number[];
  /** Ids of findings that an earlier stint has confirmed. */
  readonly confirmed: readonly string[];
}

/** What a stint comes to when it is over. */
export interface StintReport {
  readonly tally: Tally;
  /** Hashes of what the trials that were looked at did, and how many of them did it. */
  readonly behaviours: readonly (readonly [hash: number, looks: number])[];
}

/** What the trial that is running is there for. */
export type Stage = "exploring" | "shrinking";

/** Trials between two guards: few enough to find an endless loop soon. */
const batchSize = 25;

/** A world that does not come back so often in one stint is not asked again in it. */
const mostHangs = 3;

/** Runs the trials of one stint, and makes its finds as small as they can be. */
export class StintRun {
  /** The trial that runs, or whose find is being shrunk, from 0. */
  trial = 0;
  stage: Stage = "exploring";

  readonly #task: StintTask;
  readonly #prober: Prober;
  readonly #draws: readonly TrialPlan[];
  readonly #idByBucket = new Map<string, string>();
  readonly #hits: Record<string, number> = {};
  #hangs = 0;
  #isDiverged = false;

  constructor(world: World, task: StintTask, watch: Watch) {
    this.#task = task;
    this.#prober = new Prober(world, task.families, watch);
    this.#draws = drawsOf(world, task).slice(0, task.until);
  }

  /** To its end; yields what was found, now and then, so that others may run as well. */
  *run(): Generator<readonly Sighting[], StintReport, void> {
    let next = 0;
    while (next < this.#draws.length && this.#hangs < mostHangs && !this.#isDiverged) {
      const { taken, end } = this.#explore(next);
      next = end;
      yield taken.flatMap(({ result, trial }) => this.#sightings(result, trial));
      const { divergence } = this.#prober;
      if (divergence === undefined || this.#isDiverged) continue;
      this.#isDiverged = true;
      yield [{ kind: "diverged", divergence, trial: this.#numberOf(this.trial) }];
    }
    const { families } = this.#task;
    const own = { hits: this.#hits, hangs: this.#hangs };
    const behaviours = [...this.#prober.odds.behaviours].map(
      ([behaviour, looks]) => [hashOf(behaviour), looks] as const,
    );
    return { tally: tallyOf(this.#prober, families, own), behaviours };
  }

  /** One trial and what follows from it, to see again what became of it. */
  *runOnly(trial: number): Generator<readonly Sighting[], void, void> {
    for (const { result } of this.#explore(trial, trial + 1).taken) {
      yield this.#sightings(result, trial);
    }
  }

  /** A batch of trials under one guard. */
  #explore(
    begin: number,
    end: number = Math.min(begin + batchSize, this.#draws.length),
  ): {
    readonly taken: readonly { readonly result: TrialResult; readonly trial: number }[];
    readonly end: number;
  } {
    const taken: { readonly result: TrialResult; readonly trial: number }[] = [];
    let trial = begin;
    this.stage = "exploring";
    this.#prober.phase = "swarm";
    const batch = this.#prober.guarded(end - begin, () => {
      for (; trial < end; trial++) {
        const plan = this.#draws[trial];
        if (plan === undefined || this.#task.skipped.includes(trial)) continue;
        this.trial = trial;
        taken.push({ result: this.#prober.run(plan), trial });
      }
    });
    if (batch.kind === "finished") return { taken, end };
    this.#hangs++;
    return { taken: [...taken, { result: batch.result, trial }], end: trial + 1 };
  }

  /** The first of each bucket is shrunk and told of; the others count as its hits. */
  #sightings(result: TrialResult, trial: number): readonly Sighting[] {
    this.stage = "shrinking";
    this.trial = trial;
    return bucketsOf(result).flatMap((bucket) => {
      if (this.#isDiverged) return [];
      const key = bucketKey(bucket);
      const known = this.#idByBucket.get(key);
      if (known !== undefined) {
        this.#hits[known] = (this.#hits[known] ?? 0) + 1;
        return [];
      }
      const first = { trial: this.#numberOf(trial), faults: result.strikes.length };
      const { confirmed, unshrunk } = this.#task;
      const { id, sighting } = sight(
        this.#prober,
        { bucket, result, first },
        { isShrunk: !unshrunk.includes(trial), isConfirmed: (one) => confirmed.includes(one) },
      );
      this.#idByBucket.set(key, id);
      if (sighting?.kind === "diverged") this.#isDiverged = true;
      else this.#hits[id] = (this.#hits[id] ?? 0) + 1;
      return sighting ?? [];
    });
  }

  #numberOf(trial: number): number {
    return this.#task.stint.firstTrial + trial;
  }
}

/** The trials of a stint; they depend on nothing but the seed, the world and the stint's number. */
function drawsOf(world: World, { seed, stint, families }: StintTask): readonly TrialPlan[] {
  const random = new RandomSource(seed).stream(`stint ${stint.number} of ${world.name}`);
  const inputSeed = random.uint32() | 0;
  const inputs = fc.sample(world.input, { seed: inputSeed, numRuns: stint.trials });
  const draw = (own: RandomStream) => swarm(families, own);
  return inputs.map((input) => ({
    input,
    seed: random.uint32(),
    decider: { kind: "chance", draw },
  }));
}

/** 48 bits: enough to tell millions apart, and a number that JSON and SQLite keep as it is. */
function hashOf(behaviour: string): number {
  return createHash("sha1").update(behaviour).digest().readUIntBE(0, 6);
}
