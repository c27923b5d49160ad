/*
 * A process that runs trials for the supervisor of a campaign: `worker.ts POSITION-FILE WORLDS-MODULE`. It has
 * nothing to lose: whatever it has found it has told, and a stint that it does not end is begun anew.
 */
// Before any world, so that the code under test finds the patched globals.
import "../../kernel/sandbox/install.ts";
import { rmSync } from "node:fs";
import { UsageError, assert } from "../../kernel/errors.ts";
import type { World } from "../../trial/world.ts";
import type { FromWorker, Job } from "./messages.ts";
import { optimiseEarly } from "../optimise-early.ts";
import { PositionWriter } from "./position.ts";
import { doJob } from "./worker-jobs.ts";

// Ctrl-C reaches the whole group of processes; when to stop is for the supervisor to say.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const [positionFile, worldsModule] = process.argv.slice(2);
assert(positionFile !== undefined && worldsModule !== undefined, "a worker needs two arguments");

/** Nobody is left to work for, and nobody to remove what this process has made. */
const leave = (): never => {
  rmSync(positionFile, { force: true });
  process.exit();
};
process.on("disconnect", leave);
// The supervisor may have died while this process was starting.
if (!process.connected) leave();

const position = new PositionWriter(positionFile);
const { worlds }: { readonly worlds: readonly World[] } = await import(worldsModule);
optimiseEarly();

process.on("message", (job: Job) => {
  void answer(job);
});
await tell({ kind: "ready" });

async function answer(job: Job): Promise<void> {
  try {
    const found = async (record: Extract<FromWorker, { kind: "found" }>["record"]) =>
      tell({ kind: "found", record });
    await tell({ kind: "done", done: await doJob(job, { worlds, position, found }) });
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const message = error instanceof Error && !isUsage ? error.stack : undefined;
    await tell({ kind: "failed", message: message ?? messageOf(error), isUsage });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Waits until the message is on its way: the next trial may be the last. */
async function tell(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    assert(process.send !== undefined, "a worker is started by a supervisor");
    process.send(message, () => resolve());
  });
}
