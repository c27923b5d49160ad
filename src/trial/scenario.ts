import { z } from "zod";
import { type Fault, allFaults, faultsAt } from "../faults/fault.ts";
import { UsageError } from "../kernel/errors.ts";
import { onOneLine } from "../kernel/plain-text.ts";
import {
  type JsonPath,
  type LocatedJson,
  longestKey,
  parseLocatedJson,
  renderPath,
} from "./json-place.ts";
import type { TrialResult } from "./trial.ts";
import type { World } from "./world.ts";

const burstSchema = z.strictObject({
  at: z.string().min(1).describe("The fault point, such as payment.charge."),
  from: z.int().min(1).describe("The first pass of the point that is struck, from 1."),
  times: z.int().min(1).describe("How many passes in a row are struck."),
  fault: z.enum(allFaults).describe("What goes wrong there."),
});

/** A search writes down a few; what has thousands is not meant to be read by anyone. */
const mostBursts = 10_000;

const expectSchema = z.discriminatedUnion("verdict", [
  z.strictObject({ verdict: z.enum(["held", "inconclusive"]) }),
  z.strictObject({
    verdict: z.enum(["violated", "stuck"]),
    invariants: z.array(z.string()).min(1).describe("Every invariant that breaks."),
  }),
]);

/** What a scenario file may say; the JSON schema that editors use is made from it. */
export const scenarioSchema: z.ZodType<Scenario> = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().min(1).describe("What happens, in words."),
  world: z.string().describe("The world's name."),
  input: z.unknown().describe("The input of the execution; its shape is the world's."),
  faults: z.array(burstSchema).max(mostBursts),
  seed: z.union([z.string(), z.int()]).describe("Root of all randomness of the trial."),
  expect: expectSchema,
});

/** A trial as a file: edited by people, replayed by anyone. */
export interface Scenario {
  readonly $schema?: string | undefined;
  readonly version: 1;
  readonly name: string;
  readonly world: string;
  readonly input: unknown;
  readonly faults: readonly {
    readonly at: string;
    readonly from: number;
    readonly times: number;
    readonly fault: Fault;
  }[];
  readonly seed: string | number;
  readonly expect: Expectation;
}

/** The verdict that a scenario is kept for. */
export type Expectation =
  | { readonly verdict: "held" | "inconclusive" }
  | { readonly verdict: "violated" | "stuck"; readonly invariants: readonly string[] };

/** A scenario that fits its world, and can tell where in its file a value stands. */
export interface LocatedScenario {
  readonly scenario: Scenario;
  readonly world: World;
  readonly placeOf: (path: JsonPath) => string;
}

/** Reads a scenario file; whatever is wrong in it is a `UsageError` that names the place. */
export function parseScenario(
  text: string,
  source: string,
  worlds: readonly World[],
): LocatedScenario {
  const json = parseLocatedJson(text, source);
  const scenario = check(scenarioSchema, json.value, json, []);
  const world = worlds.find(({ name }) => name === scenario.world);
  if (world === undefined) {
    const known = worlds.map(({ name }) => name).join(", ");
    const name = onOneLine(scenario.world, longestKey);
    throw usage(json, ["world"], `there is no world "${name}"; known: ${known}`);
  }
  check(world.inputSchema, scenario.input, json, ["input"]);
  for (const [index, { at, fault }] of scenario.faults.entries()) {
    const possible = faultsAt(at);
    if (possible.includes(fault)) continue;
    const path = ["faults", index, "fault"];
    throw usage(
      json,
      path,
      `"${fault}" cannot strike at "${onOneLine(at, longestKey)}"; possible: ${possible.join(", ")}`,
    );
  }
  return { scenario, world, placeOf: json.placeOf };
}

/** Checks an input of a payload file against its world; `source` names the file in messages. */
export function parseInput<Input>(text: string, source: string, world: World<Input>): Input {
  const json = parseLocatedJson(text, source);
  return check(world.inputSchema, json.value, json, []);
}

/** A scenario as text, ready to be written to a file. */
export function renderScenario(scenario: Scenario): string {
  return `${JSON.stringify(scenario, undefined, 2)}\n`;
}

/** What a trial's result says, in a form that a scenario can expect. */
export function expectationOf({ verdict, violations }: TrialResult): Expectation {
  if (verdict === "held" || verdict === "inconclusive") return { verdict };
  return { verdict, invariants: violations.map(({ invariant }) => invariant) };
}

/** Whether two expectations say the same. */
export function sameExpectation(one: Expectation, other: Expectation): boolean {
  if (one.verdict !== other.verdict) return false;
  const names = (expectation: Expectation) =>
    "invariants" in expectation ? expectation.invariants.toSorted() : [];
  return JSON.stringify(names(one)) === JSON.stringify(names(other));
}

function check<T>(schema: z.ZodType<T>, value: unknown, json: LocatedJson, base: JsonPath): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [...base, ...(issue?.path.map((part) => asKey(part)) ?? [])];
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    throw usage(
      json,
      [...path, key],
      `"${onOneLine(key, longestKey)}" is not a field here; remove it or check its spelling`,
    );
  }
  throw usage(json, path, issue?.message ?? "does not fit");
}

const longestMessage = 1_000;

function asKey(part: PropertyKey): string | number {
  return typeof part === "number" ? part : String(part);
}

function usage(json: LocatedJson, path: JsonPath, message: string): UsageError {
  const where = path.length === 0 ? "" : `${renderPath(path)}: `;
  return new UsageError(`${json.placeOf(path)}: ${where}${onOneLine(message, longestMessage)}`);
}
