import { createHash } from "node:crypto";
import { type Adversary, dice, scheduled } from "../faults/adversary.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultPoint, FaultSchedule, Strike } from "../faults/schedule.ts";
import type { FinishedTrial } from "../invariants/invariant.ts";
import type { BrokenInvariant } from "../invariants/judge.ts";
import type { Quiescing } from "../kernel/drain.ts";
import { assert } from "../kernel/errors.ts";
import type { RandomSource, RandomStream } from "../kernel/random.ts";
import type { Realm } from "../kernel/sandbox/gate.ts";
import type { TraceEvent } from "../kernel/trace.ts";
import type { HistoryEvent } from "../lambda/history.ts";
import type { Operation } from "../lambda/operation.ts";
import type { Cut } from "../lambda/service.ts";
import { CallBoundary } from "../services/call-boundary.ts";
import { type Verdict, judgeLiveness } from "./verdict.ts";
import { type Seed, Simulation, type SimulationPlan } from "./simulation.ts";
import { type Situation, Situations, type Vista } from "./situation.ts";
import { type Stage, type World, finishedExecution } from "./world.ts";

export type { Seed } from "./simulation.ts";

/** Who decides at the fault points of a trial. */
export type Decider =
  | { readonly kind: "schedule"; readonly schedule: FaultSchedule }
  | { readonly kind: "adversary"; readonly adversary: Adversary }
  /** Chance, of the trial's seed. */
  | { readonly kind: "chance"; readonly draw: (random: RandomStream) => Adversary }
  /** The world's own refusal rates, thrown from the trial's seed. */
  | { readonly kind: "dice" };

/** All that a trial depends on, besides its world. */
export interface TrialPlan<Input = unknown> {
  readonly input: Input;
  readonly seed: Seed;
  readonly decider: Decider;
  /** When it begins, virtual ms since the Unix epoch; the same moment for all, unless told otherwise. */
  readonly epochMs?: number;
  /** Told where the trial stands, at each pass of a fault point at which it wants to know. */
  readonly onlooker?: Onlooker;
}

/** Whoever wants to know where a trial stands, and what a fault would lead to; looking takes time. */
export interface Onlooker {
  readonly wants: () => boolean;
  /** At a pass: tells what comes of faults that strike before what was asked about has happened. */
  readonly see: (situation: Situation, vista: Vista) => "go on" | "enough";
  /** Where nothing went wrong at a pass: tells what comes of faults that strike after that. */
  readonly carriedOut?: (vista: Vista) => void;
  /** Situations tell apart more finely what is less than so many ms ago. */
  readonly recentMs?: number;
}

/** What a trial was, and what became of it. */
export interface TrialResult<Input = unknown, Ledgers = unknown> extends FinishedTrial<
  Input,
  Ledgers
> {
  readonly seed: Seed;
  readonly verdict: Verdict;
  /** Every invariant that was broken, in the world's order; the first one gave the verdict. */
  readonly violations: readonly BrokenInvariant[];
  /** The faults that struck, in order. */
  readonly strikes: readonly Strike[];
  /** Every pass of every fault point, in order. */
  readonly passed: readonly FaultPoint[];
  /** Why the trial ended before its execution did, if so. */
  readonly cut: Cut | undefined;
  readonly invocations: number;
  /** Whether what the end of an execution has started, such as a reconciler, has come to its own end. */
  readonly isLookedAfter: boolean;
  /** In the shape of AWS's GetDurableExecutionHistory. */
  readonly history: readonly HistoryEvent[];
  readonly operations: readonly Operation[];
}

type Hooks = Pick<SimulationPlan, "onPass" | "onCarriedOut">;

/** One deterministic run of a world; `run` it once with the gate open, then ask for the `result`. */
export class Trial<Input, Ledgers> {
  readonly realm: Realm;
  /** Whether an onlooker had seen enough before the trial was over. */
  isHalted = false;

  readonly #world: World<Input, Ledgers>;
  readonly #plan: TrialPlan<Input>;
  readonly #simulation: Simulation;
  readonly #stage: Stage<Ledgers>;
  #situations: Situations | undefined;

  constructor(world: World<Input, Ledgers>, plan: TrialPlan<Input>) {
    this.#world = world;
    this.#plan = plan;
    const { onlooker } = plan;
    const hooks = onlooker === undefined ? {} : this.#hooksOf(onlooker);
    const { stage, simulation } = setUp(world, plan, hooks);
    this.#stage = stage;
    this.#simulation = simulation;
    this.realm = simulation.realm;
  }

  *run(): Quiescing<void> {
    yield* this.#simulation.run();
  }

  #hooksOf(onlooker: Onlooker): Hooks {
    return {
      onPass: () => {
        if (this.isHalted) return;
        this.#situationsFor(onlooker).noteSleepers();
        if (onlooker.wants()) this.#show(onlooker);
      },
      onCarriedOut: () => {
        if (!this.isHalted) onlooker.carriedOut?.(this.#vistaFor(onlooker));
      },
    };
  }

  #show(onlooker: Onlooker): void {
    const { seam, service } = this.#simulation;
    const situation = this.#situationsFor(onlooker).at(seam.passed);
    this.isHalted = onlooker.see(situation, this.#vistaFor(onlooker)) === "enough";
    if (this.isHalted) service.halt();
  }

  #vistaFor(onlooker: Onlooker): Vista {
    const { passed } = this.#simulation.seam;
    const passes = passed.length - 1;
    const point = passed[passes];
    assert(point !== undefined, "a pass that was not noted");
    const foresee = (fault: Fault) => this.#situationsFor(onlooker).after(point, fault);
    return { point, passes, foresee };
  }

  #situationsFor({ recentMs }: Onlooker): Situations {
    if (this.#situations !== undefined) return this.#situations;
    const { loop, service } = this.#simulation;
    const { ledgers, memories } = this.#stage;
    const { events: trace } = this.#simulation.trace;
    const remembered = (events: readonly TraceEvent[], requests: () => string) =>
      this.#world.remembered(events, ledgers, requests);
    const standing = { recentMs, loop, service, ledgers, memories, trace, remembered };
    this.#situations = new Situations(standing);
    return this.#situations;
  }

  /** What struck, and which passes there were. */
  get passage(): Pick<TrialResult, "strikes" | "passed"> {
    const { strikes, passed } = this.#simulation.seam;
    return { strikes, passed };
  }

  /** `cutFromOutside` tells why `run` never came back. */
  result(cutFromOutside?: Cut): TrialResult<Input, Ledgers> {
    const { service, seam, trace } = this.#simulation;
    const { execution, invocations } = service;
    const { input } = this.#plan;
    const { outcome } = execution;
    const { payload } = this.#world.start(input);
    const finished = {
      input,
      outcome,
      executions: [
        { label: undefined, input: payload, outcome },
        ...service.others.map(finishedExecution),
      ],
      ledgers: this.#stage.ledgers,
      trace: trace.events,
    };
    // What ended the trial first is why: an endless loop may follow.
    const cut = service.cut ?? cutFromOutside;
    const liveness = judgeLiveness({ cut, trace: trace.events, seam });
    return {
      ...finished,
      seed: this.#plan.seed,
      ...combine(liveness, this.#world.judge(finished)),
      strikes: seam.strikes,
      passed: seam.passed,
      cut,
      invocations,
      isLookedAfter: service.isLookedAfter,
      history: execution.history.events,
      operations: execution.operations,
    };
  }
}

/** Fresh services on a fresh simulation. */
function setUp<Input, Ledgers>(
  world: World<Input, Ledgers>,
  { input, seed, decider, epochMs }: TrialPlan<Input>,
  hooks: Hooks,
): { readonly stage: Stage<Ledgers>; readonly simulation: Simulation } {
  let stage: Stage<Ledgers> | undefined;
  const { payload, name } = world.start(input);
  const simulation = new Simulation({
    input: payload,
    seed,
    executionName: name,
    adversary: (random) => adversaryOf(decider, world, random),
    callbacks: world.callbacks,
    settings: world.lambda,
    bounds: world.bounds,
    ...hooks,
    ...(epochMs === undefined ? {} : { epochMs }),
    prepare: (environment) => {
      stage = world.prepare(new CallBoundary(environment, world.calls), input);
      return stage;
    },
  });
  assert(stage !== undefined, "a simulation was made without its handler");
  return { stage, simulation };
}

/** Hash of everything that was observable in a trial; equal hashes mean equal runs, byte for byte. */
export function traceHash({
  trace,
  history,
}: {
  readonly trace: readonly TraceEvent[];
  readonly history: readonly HistoryEvent[];
}): string {
  const hash = createHash("sha256");
  for (const event of trace) hash.update(`${JSON.stringify(event)}\n`);
  for (const event of history) hash.update(`${JSON.stringify(event)}\n`);
  return hash.digest("hex");
}

function adversaryOf(decider: Decider, world: World, random: RandomSource): Adversary {
  switch (decider.kind) {
    case "schedule":
      return scheduled(decider.schedule);
    case "adversary":
      return decider.adversary;
    case "chance":
      return decider.draw(random.stream("adversary"));
    case "dice":
      return dice(world.refusalRates, random.stream("dice"));
  }
}

function combine(
  liveness: { readonly verdict: Verdict; readonly violations: readonly BrokenInvariant[] },
  broken: readonly BrokenInvariant[],
): { readonly verdict: Verdict; readonly violations: readonly BrokenInvariant[] } {
  const violations = [...broken, ...liveness.violations];
  return { verdict: broken.length > 0 ? "violated" : liveness.verdict, violations };
}
