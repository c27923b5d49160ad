import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { z } from "zod";
import { UsageError } from "../../kernel/errors.ts";
import { currentRealm } from "../../kernel/sandbox/gate.ts";
import { type Probe, probes } from "../../kernel/sandbox/probes.ts";
import { runTrial } from "../../trial/run-trial.ts";
import type { Seed, TrialResult } from "../../trial/trial.ts";
import { type World, defineWorld } from "../../trial/world.ts";

/** Something that is not virtual inside of a trial, and how that shows. */
export interface Leak {
  readonly name: string;
  readonly how: string;
}

/** What the sandbox was tested for. */
export interface SelfTest {
  readonly tested: number;
  readonly leaks: readonly Leak[];
}

/** Takes a look, inside of trials, at each thing that the sandbox makes virtual. */
export async function testSandbox(looks: readonly Probe[] = probes): Promise<SelfTest> {
  const leaks: Leak[] = [];
  for (const probe of looks) {
    const how = await leakOf(probe);
    if (how !== undefined) leaks.push({ name: probe.name, how });
  }
  return { tested: looks.length, leaks };
}

async function leakOf(probe: Probe): Promise<string | undefined> {
  try {
    return probe.proves === "refused" ? await leakOfIo(probe) : await leakOfTrials(probe);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split("\n")[0];
  }
}

async function leakOfIo(probe: Probe): Promise<string | undefined> {
  try {
    await trialOf(probe, 1);
  } catch (error) {
    if (error instanceof UsageError && error.message.includes("real I/O")) return undefined;
    throw error;
  }
  return "it is not refused";
}

async function leakOfTrials(probe: Probe): Promise<string | undefined> {
  const { outcome, trace } = await trialOf(probe, 1);
  if (probe.proves === "recorded") {
    const isRecorded = trace.some((event) => event.kind === "log.written" && event.text === marker);
    return isRecorded ? undefined : "what it prints is not in the trace";
  }
  if (probe.proves === "fatal") {
    const died = trace.some(
      (event) => event.kind === "invocation.ended" && event.end === "crashed",
    );
    return died ? undefined : "it does not end the sandbox";
  }
  const seen = seenIn(outcome);
  if (seen === undefined) return "it never answers";
  if (probe.proves === "equal") {
    const [real, virtual] = Array.isArray(seen) ? seen : [];
    if (isDeepStrictEqual(real, virtual)) return undefined;
    return `it says ${JSON.stringify(real)}, which should be ${JSON.stringify(virtual)}`;
  }
  const again = seenIn((await trialOf(probe, 1)).outcome);
  const other = seenIn((await trialOf(probe, 2)).outcome);
  if (!isDeepStrictEqual(seen, again)) return "it is something else each time, with the same seed";
  return isDeepStrictEqual(seen, other) ? "it does not depend on the seed" : undefined;
}

const marker = "printed by the self-test of the sandbox";

function seenIn(outcome: TrialResult["outcome"]): unknown {
  if (outcome.status !== "SUCCEEDED" || outcome.result === undefined) return undefined;
  const { seen }: { readonly seen?: unknown } = JSON.parse(outcome.result);
  return seen;
}

async function trialOf(probe: Probe, seed: Seed): Promise<TrialResult> {
  return runTrial(worldOf(probe), { input: null, schedule: [], seed });
}

/** A function that does nothing but look. */
function worldOf(probe: Probe): World {
  return defineWorld<unknown, Record<string, never>>({
    name: "self-test",
    services: {},
    handler: () => {
      let invocations = 0;
      return async () => {
        invocations++;
        const seen = invocations === 1 ? await look(probe) : undefined;
        // The SDK's own type has an enum, and only engine and sagas may import it.
        return { Status: "SUCCEEDED", Result: JSON.stringify({ seen }) } as never;
      };
    },
    input: fc.constant(null),
    inputSchema: z.unknown(),
    examples: [{ name: "nothing", input: null }],
    invariants: [],
    bounds: { maxInvocations: 5 },
  });
}

async function look(probe: Probe): Promise<unknown> {
  const realm = currentRealm();
  if (realm === undefined) return undefined;
  switch (probe.proves) {
    case "equal":
      // Some time has passed, or a clock that stands still would do.
      await new Promise((resolve) => realm.loop.setTimeout(() => resolve(undefined), 1_500));
      return probe.look(realm);
    case "recorded":
      return probe.look(marker);
    case "fatal":
      probe.look();
      return new Promise(() => {});
    case "drawn":
    case "refused":
      return probe.look();
  }
}
