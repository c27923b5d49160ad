import { fork } from "node:child_process";
import { once } from "node:events";
import type { FinishedRun } from "./finished-run.ts";
import type { Program } from "./program.ts";

export interface OfficialSetup {
  readonly skipTime?: boolean;
  /** How long the runner's service takes to answer a checkpoint, in ms. */
  readonly checkpointDelay?: number;
}

/** What the official runner is to run: a program, or a case of `wire-cases.ts` by its name. */
export type OfficialTask = { readonly program: Program } | { readonly wireCase: string };

export type OfficialRequest = OfficialTask & { readonly id: number };

/** `rejected` is what `run()` of the official runner threw. */
export type OfficialAnswer =
  | { readonly id: number; readonly run: FinishedRun }
  | { readonly id: number; readonly rejected: unknown };

/** The official runner in a process of its own. */
export interface OfficialRunner {
  readonly skippingTime: boolean;
  /** Rejects when the official runner gives up on the task. */
  readonly run: (task: OfficialTask) => Promise<FinishedRun>;
  readonly stop: () => void;
}

/** No program takes that long. */
const patienceMs = 60_000;

/**
 * Starts the official runner in a process of its own: it may replace the timers of its process,
 * and the sandbox of the simulation replaces those of this one.
 *
 * @param atOnce - how many tasks may run at the same time; the others wait
 */
export async function startOfficialRunner(
  setup: OfficialSetup,
  atOnce: number,
): Promise<OfficialRunner> {
  const child = fork(`${import.meta.dirname}/official-process.ts`, [JSON.stringify(setup)], {
    serialization: "advanced",
  });
  await once(child, "message");
  const running = new Map<number, PromiseWithResolvers<FinishedRun>>();
  child.on("message", (answer: OfficialAnswer) => {
    const { resolve, reject } = running.get(answer.id) ?? {};
    if ("run" in answer) resolve?.(answer.run);
    else reject?.(answer.rejected);
  });
  child.once("exit", (code) => {
    for (const { reject } of running.values()) {
      reject(new Error(`the official runner's process ended with ${code}`));
    }
  });

  let lastId = 0;
  const waiting: (() => void)[] = [];
  return {
    skippingTime: setup.skipTime ?? false,
    run: async (task) => {
      if (running.size >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      const id = ++lastId;
      const answer = Promise.withResolvers<FinishedRun>();
      running.set(id, answer);
      const watchdog = setTimeout(() => {
        answer.reject(new Error(`the official runner did not end within ${patienceMs} ms`));
      }, patienceMs);
      child.send({ id, ...task } satisfies OfficialRequest);
      try {
        return await answer.promise;
      } finally {
        clearTimeout(watchdog);
        running.delete(id);
        waiting.shift()?.();
      }
    },
    stop: () => child.kill(),
  };
}
