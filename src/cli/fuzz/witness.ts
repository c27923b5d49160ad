import { readFileSync, rmSync } from "node:fs";
import type { Strike } from "../../faults/schedule.ts";
import { BugError } from "../../kernel/errors.ts";
import type { Seed } from "../../trial/trial.ts";
import type { TrialWork, WitnessJob } from "./messages.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** The trial in which a process was last. */
interface Seen {
  readonly input: unknown;
  readonly seed: Seed;
  readonly strikes: readonly Strike[];
}

/** The last trial of a process, and whether that died of it. */
export type LastSeen = Seen &
  (
    | { readonly isDead: false }
    | { readonly isDead: true; readonly kind: "hang" | "crash"; readonly how: string }
  );

/** A process that runs a trial again, and the file that it writes the strikes to. */
export interface Witness {
  readonly process: WorkerProcess;
  readonly file: string;
}

/**
 * Has a process of its own run once more what a worker has died in. A swarm draws its faults as it goes, so that
 * nobody knows a schedule until it has been run: the process writes each strike down before it happens.
 */
export async function lastSeen(
  work: WitnessJob["work"],
  trial: number,
  { process: witness, file }: Witness,
): Promise<LastSeen> {
  const end = await witness.run({ kind: "witness", work, trial, file }, () => {});
  if (end.kind === "failed" && !end.isUsage) throw new BugError(end.message);
  const seen = read(file);
  rmSync(file, { force: true });
  if (end.kind !== "died") return { ...seen, isDead: false };
  return { ...seen, isDead: true, kind: end.death, how: end.how };
}

/** Each try takes a process, and as long as a hang is waited for if it hangs. */
const mostTries = { crash: 20, hang: 6 } as const;

/**
 * The faults that are left of those that a process died under when those go without which it dies as well:
 * first all at once, then one by one from the end.
 */
export async function smallestDeath(
  death: Omit<TrialWork, "kind"> & { readonly kind: "hang" | "crash" },
  witness: Witness,
): Promise<readonly Strike[]> {
  const { kind, world, input, seed } = death;
  let { strikes } = death;
  let tries = mostTries[kind];
  const diesUnder = async (fewer: readonly Strike[]): Promise<boolean> => {
    if (tries-- <= 0) return false;
    const work = { kind: "trial", world, input, seed, strikes: fewer } as const;
    const seen = await lastSeen(work, 0, witness);
    return seen.isDead && seen.kind === kind;
  };
  if (strikes.length > 0 && (await diesUnder([]))) return [];
  for (let index = strikes.length - 1; index >= 0 && strikes.length > 1; index--) {
    const fewer = strikes.toSpliced(index, 1);
    if (await diesUnder(fewer)) strikes = fewer;
  }
  return strikes;
}

/** The last plan in the file, and the strikes behind it. */
function read(file: string): Seen {
  let input: unknown = null;
  let seed: Seed = 1;
  let strikes: Strike[] = [];
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // It has died before it had anything to tell.
  }
  for (const line of text.split("\n").slice(0, -1)) {
    const told: Pick<Seen, "seed" | "input"> | Strike = JSON.parse(line);
    if ("at" in told) strikes.push(told);
    else {
      ({ input, seed } = told);
      strikes = [];
    }
  }
  return { input, seed, strikes };
}
