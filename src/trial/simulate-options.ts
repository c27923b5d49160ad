import { z } from "zod";
import { type Adversary, scheduled } from "../faults/adversary.ts";
import { type Fault, faultsAt } from "../faults/fault.ts";
import type { FaultSchedule } from "../faults/schedule.ts";
import { UsageError } from "../kernel/errors.ts";
import type { WireError } from "../kernel/outcome.ts";
import type { CallbackReactions, CallbackScript } from "../lambda/callback-desk.ts";
import type { Functions } from "../lambda/functions.ts";
import type { LambdaSettings, TrialBounds } from "../lambda/settings.ts";
import { renderPath } from "./json-place.ts";
import { settingsSchema } from "./settings-schema.ts";
import type { Seed } from "./simulation.ts";

/** What surrounds a durable function that is simulated without a world. */
export interface SimulateOptions {
  /** What the function is given; travels as JSON. `{}` by default. */
  readonly input?: unknown;
  /** Name of the execution: started again under it, by the fault `duplicate`, it does not run twice. */
  readonly name?: string;
  /** Root of all randomness; 1 by default. */
  readonly seed?: Seed;
  /** The functions that `context.invoke` finds, by name or by name and qualifier. */
  readonly functions?: Functions;
  /** Who completes which callback, and when. */
  readonly callbacks?: CallbackScript;
  /** What goes wrong, as in a scenario. */
  readonly faults?: FaultSchedule;
  /** Decides what goes wrong, in place of `faults`. */
  readonly adversary?: Adversary;
  /** Someone stops the execution, that many virtual ms after it was started. */
  readonly stop?: { readonly afterMs: number; readonly error?: WireError };
  readonly settings?: Partial<LambdaSettings>;
  /** 10,000 invocations and a million events unless told otherwise. */
  readonly bounds?: Partial<TrialBounds>;
}

/** Options that have been looked at. */
export interface CheckedOptions {
  readonly functions: Functions;
  readonly callbacks: CallbackScript;
  readonly adversary: Adversary;
  readonly schedule: FaultSchedule;
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const delayMs = z.number().min(0);
const spanMs = z.number().min(1);
const count = z.int().min(1);

const targetSchema = z.union([
  z.strictObject({
    durable: z.custom(isFunction, "must be a function"),
    timeoutMs: spanMs.optional(),
  }),
  z.strictObject({
    plain: z.custom(isFunction, "must be a function"),
    timeoutMs: spanMs.optional(),
  }),
]);

const reactionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("succeed"),
    result: z.string().optional(),
    afterMs: delayMs.optional(),
  }),
  z.strictObject({
    kind: z.literal("fail"),
    error: z.looseObject({}).optional(),
    afterMs: delayMs.optional(),
  }),
  z.strictObject({ kind: z.literal("heartbeat"), afterMs: delayMs.optional() }),
]);
const reactionsSchema = z.union([reactionSchema, z.array(reactionSchema), z.undefined()], {
  error:
    'must be { kind: "succeed", result: text }, { kind: "fail", error } or { kind: "heartbeat" }, ' +
    "each with an afterMs from 0 if need be, or a list of those",
}) as z.ZodType<CallbackReactions>;

const burstSchema = z.strictObject({
  at: z.string().min(1),
  from: count,
  times: count,
  fault: z.string(),
});

const optionsSchema = z.strictObject({
  input: z.unknown().refine(travelsAsJson, "must travel as JSON").optional(),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, hyphens and underscores")
    .optional(),
  seed: z.union([z.string(), z.number()], "must be a text or a number").optional(),
  functions: z.record(z.string(), z.unknown()).optional(),
  // Looked at below: what is wrong with one of several kinds, zod cannot tell.
  callbacks: z.unknown().optional(),
  faults: z.array(burstSchema).optional(),
  adversary: z.custom(isFunction, "must be a function").optional(),
  stop: z.strictObject({ afterMs: delayMs, error: z.looseObject({}).optional() }).optional(),
  settings: settingsSchema.optional(),
  bounds: z
    .strictObject({ maxInvocations: count.optional(), maxEvents: count.optional() })
    .optional(),
});

/** Throws a `UsageError` for what cannot be meant, before anything runs. */
export function checkOptions(options: SimulateOptions): CheckedOptions {
  check(optionsSchema, options, "");
  const { functions = {}, callbacks = {}, faults: schedule = [], adversary } = options;
  if (adversary !== undefined && schedule.length > 0) {
    throw new UsageError("simulate takes faults or an adversary, not both: leave one out");
  }
  checkFunctions(functions);
  for (const [index, { at, fault }] of schedule.entries()) checkFault(at, fault, index);
  return {
    functions,
    callbacks: checkedCallbacks(callbacks),
    adversary: adversary ?? scheduled(schedule),
    schedule,
  };
}

/** Nothing at all is `{}`; what has no text in JSON would be taken for nothing. */
function travelsAsJson(value: unknown): boolean {
  try {
    return value === undefined || JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const namePattern = /^[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9_$.-]{1,128})?$/;

function checkFunctions(functions: Functions): void {
  for (const [name, target] of Object.entries(functions)) {
    if (!namePattern.test(name) && !name.startsWith("arn:")) {
      throw new UsageError(
        `"${name}" is no name of a Lambda function; write it like "billing", "billing:live" or "billing:2"`,
      );
    }
    if (targetSchema.safeParse(target).success) continue;
    throw new UsageError(
      `functions["${name}"] must be { durable: handler } or { plain: handler }, with a timeoutMs if need be`,
    );
  }
}

function checkFault(at: string, fault: Fault, index: number): void {
  const possible = faultsAt(at);
  if (possible.includes(fault)) return;
  throw new UsageError(
    `faults[${index}].fault: "${fault}" cannot strike at "${at}"; possible: ${possible.join(", ")}`,
  );
}

/** A function's reactions can only be looked at when it has given them. */
function checkedCallbacks(callbacks: CallbackScript): CallbackScript {
  if (typeof callbacks !== "function") {
    check(z.record(z.string(), reactionsSchema), callbacks, "callbacks");
    return callbacks;
  }
  return (callback) => {
    const reactions = callbacks(callback);
    check(reactionsSchema, reactions, "what it returned");
    return reactions;
  };
}

function check(schema: z.ZodType, value: unknown, place: string): void {
  const parsed = schema.safeParse(value);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const parts = (issue?.path ?? []).map((part) => (typeof part === "symbol" ? "symbol" : part));
  const path = renderPath(place === "" ? parts : [place, ...parts]);
  const where = path === "" ? "" : `${path}: `;
  throw new UsageError(`${where}${issue?.message ?? "does not fit"}`);
}
