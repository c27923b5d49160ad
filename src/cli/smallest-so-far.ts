import { type Bucket, bucketKey } from "../search/bucket.ts";
import type { Scenario } from "../trial/scenario.ts";
import { pathOfScenario, saveScenario } from "./saved-scenario.ts";
import type { Terminal } from "./terminal.ts";

/**
 * What a search that still runs has found, each violation in its smallest schedule so far. It is on disk from the
 * first sight on: whatever ends the process leaves it there. Files that were there before are nobody's to remove.
 */
export class SmallestSoFar {
  readonly #folder: string;
  readonly #terminal: Terminal;
  readonly #paths = new Map<string, string>();

  constructor(folder: string, terminal: Terminal) {
    this.#folder = folder;
    this.#terminal = terminal;
  }

  /** Writes a scenario in place of the larger one of its bucket. */
  save(bucket: Bucket, scenario: Scenario): void {
    const saved = { invariant: bucket.invariant, scenario };
    const path = pathOfScenario(saved, this.#folder);
    const larger = this.#paths.get(bucketKey(bucket));
    if (path === larger) return;
    if (this.#terminal.exists(path)) this.#paths.delete(bucketKey(bucket));
    else {
      saveScenario(saved, this.#folder, this.#terminal);
      this.#paths.set(bucketKey(bucket), path);
    }
    // Only now: in between there are two rather than none.
    if (larger !== undefined) this.#terminal.removeFile(larger);
  }

  /** Removes what did not make it into the end result. */
  removeAllBut(paths: ReadonlySet<string>): void {
    for (const path of this.#paths.values()) {
      if (!paths.has(path)) this.#terminal.removeFile(path);
    }
  }
}
