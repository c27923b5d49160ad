import { isDeepStrictEqual } from "node:util";
import { type Strike, scheduleOf } from "../faults/schedule.ts";
import type { Seed, TrialResult } from "../trial/trial.ts";
import type { Prober } from "./prober.ts";

/** All that it takes to run a trial again; plain data. */
export interface RepeatableTrial {
  readonly input: unknown;
  readonly seed: Seed;
  readonly strikes: readonly Strike[];
}

/** What is kept of a trial. */
export function toRepeat({ input, seed, strikes }: TrialResult): RepeatableTrial {
  return { input, seed, strikes };
}

/** The trial again, on the world's own example where it was one. */
export function repeated(prober: Prober, { input, seed, strikes }: RepeatableTrial): TrialResult {
  const example = prober.world.examples.find((one) => isDeepStrictEqual(one.input, input));
  const decider = { kind: "schedule", schedule: scheduleOf(strikes) } as const;
  return prober.runAlone({ input: example?.input ?? input, seed, decider });
}
