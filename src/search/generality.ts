import fc from "fast-check";
import { recorded } from "../faults/adversary.ts";
import type { Strike } from "../faults/schedule.ts";
import type { TrialPlan, TrialResult } from "../trial/trial.ts";
import { type Bucket, violationIn } from "./bucket.ts";
import type { Prober } from "./prober.ts";

/** Inputs that values for a field are taken from; of the values that differ, at most so many are tried. */
const sampled = 60;
const mostValues = 12;

/** A field of which fewer other values are known may just never have been tried with the one that matters. */
const fewestValues = 2;

/**
 * The fields of the input, at its top level, whose value makes no difference: under the same faults, each other
 * value that the world's inputs have breaks the same invariant. Only such values count with which all goes the
 * same way where nothing goes wrong: that an order without items is refused says nothing of the items.
 */
export function freeFields(prober: Prober, bucket: Bucket, found: TrialResult): readonly string[] {
  const { input, strikes, seed, cut } = found;
  // An endless loop takes seconds each time.
  if (!isRecord(input) || cut?.kind === "endless-loop") return [];
  const { world } = prober;
  const others = fc.sample(world.input, { seed: 1, numRuns: sampled }).filter(isRecord);
  const planOf = (changed: unknown, struck: readonly Strike[]): TrialPlan => {
    const decider = { kind: "adversary", adversary: recorded(struck) } as const;
    return { input: changed, seed, decider };
  };
  const usualWay = prober.aside(1, (run) => wayOf(run(planOf(input, []))));
  return Object.keys(input).filter((field) => {
    const values = otherValues(
      input[field],
      others.map((other) => other[field]),
    );
    const changes = values
      .map((value) => withField(input, field, value))
      .filter((changed) => world.inputSchema.safeParse(changed).success);
    return prober.aside(2 * changes.length, (run) => {
      const inputs = changes.filter((changed) => wayOf(run(planOf(changed, []))) === usualWay);
      const breaks = (changed: unknown): boolean =>
        violationIn(run(planOf(changed, strikes)), bucket) !== undefined;
      return inputs.length >= fewestValues && inputs.every((changed) => breaks(changed));
    });
  });
}

/** How the execution ended, and by which points it came. */
function wayOf({ outcome, passed }: TrialResult): string {
  return [outcome.status, ...passed.map(({ at }) => at)].join();
}

function withField(
  input: Readonly<Record<string, unknown>>,
  field: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  return { ...input, [field]: value };
}

function otherValues(own: unknown, values: readonly unknown[]): readonly unknown[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  byText.delete(JSON.stringify(own));
  return [...byText.values()].slice(0, mostValues);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
