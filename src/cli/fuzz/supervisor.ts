import type { FoundRecord } from "../../campaign/campaign-report.ts";
import { recordOfDeath } from "../../campaign/death.ts";
import type { EndedBy } from "../../campaign/campaign-state.ts";
import { type Stint, stintsOf } from "../../campaign/plan.ts";
import type { ReplayTask } from "../../campaign/replaying.ts";
import { BugError } from "../../kernel/errors.ts";
import type { Work } from "./messages.ts";
import type { CampaignStore } from "./store.ts";
import { type Witness, lastSeen } from "./witness.ts";
import {
  type JobEnd,
  type WorkerDeath,
  WorkerProcess,
  type WorkerSettings,
} from "./worker-process.ts";

/** How a campaign is worked through. */
export interface SupervisorSettings extends WorkerSettings {
  readonly workers: number;
  /** A worker that has grown beyond this is replaced by a new one. */
  readonly mostRssBytes: number;
}

/** What the supervisor tells while it works. */
export interface Listener {
  /** A finding whose id has not been seen before, before it counts. */
  readonly found: (record: FoundRecord) => void;
  readonly finishedStint: (news: { readonly stint: Stint; readonly behaviours: number }) => void;
  readonly finishedReplay: (task: ReplayTask) => void;
  /** Something that is not a finding, and should be known. */
  readonly note: (text: string) => void;
  /** Real time that the campaign has taken, over all sessions. */
  readonly elapsedMs: () => number;
}

/** A world that has cost so many workers is not tried any more. */
const mostHangs = 3;

/** A trial that a worker dies in so often is to blame, even if it runs well alone. */
const mostDeaths = 3;

/** How long what runs may go on when the campaign ends. */
const windDownMs = 5_000;

/** Has worker processes run the stints of a campaign, and keeps what they find. */
export class Supervisor {
  readonly #store: CampaignStore;
  readonly #settings: SupervisorSettings;
  readonly #listener: Listener;
  readonly #workers: readonly WorkerProcess[];
  readonly #witnesses: WorkerProcess[] = [];
  readonly #hangs = new Map<string, number>();
  readonly #stints: Generator<Stint, void, void>;
  #endedBy: EndedBy | undefined;

  constructor(store: CampaignStore, settings: SupervisorSettings, listener: Listener) {
    this.#store = store;
    this.#settings = settings;
    this.#listener = listener;
    this.#stints = stintsOf(store.plan);
    this.#workers = Array.from(
      { length: settings.workers },
      (_, index) => new WorkerProcess(`${store.path}.worker-${index + 1}-${process.pid}`, settings),
    );
  }

  /** Trials that stood still or ended their process. */
  get hangs(): number {
    return [...this.#hangs.values()].reduce((sum, times) => sum + times, 0);
  }

  /** How many workers make a finding smaller. */
  get shrinking(): number {
    return this.#workers.filter(({ position }) => position?.stage === "shrinking").length;
  }

  /** Works until nothing is left, or until it is told to end. */
  async run(): Promise<EndedBy> {
    const replays = this.#store.replays.filter(({ outcome }) => outcome === undefined);
    try {
      await this.#share(replays.map(({ task }) => task)[Symbol.iterator](), (task, worker) =>
        this.#replay(task, worker),
      );
      await this.#share(this.#stints, (stint, worker) => this.#explore(stint, worker));
      return this.#endedBy ?? "trials";
    } finally {
      this.kill();
    }
  }

  /** Lets what runs come to its end, for a few seconds, and begins nothing new. */
  windDown(by: EndedBy): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = by;
    setTimeout(() => this.kill(), windDownMs).unref();
  }

  /** Ends all workers at once. */
  kill(): void {
    for (const worker of [...this.#workers, ...this.#witnesses]) worker.stop();
  }

  /** Has each worker take the next item as soon as it is done with one. */
  async #share<T>(
    items: Iterator<T, unknown>,
    take: (item: T, worker: WorkerProcess) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      this.#workers.map(async (worker) => {
        while (this.#endedBy === undefined) {
          const next = items.next();
          if (next.done === true) return;
          await take(next.value, worker);
        }
      }),
    );
  }

  async #replay(task: ReplayTask, worker: WorkerProcess): Promise<void> {
    let isShrunk = true;
    for (let deaths = 0; ;) {
      const { families } = this.#store.plan;
      const work = { kind: "replay", task, families, isShrunk } as const;
      const end = await this.#run(work, worker, -1);
      if (end === undefined) return;
      if (end.kind === "done" && end.done.kind === "replay") {
        this.#store.finishReplay(task, end.done.outcome);
        this.#listener.finishedReplay(task);
        return;
      }
      if (end.kind === "failed") {
        this.#setAside(task.scenario.world, end.message);
        return;
      }
      if (end.kind !== "died") throw new BugError(`a replay ended as ${end.kind}`);
      const isToBlame = await this.#blame(work, end, ++deaths);
      if (!isToBlame) continue;
      if (end.position?.stage === "shrinking" && isShrunk) {
        isShrunk = false;
        continue;
      }
      this.#store.finishReplay(task, { ids: [], verdict: "dead", isStale: false });
      this.#listener.finishedReplay(task);
      return;
    }
  }

  async #explore(stint: Stint, worker: WorkerProcess): Promise<void> {
    const { seed, families } = this.#store.plan;
    if (this.#store.isDone(stint)) return;
    const skipped: number[] = [];
    const unshrunk: number[] = [];
    const deaths = new Map<string, number>();
    let failures = 0;
    while (this.#store.worlds.get(stint.world)?.setAside === undefined) {
      const confirmed = this.#confirmedBefore(stint);
      const task = { stint, seed, families, skipped, unshrunk, confirmed };
      const work = { kind: "stint", task } as const;
      const end = await this.#run(work, worker, stint.order);
      if (end === undefined) return;
      if (end.kind === "failed") {
        // A machine that was too busy for a moment is no reason to give a world up.
        if (++failures > 1) this.#setAside(stint.world, end.message);
        continue;
      }
      if (end.kind === "done" && end.done.kind === "stint") {
        this.#finish(stint, end.done);
        if (end.done.rssBytes > this.#settings.mostRssBytes)
          this.#recycle(worker, end.done.rssBytes);
        return;
      }
      if (end.kind !== "died") throw new BugError(`a stint ended as ${end.kind}`);
      const { position } = end;
      const place = `${position?.stage} ${position?.trial}`;
      deaths.set(place, (deaths.get(place) ?? 0) + 1);
      const isToBlame = await this.#blame(work, end, deaths.get(place) ?? 0);
      if (!isToBlame || position === undefined) continue;
      (position.stage === "shrinking" ? unshrunk : skipped).push(position.trial);
    }
  }

  #finish(
    stint: Stint,
    { report }: Extract<Extract<JobEnd, { kind: "done" }>["done"], { kind: "stint" }>,
  ): void {
    const behaviours = this.#store.finishStint(stint, report, this.#listener.elapsedMs());
    this.#listener.finishedStint({ stint, behaviours });
    for (let hang = 0; hang < report.tally.hangs; hang++) this.#countDeath(stint.world);
    const isDiverged = this.#store.findings.some(
      ({ record }) => record.world === stint.world && record.kind === "not-deterministic",
    );
    if (isDiverged) this.#setAside(stint.world, "it is not deterministic");
  }

  /** A job to its end; `undefined` where the campaign has ended before. */
  async #run(
    work: Work,
    worker: WorkerProcess,
    order: number,
  ): Promise<Exclude<JobEnd, { kind: "stopped" }> | undefined> {
    const end = await worker.run(work, (record) => this.#keep(order, record));
    if (end.kind === "stopped") return undefined;
    if (end.kind !== "failed") return end;
    if (!end.isUsage) throw new BugError(end.message);
    return end;
  }

  #keep(order: number, record: FoundRecord): void {
    // The file first: what a store knows of has one.
    this.#listener.found(record);
    this.#store.addFinding(order, record);
  }

  /**
   * Whether a trial is to blame for the death of the worker that ran it: whether another process dies of it as
   * well, or it was the third one. Anything else may have killed a worker, such as a machine without memory.
   */
  async #blame(work: Work, end: WorkerDeath, deaths: number): Promise<boolean> {
    const { world, firstTrial, order } = placeOf(work);
    const seen = await lastSeen(work, end, this.#witness());
    if (!seen.isDead && deaths < mostDeaths) {
      this.#listener.note(
        `a worker ended (${end.how}) in a trial of ${world} that does no such thing alone; its stint is begun anew`,
      );
      return false;
    }
    const { input, seed, strikes } = seen;
    const trial = firstTrial + (end.position?.trial ?? 0);
    const { kind, how } = seen.isDead ? seen : { kind: end.death, how: end.how };
    this.#keep(order, recordOfDeath({ kind, how, world, input, seed, strikes, firstTrial: trial }));
    this.#countDeath(world);
    return true;
  }

  #witness(): Witness {
    const file = `${this.#store.path}.witness-${this.#witnesses.length + 1}-${process.pid}`;
    const witness = new WorkerProcess(`${file}-position`, this.#settings);
    this.#witnesses.push(witness);
    return { witness, file };
  }

  #countDeath(world: string): void {
    const times = (this.#hangs.get(world) ?? 0) + 1;
    this.#hangs.set(world, times);
    if (times >= mostHangs) {
      this.#setAside(world, `its trials stood still, or ended their process, ${times} times`);
    }
  }

  #setAside(world: string, why: string): void {
    if (this.#store.worlds.get(world)?.setAside !== undefined) return;
    this.#store.setAside(world, why);
    this.#listener.note(`${world} is set aside: ${why}`);
  }

  #recycle(worker: WorkerProcess, rssBytes: number): void {
    worker.recycle();
    this.#listener.note(
      `a worker had grown to ${Math.round(rssBytes / 2 ** 20)} MB and was replaced; something may leak`,
    );
  }

  /** Ids that need no confirming: whichever stint comes first keeps the finding. */
  #confirmedBefore({ order, world }: Stint): readonly string[] {
    return this.#store.findings
      .filter((finding) => finding.order < order && finding.record.world === world)
      .map(({ record }) => record.id);
  }
}

function placeOf(work: Work): {
  readonly world: string;
  readonly firstTrial: number;
  readonly order: number;
} {
  if (work.kind === "replay") return { world: work.task.scenario.world, firstTrial: 0, order: -1 };
  return work.task.stint;
}
