import { isDeepStrictEqual } from "node:util";
import { type ComparableRun, comparableRun, rejectedRun } from "./comparable-run.ts";
import { isConcerned, withoutDeviations } from "./official-runner-deviations.ts";
import type { Program } from "./program.ts";
import type { OfficialRunner } from "./run-official.ts";
import { simulatedRun } from "./run-simulated.ts";
import { hasTimeTie } from "./time-ties.ts";

/** What both services made of a program, but for the named deviations. */
export interface Comparison {
  readonly same: boolean;
  readonly official: ComparableRun;
  readonly simulated: ComparableRun;
}

/** Compares the official runner with the simulation, program by program. */
export class Comparer {
  readonly #official: OfficialRunner;
  readonly #started = new Map<string, Promise<Comparison>>();

  constructor(official: OfficialRunner) {
    this.#official = official;
  }

  /** Whether a program says something about either side: see the deviations, and the ties. */
  async isComparable(program: Program): Promise<boolean> {
    return !isConcerned(program, this.#official) && !hasTimeTie(await simulatedRun(program));
  }

  /** Starts on a program that will be asked for: many at once take hardly longer than one. */
  start(program: Program): void {
    const comparison = this.#compare(program);
    // Whoever asks for it sees how it went wrong.
    comparison.catch(() => {});
    this.#started.set(JSON.stringify(program), comparison);
  }

  async compare(program: Program): Promise<Comparison> {
    const first = await (this.#started.get(JSON.stringify(program)) ?? this.#compare(program));
    // The official runner lives in real time, and the machine may have been busy: what differs
    // has to differ when nothing else is running, too.
    return first.same ? first : await this.#compare(program);
  }

  async #compare(program: Program): Promise<Comparison> {
    const simulated = withoutDeviations(comparableRun(program, await simulatedRun(program)));
    const official = withoutDeviations(
      await this.#official.run({ program }).then((run) => comparableRun(program, run), rejectedRun),
    );
    return { same: isDeepStrictEqual(official, simulated), official, simulated };
  }
}
