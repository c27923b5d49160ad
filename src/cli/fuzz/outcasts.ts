import type { FoundRecord } from "../../campaign/campaign-report.ts";
import type { StintReport, StintTask } from "../../campaign/stint-run.ts";
import { DeathToll } from "./death-toll.ts";
import type { WorkerDeath } from "./worker-process.ts";

/** What is left out of a stint because workers have died of it. */
export class Outcasts {
  readonly #skipped: number[] = [];
  readonly #unshrunk: number[] = [];
  readonly #ids: string[] = [];
  readonly #toll = new DeathToll();
  #until: number;

  constructor(trials: number) {
    this.#until = trials;
  }

  get parts(): Pick<StintTask, "skipped" | "unshrunk" | "until"> {
    return { skipped: this.#skipped, unshrunk: this.#unshrunk, until: this.#until };
  }

  /** How many workers have died like that at that place, this one among them. */
  deathsLike(end: WorkerDeath): number {
    return this.#toll.add(end);
  }

  /** Leaves out a trial, or no more than the shrinking of its find; all behind it as well if that was the last one. */
  add({ id }: FoundRecord, { position }: WorkerDeath, isLast: boolean): void {
    const { trial, stage } = position ?? { trial: 0, stage: "exploring" };
    this.#ids.push(id);
    // What came before counts.
    if (isLast) this.#until = Math.min(this.#until, trial);
    else (stage === "shrinking" ? this.#unshrunk : this.#skipped).push(trial);
  }

  /** With the trials that ended their processes as hits of their findings. */
  counted({ tally, behaviours }: StintReport): StintReport {
    const hits = { ...tally.hits };
    for (const id of this.#ids) hits[id] = (hits[id] ?? 0) + 1;
    return { tally: { ...tally, hits }, behaviours };
  }
}
