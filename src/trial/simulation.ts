import type { Adversary } from "../faults/adversary.ts";
import { type Fault, allFaults } from "../faults/fault.ts";
import { FaultSeam } from "../faults/fault-seam.ts";
import type { FaultPoint } from "../faults/schedule.ts";
import type { Quiescing } from "../kernel/drain.ts";
import { EventLoop } from "../kernel/event-loop.ts";
import { RandomSource } from "../kernel/random.ts";
import type { Realm } from "../kernel/sandbox/gate.ts";
import { Tether } from "../kernel/tether.ts";
import { Trace } from "../kernel/trace.ts";
import type { CallbackScript } from "../lambda/callback-desk.ts";
import type { Functions } from "../lambda/functions.ts";
import {
  type DurableLambdaHandler,
  type EndedExecution,
  LambdaService,
  type OtherStart,
} from "../lambda/service.ts";
import type { LambdaSettings, TrialBounds } from "../lambda/settings.ts";
import type { CallEnvironment } from "../services/call-exchange.ts";

/** Any text or number; the same seed gives the same trial. */
export type Seed = string | number;

/** What one simulation depends on. */
export interface SimulationPlan {
  readonly input: unknown;
  readonly seed: Seed;
  readonly executionName: string | undefined;
  readonly adversary: (random: RandomSource) => Adversary;
  readonly callbacks: CallbackScript;
  readonly settings: LambdaSettings;
  readonly bounds: TrialBounds;
  /** When it begins, virtual ms since the Unix epoch. */
  readonly epochMs?: number;
  /** Called at each pass of a fault point, before anybody decides. */
  readonly onPass?: () => void;
  /** Called where nothing went wrong at a pass, before the code under test hears of what happened there. */
  readonly onCarriedOut?: () => void;
  /** Sets up the code under test, and whatever it calls. */
  readonly prepare: (environment: CallEnvironment) => {
    readonly handler: DurableLambdaHandler;
    readonly functions: Functions;
    readonly others: readonly OtherStart[];
    readonly onEnded: (ended: EndedExecution) => readonly OtherStart[];
  };
}

/** Simulations begin at this moment of virtual time: 2023-11-14T22:13:20Z. */
export const usualEpochMs = 1_700_000_000_000;

/** Virtual time, randomness, faults, the simulated service, and the record of what happens. */
export class Simulation {
  readonly realm: Realm;
  readonly trace: Trace = new Trace();
  readonly seam: FaultSeam;
  readonly service: LambdaService;
  readonly loop: EventLoop;

  readonly #input: unknown;

  constructor(plan: SimulationPlan) {
    const { trace } = this;
    const loop = new EventLoop(plan.epochMs ?? usualEpochMs);
    this.loop = loop;
    const { input, seed, executionName, callbacks, settings, bounds } = plan;
    const random = new RandomSource(seed);
    const adversary = plan.adversary(random);
    const ask = (point: FaultPoint, atMs: number) => {
      plan.onPass?.();
      return this.#ask(adversary, point, atMs);
    };
    const seam = new FaultSeam(ask, trace, plan.onCarriedOut);
    this.#input = input;
    this.seam = seam;
    const { handler, functions, others, onEnded } = plan.prepare({
      loop,
      seam,
      trace,
      sandbox: () => this.service.sandbox,
      onBroken: (call, error) => this.service.brokenService(call, error),
    });
    this.service = new LambdaService({
      handler,
      functions,
      others,
      onEnded,
      input: JSON.stringify(input),
      executionName,
      callbacks,
      loop,
      seam,
      trace,
      settings,
      bounds,
    });
    this.realm = this.#realmOf(random);
  }

  *run(): Quiescing<void> {
    this.trace.record({ kind: "execution.started", atMs: 0, input: this.#input });
    yield* this.service.run();
  }

  /** What it decides must be a fault, or the strike that it means would silently be none. */
  #ask(adversary: Adversary, point: FaultPoint, atMs: number): Fault | undefined {
    try {
      const decided = adversary(point, atMs);
      if (decided === undefined || allFaults.includes(decided)) return decided;
      throw new TypeError(`"${decided}" is no fault; known: ${allFaults.join(", ")}`);
    } catch (error) {
      this.service.brokenScript(`adversary, at "${point.at}"`, error);
      return undefined;
    }
  }

  #realmOf(random: RandomSource): Realm {
    const { loop } = this;
    const tether = new Tether(loop, { service: this.service, trace: this.trace });
    return {
      loop,
      random: random.stream("handler"),
      log: (level, text) => {
        const { service, trace } = tether.end ?? {};
        // What is left of a microtask burst in which the sandbox died, nobody hears.
        if (service?.sandbox === undefined || trace === undefined) return;
        const { atMs, sandbox } = service;
        trace.record({ kind: "log.written", atMs, invocation: sandbox.invocation, level, text });
      },
      uncaught: (kind, error) => tether.end?.service.uncaught(kind, error),
      realIo: (resource, stack) => tether.end?.service.realIo(resource, stack),
    };
  }
}
