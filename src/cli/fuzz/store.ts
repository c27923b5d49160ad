import { type FoundRecord, foundSchema } from "../../campaign/campaign-report.ts";
import type {
  CampaignState,
  EndedBy,
  Replayed,
  StoredFinding,
  WorldState,
} from "../../campaign/campaign-state.ts";
import { type CampaignPlan, type Stint, planSchema } from "../../campaign/plan.ts";
import type { ReplayOutcome, ReplayTask } from "../../campaign/replaying.ts";
import type { StintReport } from "../../campaign/stint-run.ts";
import { type Tally, emptyTally, sumOf, tallySchema } from "../../campaign/tally.ts";
import { type Trend, withEntry } from "../../campaign/trend.ts";
import { createStoreFile, damaged } from "./store-file.ts";
import { StoreRows } from "./store-rows.ts";
import { outcomeSchema, taskSchema, trendSchema } from "./store-schemas.ts";

/** What a campaign begins with. */
export interface Beginning {
  readonly plan: CampaignPlan;
  readonly startedAt: string;
  readonly replays: readonly ReplayTask[];
  /** The names of a world's `sometimes` checks. */
  readonly unseenOf: (world: string) => readonly string[];
}

/** Where one world stands. */
export interface WorldProgress {
  tally: Tally;
  trend: Trend;
  behaviours: number;
  /** Why nothing of this world is tried any more. */
  setAside: string | undefined;
}

/** Makes an empty store for a campaign. */
export function createStore(path: string, { plan, startedAt, replays, unseenOf }: Beginning): void {
  createStoreFile(path, (database) => {
    database
      .prepare("INSERT INTO campaign VALUES (?, ?, 0, 1, NULL)")
      .run(JSON.stringify(plan), startedAt);
    const addReplay = database.prepare("INSERT OR IGNORE INTO replays VALUES (?, ?, NULL)");
    for (const task of replays) addReplay.run(task.file, JSON.stringify(task));
    const addWorld = database.prepare("INSERT INTO worlds VALUES (?, ?, '[]', NULL)");
    for (const world of plan.worlds) {
      addWorld.run(world, JSON.stringify(emptyTally(unseenOf(world))));
    }
  });
}

/** A campaign on the disk. What a method has written is there when it returns, whatever happens then. */
export class CampaignStore {
  readonly path: string;
  readonly plan: CampaignPlan;
  readonly startedAt: string;
  /** Over all sessions, as far as it was written. */
  elapsedMs: number;
  readonly worlds: ReadonlyMap<string, WorldProgress>;

  readonly #rows: StoreRows;
  readonly #findings = new Map<string, StoredFinding>();
  readonly #doneStints = new Set<number>();

  constructor(path: string) {
    this.path = path;
    this.#rows = new StoreRows(path);
    try {
      const [row] = this.#rows.all("SELECT plan, started_at, elapsed_ms FROM campaign");
      this.plan = this.#rows.parse(planSchema, row?.["plan"]);
      this.startedAt = String(row?.["started_at"]);
      this.elapsedMs = Number(row?.["elapsed_ms"]);
      this.worlds = this.#readWorlds();
      this.#readDone();
    } catch (error) {
      this.#rows.close();
      throw error;
    }
  }

  get endedBy(): EndedBy | undefined {
    const [row] = this.#rows.all("SELECT ended_by FROM campaign");
    const endedBy = row?.["ended_by"];
    return endedBy === null ? undefined : (endedBy as EndedBy);
  }

  get findings(): readonly StoredFinding[] {
    return [...this.#findings.values()];
  }

  isDone({ order }: Stint): boolean {
    return this.#doneStints.has(order);
  }

  get replays(): readonly {
    readonly task: ReplayTask;
    readonly outcome: ReplayOutcome | undefined;
  }[] {
    return this.#rows
      .all("SELECT task, outcome FROM replays ORDER BY rowid")
      .map(({ task, outcome }) => ({
        task: this.#rows.parse(taskSchema, task),
        outcome: outcome === null ? undefined : this.#rows.parse(outcomeSchema, outcome),
      }));
  }

  /** Of two findings with one id the one of the lower stint stays. Tells whether the id is new here. */
  addFinding(order: number, record: FoundRecord): boolean {
    const known = this.#findings.get(record.id);
    if (known !== undefined && known.order <= order) return false;
    this.#rows.run(
      "INSERT OR REPLACE INTO findings VALUES (?, ?, ?)",
      record.id,
      order,
      JSON.stringify(record),
    );
    this.#findings.set(record.id, { order, record });
    return known === undefined;
  }

  /** All at once or not at all. Tells how many of its behaviours are new. */
  finishStint(stint: Stint, { tally, behaviours }: StintReport, elapsedMs: number): number {
    const world = this.#worldOf(stint.world);
    let fresh = 0;
    this.#rows.inTransaction(() => {
      for (const [hash, looks] of behaviours) {
        fresh += this.#rows.run(
          "INSERT OR IGNORE INTO behaviours VALUES (?, ?, 0)",
          stint.world,
          hash,
        );
        this.#rows.run(
          "UPDATE behaviours SET looks = looks + ? WHERE world = ? AND hash = ?",
          looks,
          stint.world,
          hash,
        );
      }
      world.behaviours += fresh;
      world.tally = sumOf(world.tally, tally);
      const { trials } = world.tally;
      world.trend = withEntry(world.trend, {
        elapsedMs: Math.round(elapsedMs),
        trials,
        behaviours: world.behaviours,
      });
      this.#rows.run(
        "INSERT INTO stints VALUES (?, ?, ?)",
        stint.order,
        stint.world,
        JSON.stringify(bare(tally)),
      );
      this.#rows.run(
        "UPDATE worlds SET tally = ?, trend = ? WHERE world = ?",
        JSON.stringify(world.tally),
        JSON.stringify(world.trend),
        stint.world,
      );
      this.#writeElapsed(elapsedMs);
    });
    this.#doneStints.add(stint.order);
    return fresh;
  }

  finishReplay({ file }: ReplayTask, outcome: ReplayOutcome): void {
    this.#rows.run("UPDATE replays SET outcome = ? WHERE file = ?", JSON.stringify(outcome), file);
  }

  setAside(world: string, why: string): void {
    this.#worldOf(world).setAside = why;
    this.#rows.run("UPDATE worlds SET set_aside = ? WHERE world = ?", why, world);
  }

  begin(workers: number): void {
    this.#rows.run("UPDATE campaign SET ended_by = NULL, workers = ?", workers);
  }

  end(endedBy: EndedBy, elapsedMs: number): void {
    this.#rows.inTransaction(() => {
      this.#writeElapsed(elapsedMs);
      this.#rows.run("UPDATE campaign SET ended_by = ?", endedBy);
    });
  }

  /** Everything that was reported so far. */
  state(): CampaignState {
    const [row] = this.#rows.all("SELECT workers FROM campaign");
    return {
      plan: this.plan,
      shards: [this.plan.shard],
      startedAt: this.startedAt,
      elapsedMs: this.elapsedMs,
      workers: Number(row?.["workers"]),
      // A campaign that was killed has not ended; whoever looks at it finds it interrupted.
      endedBy: this.endedBy ?? "interrupt",
      worlds: [...this.worlds].map(([world, progress]) => this.#stateOf(world, progress)),
      findings: this.findings,
      replays: this.replays.filter((one): one is Replayed => one.outcome !== undefined),
    };
  }

  close(): void {
    this.#rows.close();
  }

  #stateOf(world: string, { tally, trend }: WorldProgress): WorldState {
    const rows = this.#rows.all("SELECT hash, looks FROM behaviours WHERE world = ?", world);
    const behaviours = new Map(rows.map(({ hash, looks }) => [Number(hash), Number(looks)]));
    return { world, tally, trend, behaviours };
  }

  #readWorlds(): ReadonlyMap<string, WorldProgress> {
    const counted = this.#rows.all(
      "SELECT world, count(*) AS count FROM behaviours GROUP BY world",
    );
    const behaviours = new Map(counted.map(({ world, count }) => [world, Number(count)]));
    const rows = this.#rows.all("SELECT world, tally, trend, set_aside FROM worlds ORDER BY rowid");
    return new Map(
      rows.map(({ world, tally, trend, set_aside: why }) => [
        String(world),
        {
          tally: this.#rows.parse(tallySchema, tally),
          trend: this.#rows.parse(trendSchema, trend),
          behaviours: behaviours.get(world) ?? 0,
          setAside: typeof why === "string" ? why : undefined,
        },
      ]),
    );
  }

  #worldOf(name: string): WorldProgress {
    const world = this.worlds.get(name);
    if (world === undefined) throw damaged(this.path);
    return world;
  }

  #writeElapsed(elapsedMs: number): void {
    this.elapsedMs = elapsedMs;
    this.#rows.run("UPDATE campaign SET elapsed_ms = ?", elapsedMs);
  }

  #readDone(): void {
    for (const { place } of this.#rows.all("SELECT place FROM stints")) {
      this.#doneStints.add(Number(place));
    }
    for (const { place, record } of this.#rows.all("SELECT place, record FROM findings")) {
      const parsed = this.#rows.parse(foundSchema, record);
      this.#findings.set(parsed.id, { order: Number(place), record: parsed });
    }
  }
}

/** What a stint counted, without the table of all fault points, which would make a large store. */
function bare(tally: Tally): Tally {
  return { ...tally, coverage: {} };
}
