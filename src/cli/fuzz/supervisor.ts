import type { FoundRecord } from "../../campaign/campaign-report.ts";
import { type EndedBy, confirmedBefore } from "../../campaign/campaign-state.ts";
import { type Stint, stintsOf } from "../../campaign/plan.ts";
import type { ReplayOutcome, ReplayTask } from "../../campaign/replaying.ts";
import type { StintReport } from "../../campaign/stint-run.ts";
import { BugError } from "../../kernel/errors.ts";
import { Coroner } from "./coroner.ts";
import { DeathToll } from "./death-toll.ts";
import type { DrawJob, StintJob, Work } from "./messages.ts";
import { Outcasts } from "./outcasts.ts";
import type { CampaignStore } from "./store.ts";
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

/** How long what runs may go on when the campaign ends. */
const windDownMs = 5_000;

/** Has worker processes run the stints of a campaign, keeps what they find, and has it drawn. Kill it in the end. */
export class Supervisor {
  readonly #store: CampaignStore;
  readonly #settings: SupervisorSettings;
  readonly #listener: Listener;
  readonly #workers: readonly WorkerProcess[];
  readonly #coroner: Coroner;
  readonly #hangs = new Map<string, number>();
  readonly #stints: Generator<Stint, void, void>;
  /** Draws the findings in the end. */
  #artist: WorkerProcess | undefined;
  #windDownTimer: NodeJS.Timeout | undefined;
  #endedBy: EndedBy | undefined;
  #isKilled = false;

  constructor(store: CampaignStore, settings: SupervisorSettings, listener: Listener) {
    this.#store = store;
    this.#settings = settings;
    this.#listener = listener;
    this.#stints = stintsOf(store.plan);
    this.#coroner = new Coroner(store.path, settings, listener.note);
    this.#workers = Array.from({ length: settings.workers }, (_, index) =>
      this.#workerOf(index + 1),
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

  /** Trials of stints that are not over. */
  get inFlight(): number {
    return this.#workers.reduce((sum, { position }) => sum + (position?.trial ?? 0), 0);
  }

  /** Works until nothing is left, or until it is told to end. Workers live on behind that, until they are killed. */
  async run(): Promise<EndedBy> {
    const replays = this.#store.replays.filter(({ outcome }) => outcome === undefined);
    try {
      await this.#share(replays.map(({ task }) => task)[Symbol.iterator](), (task, worker) =>
        this.#replay(task, worker),
      );
      await this.#share(this.#stints, (stint, worker) => this.#explore(stint, worker));
      return this.#endedBy ?? "trials";
    } finally {
      clearTimeout(this.#windDownTimer);
    }
  }

  /**
   * Has a finding replayed for its picture, when all else is done: by a worker that is there, and by a new one where
   * that shows nothing, as much may have happened in it. Not by this process, to which the finding may do what it has
   * done to the worker that found it.
   */
  async draw(job: DrawJob): Promise<string | undefined> {
    this.#artist ??= this.#workers.find(({ isAlive }) => isAlive) ?? this.#workerOf(0);
    const text = await textBy(this.#artist, job);
    if (text !== undefined || !this.#workers.includes(this.#artist)) return text;
    this.#artist = this.#workerOf(0);
    return textBy(this.#artist, job);
  }

  /** Lets what runs come to its end, for a few seconds, and begins nothing new. */
  windDown(by: EndedBy): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = by;
    this.#windDownTimer = setTimeout(() => this.kill(), windDownMs).unref();
  }

  /** Ends all workers at once. */
  kill(): void {
    this.#isKilled = true;
    this.#coroner.stop();
    for (const worker of [...this.#workers, this.#artist]) worker?.stop();
  }

  #workerOf(number: number): WorkerProcess {
    const position = `${this.#store.path}.worker-${number}-${process.pid}`;
    return new WorkerProcess(position, this.#settings);
  }

  /** Has each worker take the next item as soon as it is done with one. */
  async #share<T>(
    items: Iterator<T, unknown>,
    take: (item: T, worker: WorkerProcess) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      this.#workers.map(async (worker) => {
        while (this.#endedBy === undefined && !this.#isKilled) {
          const next = items.next();
          if (next.done === true) return;
          await take(next.value, worker);
        }
      }),
    );
  }

  async #replay(task: ReplayTask, worker: WorkerProcess): Promise<void> {
    const { families } = this.#store.plan;
    let isShrunk = true;
    const toll = new DeathToll();
    do {
      const job = { kind: "replay", task, families, isShrunk } as const;
      const end = await this.#run(job, worker, -1);
      if (end.kind === "stopped") return;
      if (end.kind === "done" && end.done.kind === "replay") {
        this.#finishReplay(task, end.done.outcome);
        return;
      }
      if (end.kind === "failed") {
        this.#setAside(task.scenario.world, end.message);
        return;
      }
      if (end.kind !== "died") throw new BugError("a worker has done another job than its own");
      const record = await this.#coroner.blame(job, end, toll.add(end));
      if (record === undefined || this.#endedBy !== undefined) continue;
      this.#keep(-1, record);
      if (end.position?.stage !== "shrinking" || !isShrunk) {
        this.#finishReplay(task, { ids: [], verdict: "dead", isStale: false });
        return;
      }
      isShrunk = false;
    } while (this.#endedBy === undefined);
  }

  #finishReplay(task: ReplayTask, outcome: ReplayOutcome): void {
    this.#store.finishReplay(task, outcome);
    this.#listener.finishedReplay(task);
  }

  async #explore(stint: Stint, worker: WorkerProcess): Promise<void> {
    if (this.#store.isDone(stint) || this.#isSetAside(stint.world)) return;
    const outcasts = new Outcasts(stint.trials);
    let failures = 0;
    // One that was begun is ended, but not begun anew.
    do {
      const end = await this.#run(this.#stintJob(stint, outcasts), worker, stint.order);
      if (end.kind === "stopped") return;
      if (end.kind === "done" && end.done.kind === "stint") {
        this.#finish(stint, outcasts.counted(end.done.report));
        this.#recycleIfLarge(worker, end.done.rssBytes);
        return;
      }
      if (end.kind === "died") await this.#lookInto(end, stint, outcasts);
      // A machine that was too busy for a moment is no reason to give a world up.
      else if (end.kind === "failed" && ++failures > 1) {
        this.#setAside(stint.world, end.message);
        return;
      }
    } while (this.#endedBy === undefined);
  }

  #stintJob(stint: Stint, { parts }: Outcasts): StintJob {
    const { seed, families } = this.#store.plan;
    const confirmed = confirmedBefore(stint, this.#store.findings);
    return { kind: "stint", task: { stint, seed, families, confirmed, ...parts } };
  }

  async #lookInto(end: WorkerDeath, stint: Stint, outcasts: Outcasts): Promise<void> {
    const job = this.#stintJob(stint, outcasts);
    const record = await this.#coroner.blame(job, end, outcasts.deathsLike(end));
    if (record === undefined || this.#endedBy !== undefined) return;
    this.#keep(stint.order, record);
    this.#countDeath(stint.world);
    outcasts.add(record, end, this.#isSetAside(stint.world));
  }

  #isSetAside(world: string): boolean {
    return this.#store.worlds.get(world)?.setAside !== undefined;
  }

  #finish(stint: Stint, report: StintReport): void {
    const behaviours = this.#store.finishStint(stint, report, this.#listener.elapsedMs());
    this.#listener.finishedStint({ stint, behaviours });
    for (let hang = 0; hang < report.tally.hangs; hang++) this.#countDeath(stint.world);
    const isDiverged = this.#store.findings.some(
      ({ record }) => record.world === stint.world && record.kind === "not-deterministic",
    );
    if (isDiverged) this.#setAside(stint.world, "it is not deterministic");
  }

  /** A job to its end, whatever that is. */
  async #run(work: Work, worker: WorkerProcess, order: number): Promise<JobEnd> {
    const end = await worker.run(work, (record) => this.#keep(order, record));
    if (end.kind === "failed" && !end.isUsage) throw new BugError(end.message);
    return end;
  }

  #keep(order: number, record: FoundRecord): void {
    // The file first: what a store knows of has one.
    this.#listener.found(record);
    this.#store.addFinding(order, record);
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

  #recycleIfLarge(worker: WorkerProcess, rssBytes: number): void {
    if (rssBytes <= this.#settings.mostRssBytes) return;
    worker.recycle();
    this.#listener.note(
      `a worker had grown to ${Math.round(rssBytes / 2 ** 20)} MB and was replaced; something may leak`,
    );
  }
}

async function textBy(artist: WorkerProcess, job: DrawJob): Promise<string | undefined> {
  const end = await artist.run(job, () => {});
  return end.kind === "done" && end.done.kind === "draw" ? end.done.text : undefined;
}
