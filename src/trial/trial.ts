import { createHash } from "node:crypto";
import { type Adversary, dice, scheduled } from "../faults/adversary.ts";
import { FaultSeam } from "../faults/fault-seam.ts";
import type { FaultPoint, FaultSchedule, Strike } from "../faults/schedule.ts";
import type { FinishedTrial } from "../invariants/invariant.ts";
import type { BrokenInvariant } from "../invariants/judge.ts";
import type { Quiescing } from "../kernel/drain.ts";
import { EventLoop } from "../kernel/event-loop.ts";
import { RandomSource } from "../kernel/random.ts";
import type { Realm } from "../kernel/sandbox/gate.ts";
import { Trace, type TraceEvent } from "../kernel/trace.ts";
import type { HistoryEvent } from "../lambda/history.ts";
import type { Operation } from "../lambda/operation.ts";
import { type Cut, LambdaService } from "../lambda/service.ts";
import { CallBoundary } from "../services/call-boundary.ts";
import { type Verdict, judgeLiveness } from "./verdict.ts";
import type { World } from "./world.ts";

/** Any text or number; the same seed gives the same trial. */
export type Seed = string | number;

/** Who decides at the fault points of a trial. */
export type Decider =
  | { readonly kind: "schedule"; readonly schedule: FaultSchedule }
  | { readonly kind: "adversary"; readonly adversary: Adversary }
  /** The world's own refusal rates, thrown from the trial's seed. */
  | { readonly kind: "dice" };

/** All that a trial depends on, besides its world. */
export interface TrialPlan<Input = unknown> {
  readonly input: Input;
  readonly seed: Seed;
  readonly decider: Decider;
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
  /** In the shape of AWS's GetDurableExecutionHistory. */
  readonly history: readonly HistoryEvent[];
  readonly operations: readonly Operation[];
}

/** All trials begin at this moment of virtual time: 2023-11-14T22:13:20Z. */
const epochMs = 1_700_000_000_000;

/** One deterministic run of a world; `run` it once with the gate open, then ask for the `result`. */
export class Trial<Input, Ledgers> {
  readonly realm: Realm;

  readonly #world: World<Input, Ledgers>;
  readonly #plan: TrialPlan<Input>;
  readonly #trace = new Trace();
  readonly #seam: FaultSeam;
  readonly #service: LambdaService;
  readonly #ledgers: Ledgers;

  constructor(world: World<Input, Ledgers>, plan: TrialPlan<Input>) {
    this.#world = world;
    this.#plan = plan;
    const loop = new EventLoop(epochMs);
    const random = new RandomSource(plan.seed);
    const trace = this.#trace;
    this.#seam = new FaultSeam(adversaryOf(plan.decider, world, random), trace);
    const boundary = new CallBoundary(
      {
        loop,
        seam: this.#seam,
        trace,
        sandbox: () => this.#service.sandbox,
        onBroken: (call, error) => this.#service.brokenService(call, error),
      },
      world.calls,
    );
    const stage = world.prepare(boundary);
    this.#ledgers = stage.ledgers;
    this.#service = new LambdaService({
      handler: stage.handler,
      input: JSON.stringify(plan.input),
      loop,
      seam: this.#seam,
      trace,
      settings: world.lambda,
      bounds: world.bounds,
    });
    this.realm = this.#realmOf(loop, random);
  }

  *run(): Quiescing<void> {
    this.#trace.record({ kind: "execution.started", atMs: 0, input: this.#plan.input });
    yield* this.#service.run();
  }

  /** `cutFromOutside` tells why `run` never came back. */
  result(cutFromOutside?: Cut): TrialResult<Input, Ledgers> {
    const { execution, invocations } = this.#service;
    const finished = {
      input: this.#plan.input,
      outcome: execution.outcome,
      ledgers: this.#ledgers,
      trace: this.#trace.events,
    };
    const cut = cutFromOutside ?? this.#service.cut;
    const liveness = judgeLiveness({ cut, trace: this.#trace.events, seam: this.#seam });
    return {
      ...finished,
      seed: this.#plan.seed,
      ...combine(liveness, this.#world.judge(finished)),
      strikes: this.#seam.strikes,
      passed: this.#seam.passed,
      cut,
      invocations,
      history: execution.history.events,
      operations: execution.operations,
    };
  }

  #realmOf(loop: EventLoop, random: RandomSource): Realm {
    const service = this.#service;
    const trace = this.#trace;
    return {
      loop,
      random: random.stream("handler"),
      log: (level, text) => {
        const { atMs, sandbox } = service;
        // What is left of a microtask burst in which the sandbox died, nobody hears.
        if (sandbox === undefined) return;
        trace.record({ kind: "log.written", atMs, invocation: sandbox.invocation, level, text });
      },
      uncaught: (kind, error) => service.uncaught(kind, error),
      realIo: (resource, stack) => service.realIo(resource, stack),
    };
  }
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
