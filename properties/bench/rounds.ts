import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Lap } from "./contestant.ts";

/** A way to run the published saga, in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly script: string;
  /** The script's argument. */
  readonly mode: string;
  /** Runs before anything is measured, and in each round. */
  readonly warmUp: number;
  readonly runs: number;
}

/** One lap of every contestant, by name. */
export type Round = Readonly<Record<string, Lap>>;

/** Lets the contestants run in turns, so that whatever slows the machine down hits them all. */
export async function runRounds(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<readonly Round[]> {
  const children = new Map<Contestant, ChildProcess>();
  const results: Round[] = [];
  try {
    for (const contestant of contestants) children.set(contestant, await enter(contestant));
    for (let round = 0; round < rounds; round++) results.push(await runRound(children));
  } finally {
    for (const child of children.values()) child.kill();
  }
  return results;
}

async function runRound(children: ReadonlyMap<Contestant, ChildProcess>): Promise<Round> {
  const laps: Record<string, Lap> = {};
  for (const [{ name, runs }, child] of children) {
    // Does not count: V8 has dropped code of a process that was idle while others ran.
    await runLap(child, runs);
    laps[name] = await runLap(child, runs);
  }
  return laps;
}

async function enter({ script, mode, warmUp }: Contestant): Promise<ChildProcess> {
  // The official runner cannot be kept from printing the saga's log.
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = fork(new URL(script, import.meta.url), [mode], { stdio: [...stdio] });
  child.once("exit", (code) => {
    if (code) throw new Error(`${script} ended with code ${code}`);
  });
  await once(child, "message");
  await runLap(child, warmUp);
  return child;
}

async function runLap(child: ChildProcess, runs: number): Promise<Lap> {
  child.send(runs);
  const [lap] = await once(child, "message");
  return lap;
}
