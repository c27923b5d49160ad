import type { FoundRecord } from "../../campaign/campaign-report.ts";
import { recordOfDeath } from "../../campaign/death.ts";
import { isFromOutside } from "./death-toll.ts";
import type { Work } from "./messages.ts";
import { type Witness, lastSeen, smallestDeath } from "./witness.ts";
import { type WorkerDeath, WorkerProcess, type WorkerSettings } from "./worker-process.ts";

/** A trial that a worker dies in so often is to blame, even if it runs well alone. */
const mostDeaths = 3;

/** The same for deaths that came from outside. */
const mostKills = 10;

/** Finds out what workers have died of. */
export class Coroner {
  readonly #path: string;
  readonly #settings: WorkerSettings;
  readonly #note: (text: string) => void;
  readonly #witnesses = new Set<WorkerProcess>();
  #cases = 0;

  /** `path` is what the names of its files begin with. */
  constructor(path: string, settings: WorkerSettings, note: (text: string) => void) {
    this.#path = path;
    this.#settings = settings;
    this.#note = note;
  }

  /**
   * The finding, if a trial is to blame for the death of the worker that ran it: if another process dies of it as
   * well, or if it was one too many. Anything else may have killed a worker, such as a machine without memory.
   */
  async blame(work: Work, end: WorkerDeath, deaths: number): Promise<FoundRecord | undefined> {
    const { world, firstTrial } = placeOf(work);
    const trial = end.position?.trial ?? 0;
    const witness = this.#call();
    try {
      const seen = await lastSeen(work, trial, witness);
      if (!seen.isDead && deaths < mostDeathsOf(end)) {
        this.#note(
          `a worker ended (${end.how}) in a trial of ${world} that does no such thing alone; it is tried again`,
        );
        return undefined;
      }
      const { kind, how } = seen.isDead ? seen : { kind: end.death, how: end.how };
      const death = { ...seen, kind, how, world };
      return recordOfDeath({
        ...death,
        strikes: seen.isDead ? await smallestDeath(death, witness) : seen.strikes,
        firstTrial: firstTrial + trial,
        firstFaults: seen.strikes.length,
      });
    } finally {
      witness.process.stop();
      this.#witnesses.delete(witness.process);
    }
  }

  /** Ends what is still being looked into. */
  stop(): void {
    for (const witness of this.#witnesses) witness.stop();
  }

  #call(): Witness {
    this.#cases++;
    const file = `${this.#path}.witness-${this.#cases}-${process.pid}`;
    const witness = new WorkerProcess(`${file}-position`, this.#settings);
    this.#witnesses.add(witness);
    return { process: witness, file };
  }
}

function mostDeathsOf(end: WorkerDeath): number {
  return isFromOutside(end) ? mostKills : mostDeaths;
}

function placeOf(work: Work): { readonly world: string; readonly firstTrial: number } {
  if (work.kind === "replay") return { world: work.task.scenario.world, firstTrial: 0 };
  return work.task.stint;
}
