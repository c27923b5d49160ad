import {
  type Quiescing,
  drainWorks,
  driveHopping,
  driveNow,
  driveSome,
  inMacrotask,
} from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import { type Realm, closeGate, enterRealm, openGate } from "../kernel/sandbox/gate.ts";
import "../kernel/sandbox/install.ts";
import { machineMs } from "../kernel/sandbox/machine-clock.ts";
import { runGuarded } from "../kernel/watchdog.ts";
import type { Cut } from "../lambda/service.ts";

/** Work that runs with the gate open: a trial, or a simulation. */
export interface Runnable {
  readonly realm: Realm;
  run(): Quiescing<void>;
}

/** Tells, in ms, how long the code under test may keep the processor: for code that computes for long. */
export const endlessLoopVariable = "DURABLE_CHAOS_ENDLESS_LOOP_MS";

const usualEndlessLoopMs = 2_000;

/** With less, a machine that is busy looks like code that is. */
const leastEndlessLoopMs = 300;

/** An hour: a search that waits longer looks like one that hangs. */
const mostEndlessLoopMs = 3_600_000;

/** Real ms that the code under test may keep the processor before it counts as endless. */
export function endlessLoopMs(): number {
  const said = process.env[endlessLoopVariable];
  if (said === undefined || said === "") return usualEndlessLoopMs;
  const ms = Number(said);
  if (Number.isSafeInteger(ms) && ms >= leastEndlessLoopMs && ms <= mostEndlessLoopMs) return ms;
  throw new UsageError(
    `${endlessLoopVariable} is "${said}"; it is how many ms code under test may keep the processor ` +
      `before it counts as an endless loop, from ${leastEndlessLoopMs} to ${mostEndlessLoopMs}`,
  );
}

/** Runs to the end in one synchronous call; only where draining works, and unguarded. */
export function runNow(runnable: Runnable): void {
  try {
    enterRealm(runnable.realm, () => driveNow(runnable.run()));
  } finally {
    runnable.realm.loop.end();
  }
}

/**
 * Real ms between two guards, each of which costs as much as two trials. So short that only a single event, and
 * never a number of them together, can take as long as an endless loop: not even on a machine that is busy.
 */
const sliceMs = 100;

/**
 * Like `runNow`, but an endless loop in the code under test becomes a cut. However long a simulation
 * is, and however much it computes, it is cut only where it does not get on.
 */
export function runGuardedNow(runnable: Runnable): Cut | undefined {
  try {
    return runInSlices(runnable);
  } finally {
    runnable.realm.loop.end();
  }
}

function runInSlices(runnable: Runnable): Cut | undefined {
  const work = runnable.run();
  const limitMs = endlessLoopMs();
  for (;;) {
    const endMs = machineMs() + sliceMs;
    const slice = runGuarded(limitMs, () =>
      enterRealm(runnable.realm, () => driveSome(work, () => machineMs() >= endMs)),
    );
    if (slice.kind === "timed-out") return { kind: "endless-loop", limitMs };
    if (slice.value === "done") return undefined;
  }
}

/**
 * The driver for a Node without `process._tickCallback`. The host's own code runs in between, and
 * nothing guards against endless loops.
 */
export async function runHopping(runnable: Runnable): Promise<void> {
  try {
    await driveHopping(withGateOpen(runnable));
  } finally {
    runnable.realm.loop.end();
  }
}

/** Runs to the end, with the faster driver if it works on this Node. */
export async function run(runnable: Runnable): Promise<Cut | undefined> {
  const ran = await inMacrotask(() =>
    drainWorks() ? { cut: runGuardedNow(runnable) } : undefined,
  );
  if (ran !== undefined) return ran.cut;
  await runHopping(runnable);
  return undefined;
}

function* withGateOpen(runnable: Runnable): Quiescing<void> {
  openGate(runnable.realm);
  try {
    yield* runnable.run();
  } finally {
    closeGate();
  }
}

/** Throws where a cut says that the trial could not be simulated: no verdict could be about that. */
export function refuseUnsimulated(cut: Cut | undefined): void {
  if (cut?.kind === "broken-service") {
    throw new UsageError(
      `the fake service behind ${cut.call} threw ${JSON.stringify(String(cut.error))}; ` +
        `a service says { kind: "done", ... } or { kind: "refused", error }. Was it called with what it takes?`,
      { cause: cut.error },
    );
  }
  if (cut?.kind === "broken-script") {
    throw new UsageError(`${cut.what} failed: ${String(cut.error)}`, { cause: cut.error });
  }
  if (cut?.kind !== "real-io") return;
  throw new UsageError(
    `the code under test started real I/O (${cut.resource}), which cannot be replayed; ` +
      `give it a fake service instead. It started here:\n${cut.stack}`,
  );
}
