import fc from "fast-check";
import { z } from "zod";
import type { FaultSchedule } from "../faults/schedule.ts";
import type { FinishedExecution } from "../invariants/invariant.ts";
import type { ShippingLedger } from "../services/ledgers.ts";
import { shipping } from "../services/shipping.ts";
import { runTrial } from "./run-trial.ts";
import { durable, elapsedMs } from "./simulated-function.test-support.ts";
import type { TrialResult } from "./trial.ts";
import { type OtherExecution, type World, type WorldDefinition, defineWorld } from "./world.ts";

type Services = { readonly shipping: ReturnType<typeof shipping> };
export type Parts = Partial<WorldDefinition<string, Services>>;
type Books = { readonly shipping: ShippingLedger };

export const input = "first";

/** Says what it was given, and when it came to its step. */
export const clock = durable(async (context, given) =>
  context.step("look", async () => `${String(given)} at ${elapsedMs()}`),
);

/** Fails at once. */
export const failing = durable(async () => {
  throw new Error("no");
});

/** A world whose execution under test looks at the clock, and has ended 10 ms later. */
export function worldOf(parts: Parts): World<string, Books> {
  return defineWorld({
    name: "several",
    services: {
      shipping: shipping({ undeliverableZips: [], undeliverableError: (why) => new Error(why) }),
    },
    handler: () => clock,
    input: fc.constant(input),
    inputSchema: z.string(),
    examples: [{ name: "an input", input }],
    invariants: [],
    bounds: { maxInvocations: 60, maxEvents: 2_000 },
    ...parts,
  });
}

/** One trial of it. */
export function run(
  parts: Parts,
  schedule: FaultSchedule = [],
): Promise<TrialResult<string, Books>> {
  return runTrial(worldOf(parts), { input, schedule, seed: 1 });
}

/** Looks at the clock at once, unless told otherwise. */
export function other(more: Partial<OtherExecution> = {}): OtherExecution {
  return { label: "other", handler: clock, input: "other", ...more };
}

/** Of each execution its label, and its result or its status. */
export const told = (
  executions: readonly FinishedExecution[],
): readonly (readonly [string | undefined, string | undefined])[] =>
  executions.map(({ label, outcome }) => [
    label,
    "result" in outcome ? outcome.result : outcome.status,
  ]);

/** What `told` says of the execution under test. */
export const underTest: readonly (string | undefined)[] = [undefined, '"first at 0"'];
