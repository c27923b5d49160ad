import type { Arbitrary } from "fast-check";
import type { z } from "zod";
import { UsageError } from "../kernel/errors.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import {
  type FinishedExecution,
  type FinishedTrial,
  type Invariant,
  remembersNothing,
} from "../invariants/invariant.ts";
import { type BrokenInvariant, judge } from "../invariants/judge.ts";
import { type Sometimes, stillUnseen } from "../invariants/sometimes.ts";
import type { CallbackScript } from "../lambda/callback-desk.ts";
import type { Functions } from "../lambda/functions.ts";
import type { DurableLambdaHandler, EndedExecution, OtherStart } from "../lambda/service.ts";
import {
  type LambdaSettings,
  type TrialBounds,
  defaultBounds,
  defaultSettings,
} from "../lambda/settings.ts";
import type { CallBoundary } from "../services/call-boundary.ts";
import type { CallSettings } from "../services/call-settings.ts";
import { withDefaults } from "./with-defaults.ts";
import type { ClientsOf, LedgersOf, Service, ServiceFactories } from "../services/service.ts";

/** A named input that search tries before it generates any. */
export interface Example<Input> {
  readonly name: string;
  readonly input: Input;
}

/** What a world is made of. */
export interface WorldDefinition<Input, Services extends ServiceFactories> {
  /** Kebab-case; scenario files name it. */
  readonly name: string;
  /** The code under test, given the clients of the world's services. */
  readonly handler: (clients: ClientsOf<Services>) => DurableLambdaHandler;
  readonly input: Arbitrary<Input>;
  /** What an input of a scenario file must look like. */
  readonly inputSchema: z.ZodType<NoInfer<Input>>;
  /** Simple inputs that reach the handler's different endings; exhaustive search starts from them. */
  readonly examples: readonly Example<NoInfer<Input>>[];
  readonly services: Services;
  /** The functions that the code under test may invoke, given the same clients. */
  readonly functions?: (clients: ClientsOf<Services>) => Functions;
  /** Who completes the callbacks of the code under test. */
  readonly callbacks?: CallbackScript;
  /** What the execution under test is given, if not the input itself, and under which name. */
  readonly start?: (input: NoInfer<Input>) => { readonly payload: unknown; readonly name: string };
  /** What else is started, besides the execution under test: other orders, or the same one again. */
  readonly others?: (
    clients: ClientsOf<Services>,
    input: NoInfer<Input>,
  ) => readonly OtherExecution[];
  /** What the end of an execution starts, such as a function that AWS's status events trigger. */
  readonly onEnded?: (
    clients: ClientsOf<Services>,
    /** `startedMs`, since the epoch, is in AWS's event as well. */
    ended: FinishedExecution & { readonly startedMs: number },
  ) => readonly OtherExecution[];
  readonly invariants: readonly Invariant<NoInfer<Input>, LedgersOf<Services>>[];
  /** What must happen in some trial of a search, or that search has told too little. */
  readonly sometimes?: readonly Sometimes<NoInfer<Input>, LedgersOf<Services>>[];
  readonly calls?: Partial<CallSettings>;
  readonly lambda?: Partial<LambdaSettings>;
  readonly bounds?: Partial<TrialBounds>;
  /** Share of calls, 0 to 1, that each service refuses when dice decide instead of a schedule. */
  readonly refusalRates?: Readonly<Record<string, number>>;
}

/** An execution that a world starts by itself. */
export interface OtherExecution {
  /** In fault points, as in `reconciler > invocation start`, and in what people read. */
  readonly label: string;
  readonly handler: DurableLambdaHandler;
  /** Travels as JSON. */
  readonly input: unknown;
  /** An execution whose name is taken is not started. */
  readonly name?: string;
  /** Virtual ms from the start, or from the end that it follows; 0 by default. */
  readonly afterMs?: number;
}

/** The code under test and the books of one trial. */
export interface Stage<Ledgers> {
  readonly handler: DurableLambdaHandler;
  readonly functions: Functions;
  readonly others: readonly OtherStart[];
  readonly onEnded: (ended: EndedExecution) => readonly OtherStart[];
  readonly ledgers: Ledgers;
  /** What else the answers of each service depend on; `undefined` where one does not tell. */
  readonly memories: Readonly<Record<string, readonly unknown[] | undefined>>;
}

/** One durable function with everything around it that a trial needs. */
export interface World<Input = unknown, Ledgers = unknown> {
  readonly name: string;
  readonly input: Arbitrary<Input>;
  readonly inputSchema: z.ZodType<Input>;
  readonly examples: readonly Example<Input>[];
  readonly invariantNames: readonly string[];
  /** The names of what must happen in some trial of a search. */
  readonly sometimesNames: readonly string[];
  readonly calls: CallSettings;
  readonly lambda: LambdaSettings;
  readonly bounds: TrialBounds;
  readonly refusalRates: Readonly<Record<string, number>>;
  readonly callbacks: CallbackScript;
  /** What the execution under test is given, and its name. */
  start(input: Input): { readonly payload: unknown; readonly name: string };
  /** Sets up fresh services and handlers that call them. */
  prepare(boundary: CallBoundary, input: Input): Stage<Ledgers>;
  /** Those of the names whose events have not happened in this trial either. */
  stillUnseen(names: readonly string[], trial: FinishedTrial<Input, Ledgers>): readonly string[];
  /** What the invariants remember of a trace so far, all `requests` if some do not tell; see `Invariant`. */
  remembered(
    trace: readonly TraceEvent[],
    ledgers: Ledgers,
    requests: () => string,
  ): readonly unknown[];
  /** Every invariant that a finished trial breaks. */
  judge(trial: FinishedTrial<Input, Ledgers>): readonly BrokenInvariant[];
}

function callSettings(own: Partial<CallSettings>): CallSettings {
  const transportError =
    own.transportError ??
    ((message) => Object.assign(new Error(message), { name: "NetworkError" }));
  return {
    callLatencyMs: 50,
    callTimeoutMs: 10_000,
    lateEffectMs: 60_000,
    // Unless it says otherwise, a client makes no difference between no answer and a bad one.
    statusError: (_status, message) => transportError(message),
    ...own,
    transportError,
  };
}

/**
 * Makes a world. The services' types reach the handler and the invariants, so that a misspelt
 * service does not compile.
 *
 * @example
 * const world = defineWorld({
 *   name: "order",
 *   services: { payment: payment({ ... }) },
 *   handler: ({ payment }) => createOrderSaga(payment),
 *   input: orderArbitrary,
 *   inputSchema: orderSchema,
 *   examples: [{ name: "one item", input: { ... } }],
 *   invariants: [noDuplicateCharge],
 * });
 */
export function defineWorld<Input, Services extends ServiceFactories>(
  definition: WorldDefinition<Input, Services>,
): World<Input, LedgersOf<Services>> {
  const { name, input, inputSchema, examples, invariants } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new UsageError(`world name "${name}" must be kebab-case: a-z, 0-9 and hyphens`);
  }
  if (examples.length === 0) {
    throw new UsageError(`world "${name}" needs an example: search starts from examples`);
  }
  for (const example of examples) {
    const parsed = inputSchema.safeParse(example.input);
    if (parsed.success) continue;
    const problem = parsed.error.issues[0]?.message ?? "it does not fit";
    throw new UsageError(
      `world "${name}": example "${example.name}" does not fit the world's inputSchema: ${problem}`,
    );
  }
  const telling = invariants.flatMap(({ remembers }) => remembers ?? []);
  const tellsAll = telling.length === invariants.length;
  const remembering = telling.filter((remembers) => remembers !== remembersNothing);
  return {
    name,
    input,
    inputSchema,
    examples,
    invariantNames: invariants.map((invariant) => invariant.name),
    sometimesNames: (definition.sometimes ?? []).map((one) => one.name),
    calls: callSettings(definition.calls ?? {}),
    lambda: withDefaults(defaultSettings, definition.lambda),
    bounds: withDefaults(defaultBounds, definition.bounds),
    refusalRates: definition.refusalRates ?? {},
    callbacks: definition.callbacks ?? {},
    start: definition.start ?? ((payload) => ({ payload, name: "order" })),
    prepare: (boundary, trialInput) => prepare(definition, boundary, trialInput),
    stillUnseen: (names, trial) => stillUnseen(definition.sometimes ?? [], names, trial),
    remembered: (trace, ledgers, requests) => {
      const told = remembering.map((remembers) => remembers(trace, ledgers));
      return tellsAll ? told : [...told, requests()];
    },
    judge: (trial) => judge(invariants, trial),
  };
}

function prepare<Input, Services extends ServiceFactories>(
  { services, handler, functions, others, onEnded }: WorldDefinition<Input, Services>,
  boundary: CallBoundary,
  input: Input,
): Stage<LedgersOf<Services>> {
  const clients: Record<string, unknown> = {};
  const ledgers: Record<string, unknown> = {};
  const memories: Record<string, readonly unknown[] | undefined> = {};
  for (const [name, factory] of Object.entries(services)) {
    const service: Service<unknown, unknown> = factory(name, boundary);
    clients[name] = service.client;
    ledgers[name] = service.ledger;
    memories[name] = service.memory;
  }
  // TypeScript cannot follow a record built key by key.
  const known = clients as ClientsOf<Services>;
  return {
    handler: handler(known),
    functions: functions?.(known) ?? {},
    others: others === undefined ? [] : others(known, input).map(startOf),
    onEnded:
      onEnded === undefined
        ? () => []
        : (ended) => {
            const { startedMs } = ended;
            return onEnded(known, { ...finishedExecution(ended), startedMs }).map(startOf);
          },
    ledgers: ledgers as LedgersOf<Services>,
    memories,
  };
}

function startOf({ label, handler, input = {}, name, afterMs = 0 }: OtherExecution): OtherStart {
  if (!/^[\w.:$-]+$/.test(label)) {
    throw new UsageError(
      `label "${label}" must be of letters, digits and hyphens: fault points have it`,
    );
  }
  if (!(afterMs >= 0 && afterMs < Infinity)) {
    throw new UsageError(`afterMs of "${label}" must be a number of ms from 0, and is ${afterMs}`);
  }
  return { label, handler, input: JSON.stringify(input), name, afterMs };
}

/** An execution as those see it who know nothing of the wire. */
export function finishedExecution({
  label,
  input,
  outcome,
}: Pick<EndedExecution, "label" | "input"> &
  Pick<FinishedExecution, "outcome">): FinishedExecution {
  return { label, input: JSON.parse(input), outcome };
}
