import { z } from "zod";
import { type FaultFamily, faultFamilies } from "../faults/fault.ts";
import type { Seed } from "../trial/trial.ts";

/** A part of a campaign that one machine takes: `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** All that decides what a campaign finds; how many workers share the work, and for how long, is not in it. */
export interface CampaignPlan {
  readonly seed: Seed;
  readonly worlds: readonly string[];
  readonly families: readonly FaultFamily[];
  /** How many trials all shards explore together; `null` where something else ends the campaign. */
  readonly trials: number | null;
  readonly shard: Shard;
}

/** A portion of a campaign: trials of one world, whose draws depend on the campaign's seed and the number alone. */
export interface Stint {
  /** Its place among all stints of the campaign, from 0. */
  readonly order: number;
  readonly world: string;
  /** Its place among those of its world, from 0. */
  readonly number: number;
  readonly trials: number;
  /** Number of its first trial in the campaign, from 1. */
  readonly firstTrial: number;
}

/** How a plan is kept in a store. */
export const planSchema: z.ZodType<CampaignPlan> = z.strictObject({
  seed: z.union([z.string(), z.number()]),
  worlds: z.array(z.string()).min(1),
  families: z.array(z.enum(faultFamilies)).min(1),
  trials: z.int().min(1).nullable(),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1) }),
});

/** Enough that setting up a stint and shrinking its finds does not take more time than the trials. */
const mostTrials = 500;

/** Rounds over all worlds that even a short campaign has, so that each shard gets its share. */
const fewestRounds = 8;

/** The trials of a full stint. */
function stintTrials({ worlds, trials }: Pick<CampaignPlan, "worlds" | "trials">): number {
  if (trials === null) return mostTrials;
  return Math.min(mostTrials, Math.ceil(trials / (worlds.length * fewestRounds)));
}

/** The stints of a plan's shard, world by world in turn, without an end unless the plan has one. */
export function* stintsOf(plan: CampaignPlan): Generator<Stint, void, void> {
  const { worlds, shard } = plan;
  const size = stintTrials(plan);
  const all = plan.trials ?? Infinity;
  for (let number = shard.index - 1; ; number += shard.of) {
    for (const [index, world] of worlds.entries()) {
      const order = number * worlds.length + index;
      const before = order * size;
      if (before >= all) return;
      const trials = Math.min(size, all - before);
      yield { order, world, number, trials, firstTrial: before + 1 };
    }
  }
}

/** Whether two plans find the same, but for the shard. */
export function isSameCampaign(one: CampaignPlan, other: CampaignPlan): boolean {
  const whole = (plan: CampaignPlan) =>
    JSON.stringify([String(plan.seed), plan.worlds, plan.families, plan.trials, plan.shard.of]);
  return whole(one) === whole(other);
}
