import { readFileSync, rmSync } from "node:fs";
import type { Strike } from "../../faults/schedule.ts";
import { BugError } from "../../kernel/errors.ts";
import type { Seed } from "../../trial/trial.ts";
import type { Work } from "./messages.ts";
import type { WorkerDeath, WorkerProcess } from "./worker-process.ts";

/** The trial in which a process was last, and whether it died of it. */
export type LastSeen = {
  readonly input: unknown;
  readonly seed: Seed;
  readonly strikes: readonly Strike[];
} & (
  | { readonly isDead: false }
  | { readonly isDead: true; readonly kind: "hang" | "crash"; readonly how: string }
);

/** A process that runs a trial again, and the file that it writes the strikes to. */
export interface Witness {
  readonly witness: WorkerProcess;
  readonly file: string;
}

/**
 * Has a process of its own run once more what a worker has died in. A swarm draws its faults as it goes, so that
 * nobody knows a schedule until it has been run: the process writes each strike down before it happens.
 */
export async function lastSeen(
  work: Work,
  { position }: WorkerDeath,
  { witness, file }: Witness,
): Promise<LastSeen> {
  try {
    const trial = position?.trial ?? 0;
    const end = await witness.run({ kind: "witness", work, trial, file }, () => {});
    if (end.kind === "failed" && !end.isUsage) throw new BugError(end.message);
    const seen = read(file);
    if (end.kind !== "died") return { ...seen, isDead: false };
    return { ...seen, isDead: true, kind: end.death, how: end.how };
  } finally {
    witness.stop();
    rmSync(file, { force: true });
  }
}

/** The last plan in the file, and the strikes behind it. */
function read(file: string): Pick<LastSeen, "input" | "seed" | "strikes"> {
  let seen: { input: unknown; seed: Seed; strikes: Strike[] } = {
    input: null,
    seed: 1,
    strikes: [],
  };
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // It has died before it had anything to tell.
  }
  for (const line of text.split("\n").slice(0, -1)) {
    const told: { readonly seed: Seed; readonly input: unknown } | Strike = JSON.parse(line);
    if ("at" in told) seen.strikes.push(told);
    else seen = { input: told.input, seed: told.seed, strikes: [] };
  }
  return seen;
}
