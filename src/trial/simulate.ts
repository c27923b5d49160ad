import type { FaultPoint, FaultSchedule, Strike } from "../faults/schedule.ts";
import { drainWorks } from "../kernel/drain.ts";
import { UsageError } from "../kernel/errors.ts";
import type { WireError } from "../kernel/outcome.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { Execution } from "../lambda/execution.ts";
import type { HistoryEvent } from "../lambda/history.ts";
import type { Operation } from "../lambda/operation.ts";
import type { Cut, DurableLambdaHandler } from "../lambda/service.ts";
import { type TrialBounds, defaultSettings } from "../lambda/settings.ts";
import { refuseUnsimulated, run, runNow } from "./drive.ts";
import { type Missed, missedOf } from "./replay.ts";
import { type SimulateOptions, checkOptions } from "./simulate-options.ts";
import { Simulation } from "./simulation.ts";
import { withDefaults } from "./with-defaults.ts";

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
  /** The planned faults that did not strike as often as planned: look at `passed` for the places. */
  readonly missed: readonly Missed[];
  /** Why it was cut off before its end, if so. */
  readonly cut: Cut | undefined;
}

/**
 * Runs any durable function on the real SDK and the simulated service, in virtual time: a fast
 * stand-in for the official local runner that can also crash.
 *
 * @param handler - what `withDurableExecution` returns, unmodified
 * @throws UsageError for options that cannot be meant, and when the function starts real I/O, which
 * cannot be replayed
 *
 * @example
 * const run = await simulate(handler, {
 *   input: { orderId: "o1" },
 *   callbacks: { approval: { kind: "succeed", result: "yes", afterMs: 60_000 } },
 * });
 * expect(run.status).toBe("SUCCEEDED");
 */
export async function simulate(
  handler: DurableLambdaHandler,
  options: SimulateOptions = {},
): Promise<SimulatedRun> {
  const prepared = prepare(handler, options);
  const cut = await run(prepared.simulation);
  return describe(prepared, cut);
}

/**
 * `simulate` in one synchronous call, unguarded against endless loops: for thousands of runs in one
 * macrotask.
 */
export function simulateNow(
  handler: DurableLambdaHandler,
  options: SimulateOptions = {},
): SimulatedRun {
  const prepared = prepare(handler, options);
  if (!drainWorks()) {
    throw new UsageError(
      "simulateNow works only where no promise has been awaited in this turn of the event loop; " +
        "call it from a timer or an immediate, or await simulate instead",
    );
  }
  runNow(prepared.simulation);
  return describe(prepared, undefined);
}

/** By far more than an order needs: a loop that polls for a day is no endless one. */
const generousBounds: TrialBounds = { maxInvocations: 10_000, maxEvents: 1_000_000 };

function prepare(handler: DurableLambdaHandler, options: SimulateOptions): Prepared {
  if (typeof handler !== "function") {
    throw new UsageError(
      `simulate takes what withDurableExecution returns, a function; it was given ${typeof handler}`,
    );
  }
  const { functions, callbacks, adversary, schedule } = checkOptions(options);
  const { input = {}, seed = 1, stop, name: executionName, settings, bounds } = options;
  const simulation = new Simulation({
    input,
    seed,
    executionName,
    adversary: () => adversary,
    callbacks,
    settings: withDefaults(defaultSettings, settings),
    bounds: withDefaults(generousBounds, bounds),
    prepare: () => ({ handler, functions, others: [], onEnded: () => [] }),
  });
  const { service, loop } = simulation;
  if (stop !== undefined) {
    loop.schedule(undefined, stop.afterMs, () => service.stop(stop.error ?? {}));
  }
  return { simulation, schedule };
}

interface Prepared {
  readonly simulation: Simulation;
  readonly schedule: FaultSchedule;
}

function describe(
  { simulation, schedule }: Prepared,
  cutFromOutside: Cut | undefined,
): SimulatedRun {
  const { service, trace, seam } = simulation;
  // What ended it first is why: an endless loop may follow.
  const cut = service.cut ?? cutFromOutside;
  refuseUnsimulated(cut);
  const executions = service.dispatchers.map(({ execution, plan }) =>
    describeExecution(plan.functionName, execution),
  );
  const { execution, invocations } = service;
  const { strikes, passed } = seam;
  return {
    ...describeExecution("function", execution),
    executions,
    trace: trace.events,
    invocations,
    strikes,
    passed,
    missed: missedOf(schedule, { strikes, passed, cut }),
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
