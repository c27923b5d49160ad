import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenPromises } from "./history-checker/acknowledgement/acknowledged.ts";
import { illegalities } from "./history-checker/history-checker.ts";
import { misruns } from "./programs/body-runs.ts";
import { digest } from "./programs/digest.ts";
import { named } from "./programs/named.ts";
import { programArbitrary } from "./programs/program-arbitrary.ts";
import type { Program } from "./programs/program.ts";
import { type ObservedRun, observedRun } from "./programs/run-observed.ts";
import { timeless } from "./programs/timeless.ts";
import {
  type Trouble,
  recoverableFaults,
  survivableFaults,
  troubleArbitrary,
  troubled,
} from "./programs/trouble.ts";

/** `PROGRAMS=50000 SEED=7` tries more of them, or others; a failure prints how to see it again. */
const parameters = {
  numRuns: Number(process.env["PROGRAMS"] ?? 150),
  seed: Number(process.env["SEED"] ?? 20_261_126),
  includeErrorInReport: true,
};

describe("a random program under faults that an execution survives", () => {
  it("ends as if nothing had happened, where it does not hang on the time", async () => {
    const struck = new Set<string>();
    const property = fc.asyncProperty(
      programArbitrary.map(timeless),
      troubleArbitrary,
      async (program, troubles) => {
        const clean = await observedRun(program);
        const troubledRun = await runIn(troubles, recoverableFaults, program);

        expect(endOf(troubledRun)).toEqual(endOf(clean));

        for (const { fault } of troubledRun.run.strikes) struck.add(fault);
      },
    );
    await fc.assert(property, parameters);

    expect(struck).toEqual(recoverableFaults);
  }, 120_000);

  it("runs no body more often than its semantics allows, nor less", async () => {
    const property = fc.asyncProperty(
      programArbitrary.map(named),
      troubleArbitrary,
      async (program, troubles) => {
        const observed = await runIn(troubles, survivableFaults, program);

        expect(misruns(program, observed)).toEqual([]);
      },
    );
    await fc.assert(property, parameters);
  }, 120_000);

  it("leaves a history that AWS could have recorded, of each execution", async () => {
    const struck = new Set<string>();
    const property = fc.asyncProperty(
      programArbitrary,
      troubleArbitrary,
      async (program, troubles) => {
        const { run } = await runIn(troubles, survivableFaults, program);

        for (const { history, operations } of run.executions) {
          expect(illegalities(history, operations)).toEqual([]);
        }

        for (const { fault } of run.strikes) struck.add(fault);
      },
    );
    await fc.assert(property, parameters);

    expect(struck).toEqual(survivableFaults);
  }, 120_000);

  it("finds all that was acknowledged whenever it is replayed", async () => {
    const property = fc.asyncProperty(
      programArbitrary,
      troubleArbitrary,
      async (program, troubles) => {
        const { observations } = await runIn(troubles, survivableFaults, program);

        for (const seen of observations.values()) expect(brokenPromises(seen)).toEqual([]);
      },
    );
    await fc.assert(property, parameters);
  }, 120_000);
});

async function runIn(
  troubles: readonly Trouble[],
  faults: ReadonlySet<string>,
  program: Program,
): Promise<ObservedRun> {
  return observedRun(program, troubled(troubles, faults));
}

function endOf({ run: { status, result, error, cut } }: ObservedRun) {
  return { status, result: digest(result), error: digest(error), cut };
}
