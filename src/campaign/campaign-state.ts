import type { CampaignReport, FoundRecord } from "./campaign-report.ts";
import type { CampaignPlan, Shard, Stint } from "./plan.ts";
import type { ReplayOutcome, ReplayTask } from "./replaying.ts";
import { type Tally, sumOf } from "./tally.ts";
import { type Trend, sumOfTrends } from "./trend.ts";

/** How a campaign ended. */
export type EndedBy = CampaignReport["campaign"]["endedBy"];

/** What a campaign knows of one world. */
export interface WorldState {
  readonly world: string;
  readonly tally: Tally;
  /** By the hash of a behaviour: how many of the trials that were looked at had it. */
  readonly behaviours: ReadonlyMap<number, number>;
  readonly trend: Trend;
}

/** A finding, and the stint that told of it; -1 for a replayed file. */
export interface StoredFinding {
  readonly order: number;
  readonly record: FoundRecord;
}

/** A file that was replayed, and what came of it. */
export interface Replayed {
  readonly task: ReplayTask;
  readonly outcome: ReplayOutcome;
}

/** All that a store knows of a campaign. */
export interface CampaignState {
  readonly plan: CampaignPlan;
  readonly shards: readonly Shard[];
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly workers: number;
  readonly endedBy: EndedBy;
  readonly worlds: readonly WorldState[];
  readonly findings: readonly StoredFinding[];
  readonly replays: readonly Replayed[];
}

/** Of several ways to end, the one that says most. */
const endings: readonly EndedBy[] = ["interrupt", "time", "idle", "trials"];

/** The campaign that these shards of it make together. */
export function mergeStates(first: CampaignState, others: readonly CampaignState[]): CampaignState {
  const all = [first, ...others];
  return {
    plan: first.plan,
    shards: all.flatMap(({ shards }) => shards).toSorted((one, other) => one.index - other.index),
    startedAt: all.map(({ startedAt }) => startedAt).toSorted()[0] ?? first.startedAt,
    elapsedMs: Math.max(...all.map(({ elapsedMs }) => elapsedMs)),
    workers: all.reduce((sum, { workers }) => sum + workers, 0),
    endedBy:
      endings.find((ending) => all.some(({ endedBy }) => endedBy === ending)) ?? first.endedBy,
    worlds: first.plan.worlds.map((world) =>
      mergeWorlds(
        world,
        all.flatMap(({ worlds }) => worlds.filter((one) => one.world === world)),
      ),
    ),
    findings: earliest(all.flatMap(({ findings }) => findings)),
    replays: [
      ...new Map(
        all.flatMap(({ replays }) => replays).map((one) => [one.task.file, one] as const),
      ).values(),
    ],
  };
}

/** Of findings with one id, the one of the lowest stint, which is the same however the work was shared. */
function earliest(findings: readonly StoredFinding[]): readonly StoredFinding[] {
  const byId = new Map<string, StoredFinding>();
  for (const finding of findings) {
    const known = byId.get(finding.record.id);
    if (known === undefined || finding.order < known.order) byId.set(finding.record.id, finding);
  }
  return [...byId.values()];
}

function mergeWorlds(world: string, states: readonly WorldState[]): WorldState {
  const behaviours = new Map<number, number>();
  for (const state of states) {
    for (const [hash, looks] of state.behaviours) {
      behaviours.set(hash, (behaviours.get(hash) ?? 0) + looks);
    }
  }
  return {
    world,
    tally: states.map(({ tally }) => tally).reduce((sum, tally) => sumOf(sum, tally)),
    behaviours,
    trend: sumOfTrends(
      states.map(({ trend }) => trend),
      behaviours.size,
    ),
  };
}

/**
 * Ids that a stint need not confirm, because an earlier one has. A later one does not count: of two that have found
 * the same the earlier keeps it, and has to be able to tell all of it.
 */
export function confirmedBefore(
  { order, world }: Pick<Stint, "order" | "world">,
  findings: readonly StoredFinding[],
): readonly string[] {
  return findings
    .filter((finding) => finding.order < order && finding.record.world === world)
    .map(({ record }) => record.id);
}
