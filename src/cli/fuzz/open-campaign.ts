import { randomInt } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type CampaignPlan, isSameCampaign } from "../../campaign/plan.ts";
import { UsageError } from "../../kernel/errors.ts";
import type { World } from "../../trial/world.ts";
import type { Terminal } from "../terminal.ts";
import { replaysOf } from "./campaign-files.ts";
import type { FuzzOptions } from "./fuzz-options.ts";
import { CampaignStore, createStore } from "./store.ts";
import { removeStoreFile } from "./store-file.ts";

/** The worlds of a campaign, and all that there are: a scenario file may be of any. */
export interface Cast {
  readonly chosen: readonly World[];
  readonly worlds: readonly World[];
}

/** Opens the store of a campaign, which goes on where it was left; or makes one. */
export function openCampaign(options: FuzzOptions, cast: Cast, terminal: Terminal): CampaignStore {
  const { store: path, fresh, shard, seed } = options;
  if (shard.of > 1 && seed === undefined) {
    throw new UsageError("shards of one campaign need the same seed: give each the same --seed");
  }
  if (fresh) removeStoreFile(path);
  if (!existsSync(path)) {
    const plan = planOf(options, cast, options.seed ?? randomInt(1, 2 ** 31));
    const replays = replaysOf(options.save, cast, terminal);
    const unseenOf = (name: string) =>
      cast.chosen.find((world) => world.name === name)?.sometimesNames ?? [];
    const startedAt = new Date().toISOString();
    createStore(path, { plan, startedAt, replays, unseenOf });
  }
  const store = new CampaignStore(path);
  const wanted = planOf(options, cast, options.seed ?? store.plan.seed);
  const differences = differencesOf(store.plan, wanted);
  if (differences !== undefined) {
    store.close();
    throw new UsageError(
      `the store "${path}" is of another campaign (${differences}); repeat its options to go on with it, ` +
        "begin a new one in its place with --fresh, or use another --store",
    );
  }
  removeLeftovers(path);
  return store;
}

function planOf(
  { families, trials, shard }: FuzzOptions,
  { chosen }: Cast,
  seed: CampaignPlan["seed"],
): CampaignPlan {
  const worlds = chosen.map(({ name }) => name);
  return { seed, worlds, families, trials: trials ?? null, shard };
}

function differencesOf(stored: CampaignPlan, wanted: CampaignPlan): string | undefined {
  if (isSameCampaign(stored, wanted) && stored.shard.index === wanted.shard.index) return undefined;
  const told = (plan: CampaignPlan) => ({
    seed: String(plan.seed),
    worlds: plan.worlds.join(", "),
    families: plan.families.join(","),
    trials: String(plan.trials ?? "as many as fit"),
    shard: `${plan.shard.index}/${plan.shard.of}`,
  });
  const [before, now] = [told(stored), told(wanted)];
  return (["seed", "worlds", "families", "trials", "shard"] as const)
    .filter((part) => before[part] !== now[part])
    .map((part) => `${part} ${before[part]}, not ${now[part]}`)
    .join("; ");
}

/** Files of processes that were killed; nobody else has the store open. */
function removeLeftovers(path: string): void {
  const isOwn = (name: string) =>
    [".worker-", ".witness-", ".new-"].some((part) => name.startsWith(basename(path) + part));
  for (const name of readdirSync(dirname(path))) {
    if (isOwn(name)) rmSync(join(dirname(path), name), { force: true });
  }
}
