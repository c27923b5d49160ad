import { UsageError } from "../kernel/errors.ts";
import { type Bucket, bucketKey } from "../search/bucket.ts";
import { type Scenario, renderScenario } from "../trial/scenario.ts";
import { pathOfScenario, saveScenario } from "./saved-scenario.ts";
import type { Terminal } from "./terminal.ts";

/** A file that this search has written. */
interface Written {
  readonly path: string;
  readonly text: string;
}

/**
 * What a search that still runs finds, each violation in its smallest schedule so far: whatever ends the process leaves
 * it on the disk. Files that were there before, or that somebody has edited since, are nobody's to remove.
 */
export class SmallestSoFar {
  readonly #folder: string;
  readonly #terminal: Terminal;
  readonly #written = new Map<string, Written>();

  constructor(folder: string, terminal: Terminal) {
    this.#folder = folder;
    this.#terminal = terminal;
  }

  /** Writes a scenario in place of the larger one of its bucket. */
  save(bucket: Bucket, scenario: Scenario): void {
    const saved = { invariant: bucket.invariant, scenario };
    const path = pathOfScenario(saved, this.#folder);
    const larger = this.#written.get(bucketKey(bucket));
    if (path === larger?.path) return;
    if (this.#terminal.exists(path)) this.#written.delete(bucketKey(bucket));
    else {
      saveScenario(saved, this.#folder, this.#terminal);
      this.#written.set(bucketKey(bucket), { path, text: renderScenario(scenario) });
    }
    // Only now: in between there are two rather than none.
    if (larger !== undefined) this.#remove(larger);
  }

  /** Removes what did not make it into the end result. */
  removeAllBut(paths: ReadonlySet<string>): void {
    for (const written of this.#written.values()) {
      if (!paths.has(written.path)) this.#remove(written);
    }
  }

  /** A file too many is no reason to end a search. */
  #remove({ path, text }: Written): void {
    try {
      if (!this.#terminal.exists(path)) return;
      if (this.#terminal.readFile(path) === text) this.#terminal.removeFile(path);
      else this.#terminal.note(`${path} was edited and is left as it is`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#terminal.note(error.message);
    }
  }
}
