import { type Adversary, scheduled } from "../faults/adversary.ts";
import type { FaultPoint, FaultSchedule, Strike } from "../faults/schedule.ts";
import type { WireError } from "../kernel/outcome.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { CallbackScript } from "../lambda/callback-desk.ts";
import type { Execution } from "../lambda/execution.ts";
import { type Functions, checkFunctions } from "../lambda/functions.ts";
import type { HistoryEvent } from "../lambda/history.ts";
import type { Operation } from "../lambda/operation.ts";
import type { Cut, DurableLambdaHandler } from "../lambda/service.ts";
import {
  type LambdaSettings,
  type TrialBounds,
  defaultBounds,
  defaultSettings,
} from "../lambda/settings.ts";
import { refuseUnsimulated, run, runNow } from "./drive.ts";
import { type Seed, Simulation } from "./simulation.ts";

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
  readonly bounds?: Partial<TrialBounds>;
}

/** One execution of a simulation, the one under test or one that was invoked by another. */
export interface SimulatedExecution {
  readonly functionName: string;
  readonly arn: string;
  /** `RUNNING` when a bound cut it off. */
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED" | "RUNNING";
  /** Decoded from JSON; `undefined` when there is none. */
  readonly result: unknown;
  readonly error: WireError | undefined;
  /** In the shape of AWS's GetDurableExecutionHistory. */
  readonly history: readonly HistoryEvent[];
  /** As AWS sends them: the execution itself first, then by start. */
  readonly operations: readonly Operation[];
}

/** What became of a simulated durable function. */
export interface SimulatedRun extends SimulatedExecution {
  /** Every execution, the one under test first. */
  readonly executions: readonly SimulatedExecution[];
  /** Whatever happened, in order, in virtual ms since the start. */
  readonly trace: readonly TraceEvent[];
  /** Of all functions. */
  readonly invocations: number;
  /** The faults that struck, in order. */
  readonly strikes: readonly Strike[];
  /** Every pass of every fault point, in order. */
  readonly passed: readonly FaultPoint[];
  /** Why it was cut off before its end, if so. */
  readonly cut: Cut | undefined;
}

/**
 * Runs any durable function on the real SDK and the simulated service, in virtual time: a fast
 * stand-in for the official local runner that can also crash.
 *
 * @param handler - what `withDurableExecution` returns, unmodified
 * @throws UsageError when the function starts real I/O, which cannot be replayed
 *
 * @example
 * const run = await simulate(handler, {
 *   input: { orderId: "o1" },
 *   callbacks: { approval: { kind: "succeed", result: `"yes"`, afterMs: 60_000 } },
 * });
 * expect(run.status).toBe("SUCCEEDED");
 */
export async function simulate(
  handler: DurableLambdaHandler,
  options: SimulateOptions = {},
): Promise<SimulatedRun> {
  const simulation = prepare(handler, options);
  const cut = await run(simulation);
  return describe(simulation, cut ?? simulation.service.cut);
}

/**
 * `simulate` in one synchronous call, unguarded against endless loops: for thousands of runs in one
 * macrotask.
 */
export function simulateNow(
  handler: DurableLambdaHandler,
  options: SimulateOptions = {},
): SimulatedRun {
  const simulation = prepare(handler, options);
  runNow(simulation);
  return describe(simulation, simulation.service.cut);
}

function prepare(handler: DurableLambdaHandler, options: SimulateOptions): Simulation {
  const { input = {}, seed = 1, functions = {}, callbacks = {}, faults = [], stop } = options;
  const { adversary = scheduled(faults), name: executionName, settings, bounds } = options;
  checkFunctions(functions);
  const simulation = new Simulation({
    input,
    seed,
    executionName,
    adversary: () => adversary,
    callbacks,
    settings: { ...defaultSettings, ...settings },
    bounds: { ...defaultBounds, ...bounds },
    prepare: () => ({ handler, functions }),
  });
  const { service, loop } = simulation;
  if (stop !== undefined) {
    loop.schedule(undefined, stop.afterMs, () => service.stop(stop.error ?? {}));
  }
  return simulation;
}

function describe({ service, trace, seam }: Simulation, cut: Cut | undefined): SimulatedRun {
  refuseUnsimulated(cut);
  const executions = service.dispatchers.map(({ execution, plan }) =>
    describeExecution(plan.functionName, execution),
  );
  const { execution, invocations } = service;
  return {
    ...describeExecution("function", execution),
    executions,
    trace: trace.events,
    invocations,
    strikes: seam.strikes,
    passed: seam.passed,
    cut,
  };
}

function describeExecution(functionName: string, execution: Execution): SimulatedExecution {
  const { arn, outcome, history, operations } = execution;
  return {
    functionName,
    arn,
    status: outcome.status,
    result: "result" in outcome ? decoded(outcome.result) : undefined,
    error: "error" in outcome ? outcome.error : undefined,
    history: history.events,
    operations,
  };
}

/** A result is JSON unless a serdes of the function's own made something else of it. */
function decoded(result: string | undefined): unknown {
  if (result === undefined || result === "") return undefined;
  try {
    return JSON.parse(result);
  } catch {
    return result;
  }
}
