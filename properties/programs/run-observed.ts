import { type Adversary, type SimulatedRun, simulate } from "../../src/index.ts";
import { Observer } from "../history-checker/acknowledgement/observe.ts";
import type { Observation } from "../history-checker/acknowledgement/observation.ts";
import { type Target, handlerOf, targetsOf } from "./interpreter.ts";
import type { Program } from "./program.ts";
import { callbackScriptOf } from "./run-simulated.ts";
import type { Ledger } from "./scope.ts";

/** A run of a program, and what could be seen of it from inside its sandboxes. */
export interface ObservedRun {
  readonly run: SimulatedRun;
  /** How often each body ran, whatever became of the run. */
  readonly bodyRuns: ReadonlyMap<string, number>;
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
}

/** Runs a program on the simulated service, with someone who decides what goes wrong. */
export async function observedRun(program: Program, adversary?: Adversary): Promise<ObservedRun> {
  const ledger: Ledger = new Map();
  const observer = new Observer();
  const run = await simulate(observer.observe(handlerOf(program, ledger)), {
    input: program.input,
    // Started again under its name, it is the same execution; without one it would be another.
    name: "program",
    functions: Object.fromEntries(
      Object.entries(targetsOf(program, ledger)).map(([name, target]): [string, Target] => [
        name,
        "durable" in target ? { durable: observer.observe(target.durable) } : target,
      ]),
    ),
    callbacks: callbackScriptOf(program),
    ...(adversary === undefined ? {} : { adversary }),
    // Otherwise a crash after a poll's START would make it begin again: sdk-defects.test.ts.
    settings: { keepStepResultOnStart: true },
  });
  return { run, bodyRuns: ledger, observations: observer.observations };
}
