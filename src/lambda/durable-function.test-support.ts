import {
  type DurableContext,
  type DurableLambdaHandler,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { scheduled } from "../faults/adversary.ts";
import { FaultSeam } from "../faults/fault-seam.ts";
import type { FaultPoint, FaultSchedule } from "../faults/schedule.ts";
import { driveNow, inMacrotask } from "../kernel/drain.ts";
import { EventLoop } from "../kernel/event-loop.ts";
import type { Outcome, WireError } from "../kernel/outcome.ts";
import { RandomSource } from "../kernel/random.ts";
import { enterRealm } from "../kernel/sandbox/gate.ts";
import "../kernel/sandbox/install.ts";
import { Trace, type TraceEvent } from "../kernel/trace.ts";
import type { CallbackScript } from "./callback-desk.ts";
import type { Functions } from "./functions.ts";
import type { HistoryEvent } from "./history.ts";
import type { Operation } from "./operation.ts";
import { type Cut, LambdaService } from "./service.ts";
import {
  type LambdaSettings,
  type TrialBounds,
  defaultBounds,
  defaultSettings,
} from "./settings.ts";

/** What the code of a durable function can do beyond the SDK. */
export interface Tools {
  /** Counts from 1. */
  readonly invocation: number;
  /** Virtual ms since the start of the execution. */
  readonly nowMs: number;
  /** Kills the process that runs now. */
  readonly crash: () => void;
  /** Lets virtual time pass. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** What a test may change about the simulated service. */
export interface RunOptions {
  readonly faults?: FaultSchedule;
  readonly settings?: Partial<LambdaSettings>;
  readonly bounds?: Partial<TrialBounds>;
  readonly functions?: Functions;
  readonly callbacks?: CallbackScript;
  /** Schedules what happens in the world outside of the function. */
  readonly world?: (loop: EventLoop, service: LambdaService) => void;
  /** Starts the execution without a name, so that a second start is another execution. */
  readonly isUnnamed?: boolean;
}

/** One execution of a run: the one under test, or one that it invoked. */
export interface RunExecution {
  readonly functionName: string;
  readonly arn: string;
  readonly outcome: Outcome;
  readonly history: readonly HistoryEvent[];
}

/** What became of an execution. */
export interface Run {
  readonly outcome: Outcome;
  /** Virtual ms from the start to the end of the execution. */
  readonly endedAtMs: number | undefined;
  readonly startsMs: readonly number[];
  readonly ends: readonly string[];
  readonly errors: readonly (WireError | undefined)[];
  readonly cut: Cut | undefined;
  readonly history: readonly string[];
  readonly operations: readonly Operation[];
  /** The one under test first. */
  readonly executions: readonly RunExecution[];
  readonly passed: readonly FaultPoint[];
  readonly trace: readonly TraceEvent[];
}

/** Runs a durable function on the real SDK and the simulated service. */
export async function runFunction(
  code: (context: DurableContext, tools: Tools) => Promise<unknown>,
  options: RunOptions = {},
): Promise<Run> {
  return runHandler(
    (tools) => withDurableExecution(async (_event: unknown, context) => code(context, tools)),
    options,
  );
}

/** Runs any handler on the simulated service. */
export async function runHandler(
  makeHandler: (tools: Tools) => DurableLambdaHandler,
  options: RunOptions = {},
): Promise<Run> {
  const { faults = [], settings, bounds, world, functions = {}, callbacks = {} } = options;
  const loop = new EventLoop(1_700_000_000_000);
  const trace = new Trace();
  const seam = new FaultSeam(scheduled(faults), trace);
  const service: LambdaService = new LambdaService({
    handler: makeHandler({
      get invocation() {
        return service.invocations;
      },
      get nowMs() {
        return service.atMs;
      },
      crash: () => service.sandbox?.crash(),
      sleep: async (ms) =>
        new Promise((resolve) => {
          loop.setTimeout(() => {
            resolve();
          }, ms);
        }),
    }),
    input: "{}",
    executionName: options.isUnnamed === true ? undefined : "tests",
    others: [],
    onEnded: () => [],
    functions,
    callbacks,
    loop,
    seam,
    trace,
    settings: { ...defaultSettings, ...settings },
    bounds: { ...defaultBounds, ...bounds },
  });
  const realm = {
    loop,
    random: new RandomSource("tests").stream("handler"),
    log: () => {},
    uncaught: service.uncaught.bind(service),
    realIo: service.realIo.bind(service),
  };
  world?.(loop, service);
  await inMacrotask(() => enterRealm(realm, () => driveNow(service.run())));
  return describeRun(service, trace, seam);
}

/** Does something from outside, at that many virtual ms. */
export function outside(
  ms: number,
  act: (service: LambdaService) => void,
): NonNullable<RunOptions["world"]> {
  return (loop, service) => loop.schedule(undefined, ms, () => act(service));
}

/** What the function returned, or how it ended otherwise. */
export function resultOf({ outcome }: Run): unknown {
  return outcome.status === "SUCCEEDED" ? JSON.parse(outcome.result ?? "null") : outcome;
}

/** Why the service rejected checkpoints. */
export function rejectionsOf({ trace }: Run): string[] {
  return trace.flatMap((event) => (event.kind === "checkpoint.rejected" ? event.message : []));
}

function describeRun(service: LambdaService, { events }: Trace, { passed }: FaultSeam): Run {
  const invocationEnds = events.filter((event) => event.kind === "invocation.ended");
  return {
    outcome: service.execution.outcome,
    endedAtMs: events.find(({ kind }) => kind === "execution.ended")?.atMs,
    startsMs: events.filter(({ kind }) => kind === "invocation.started").map(({ atMs }) => atMs),
    ends: invocationEnds.map(({ end }) => end),
    errors: invocationEnds.map(({ error }) => error),
    cut: service.cut,
    history: service.execution.history.events.map(({ EventType }) => EventType),
    operations: service.execution.operations,
    executions: service.dispatchers.map(({ plan, execution }) => ({
      functionName: plan.functionName,
      arn: execution.arn,
      outcome: execution.outcome,
      history: execution.history.events,
    })),
    passed,
    trace: events,
  };
}
