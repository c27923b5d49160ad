import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import type { Death } from "../faults/death.ts";
import type { FaultSeam } from "../faults/fault-seam.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { Quiescing } from "../kernel/drain.ts";
import type { EventLoop, VirtualTimer } from "../kernel/event-loop.ts";
import type { WireError } from "../kernel/outcome.ts";
import { canSeeRealIo, realIoInFlight } from "../kernel/sandbox/real-io.ts";
import type { Trace } from "../kernel/trace.ts";
import { CallbackDesk, type CallbackScript } from "./callback-desk.ts";
import { ChainedCalls } from "./chained-calls.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { LambdaEnvironment } from "./environment.ts";
import type { Execution } from "./execution.ts";
import { type Foresight, foresee, situationOf } from "./foresight.ts";
import type { Functions } from "./functions.ts";
import { isIdle } from "./idle-timer.ts";
import { Invocation, type UncaughtKind } from "./invocation.ts";
import type { Operation, Update } from "./operation.ts";
import type { LambdaSettings, TrialBounds } from "./settings.ts";
import { type Start, type StartOptions, type StartedExecution, Starts } from "./starts.ts";
import type { Surroundings } from "./transition.ts";

export type { DurableLambdaHandler };
export type { EndedExecution, OtherStart } from "./starts.ts";

/** Why a trial was ended from outside, before its execution had. */
export type Cut =
  | { readonly kind: "bound"; readonly bound: keyof TrialBounds; readonly limit: number }
  | { readonly kind: "real-io"; readonly resource: string; readonly stack: string }
  /** A fake service is broken, so that nothing can be said of the code under test. */
  | { readonly kind: "broken-service"; readonly call: string; readonly error: unknown }
  /** A function that was given to the simulation is broken: a script, an adversary, a setting. */
  | { readonly kind: "broken-script"; readonly what: string; readonly error: unknown }
  /** The code under test kept the processor, in real time. */
  | { readonly kind: "endless-loop"; readonly limitMs: number };

/** What the simulated service runs, and on what. */
export interface ServiceOptions extends StartOptions {
  readonly functions: Functions;
  readonly callbacks: CallbackScript;
  readonly loop: EventLoop;
  readonly seam: FaultSeam;
  readonly trace: Trace;
  readonly settings: LambdaSettings;
  readonly bounds: TrialBounds;
}

/**
 * The simulated service: executions, the functions that they invoke, and their callbacks. The first
 * execution is the one under test.
 *
 * Whatever happens is an event of the loop, and happens only when no code can run any more; an
 * invocation that has a result is concluded at the same moment. Every loop is bounded.
 */
export class LambdaService {
  readonly dispatchers: Dispatcher[] = [];
  readonly callbacks: CallbackDesk;
  invocations = 0;
  cut: Cut | undefined;

  readonly #options: ServiceOptions;
  readonly #environment: LambdaEnvironment;
  readonly #chained: ChainedCalls;
  readonly #starts: Starts;
  #isHalted = false;
  #finished: Invocation[] = [];
  #events = 0;

  constructor(options: ServiceOptions) {
    const { loop, seam, trace, settings } = options;
    this.#options = options;
    this.#environment = {
      loop,
      seam,
      trace,
      settings,
      admitInvocation: () => this.#admitInvocation(),
      onFinished: (invocation) => void this.#finished.push(invocation),
      onBroken: (what, error) => this.brokenScript(what, error),
      onStall: () => this.#lookForRealIo(),
    };
    this.callbacks = new CallbackDesk(this.#environment, options.callbacks);
    this.#chained = new ChainedCalls(
      this.#environment,
      options.functions,
      ({ found, arn, id, input, tenantId }, onClosed) => {
        if (!("durable" in found.target)) return;
        const { durable: handler, timeoutMs = settings.executionTimeoutMs } = found.target;
        const { name, version: chainedVersion } = found;
        const identity = { arn, id, functionName: name, version: chainedVersion };
        const start = { ...identity, handler, input, tenantId, executionTimeoutMs: timeoutMs };
        this.#dispatch({ ...start, label: name, isInvoked: true, onClosed }).start();
      },
    );
    this.#starts = new Starts(this.#environment, options, {
      count: () => this.dispatchers.length,
      dispatch: (start) => this.#dispatch(start),
    });
  }

  /** The execution under test. */
  get execution(): Execution {
    return this.#root.execution;
  }

  /** The executions that were started besides the one under test. */
  get others(): readonly StartedExecution[] {
    return this.#starts.others;
  }

  /** Whether an execution has come to its end that followed when another had ended. */
  get isLookedAfter(): boolean {
    return this.#starts.isLookedAfter;
  }

  /** All that is still to come and does something, soonest first. */
  get pending(): readonly VirtualTimer[] {
    return this.#options.loop.pending.filter((timer) => !isIdle(timer));
  }

  /** Whether code waits for a timer of its own. */
  get hasSleepers(): boolean {
    return this.#options.loop.hasPending((timer) => timer.kind === "code" && !isIdle(timer));
  }

  /** Whether code runs somewhere that no execution waits for, or for what it is not known. */
  get hasStrays(): boolean {
    const { current, pending } = this.#options.loop;
    return [current, ...pending].some((timer) => isStray(timer?.owner));
  }

  /** All that the rest of all executions depends on, but for times and timers. */
  get situation(): string {
    const { nowMs } = this.#options.loop;
    return situationOf(this.dispatchers.map((dispatcher) => dispatcher.situationAt(nowMs)));
  }

  /** What comes if the sandbox whose code runs now dies; `undefined` where something else may come first. */
  foresee(death: Death): Foresight | undefined {
    const { sandbox, dispatchers, pending } = this;
    if (!(sandbox instanceof Invocation)) return undefined;
    return foresee(sandbox, death, { dispatchers, pending, loop: this.#options.loop });
  }

  /** Virtual ms since the start. */
  get atMs(): number {
    return this.#options.loop.elapsedMs;
  }

  /** The sandbox whose code runs now. */
  get sandbox(): Sandbox | undefined {
    const { owner } = this.#options.loop;
    return owner instanceof Invocation && owner.alive ? owner : undefined;
  }

  /** StopDurableExecution, for the execution under test. */
  stop(error: WireError): void {
    this.#root.stop(error);
  }

  /** An error that no code caught kills the sandbox, as it does the real runtime. */
  uncaught(kind: UncaughtKind, error: unknown): void {
    const { owner } = this.#options.loop;
    if (owner instanceof Invocation) owner.crashOf(kind, error);
  }

  /** A fake that throws is a mistake of whoever wrote it, not a fault of its service. */
  brokenService(call: string, error: unknown): void {
    this.cut ??= { kind: "broken-service", call, error };
  }

  /** A script that throws is a mistake of whoever simulates, too. */
  brokenScript(what: string, error: unknown): void {
    this.cut ??= { kind: "broken-script", what, error };
  }

  /** Real I/O cannot be simulated, so the trial ends at once. */
  realIo(resource: string, stack: string): void {
    this.cut ??= { kind: "real-io", resource, stack };
  }

  /** Runs the execution to its end, then lets everything land that is still on its way. */
  *run(): Quiescing<void> {
    this.#starts.begin();
    while (this.#goesOn && this.#options.loop.runNext(Infinity) === "ran") {
      yield;
      this.#conclude();
      this.#countEvent();
    }
  }

  /** Ends the run at the next event: whoever asked for it has seen enough. */
  halt(): void {
    this.#isHalted = true;
  }

  get #goesOn(): boolean {
    return this.cut === undefined && !this.#isHalted;
  }

  get #root(): Dispatcher {
    const [root] = this.dispatchers;
    // The constructor puts it there.
    return root as Dispatcher;
  }

  #dispatch(start: Start): Dispatcher {
    const number = this.dispatchers.length + 1;
    const surroundings: Surroundings = {
      callbackIdOf: (operationId) => callbackId(number, operationId),
      targetOf: (name, operationId) => this.#chained.targetOf(name, operationId, number),
      keepStepResultOnStart: this.#options.settings.keepStepResultOnStart,
      closeContextWithoutStart: this.#options.settings.closeContextWithoutStart,
    };
    const dispatcher: Dispatcher = new Dispatcher(this.#environment, {
      ...start,
      number,
      rank: () => this.dispatchers.filter((one) => one.execution.isOpen).indexOf(dispatcher),
      surroundings,
      onMove: (mover, operation, update) => this.#onMove(mover, operation, update),
    });
    this.dispatchers.push(dispatcher);
    return dispatcher;
  }

  #onMove(dispatcher: Dispatcher, operation: Operation, update: Update | undefined): void {
    const { Id, Name: name, Type: type, Status: status } = operation;
    const { StepDetails, ContextDetails, CallbackDetails, ChainedInvokeDetails } = operation;
    const { label } = dispatcher.plan;
    this.#options.trace.record({
      kind: "operation.moved",
      atMs: this.atMs,
      id: label === undefined ? Id : `${label}/${Id}`,
      name,
      type,
      status,
      attempt: StepDetails?.Attempt,
      error:
        StepDetails?.Error ??
        ContextDetails?.Error ??
        CallbackDetails?.Error ??
        ChainedInvokeDetails?.Error,
    });
    if (update?.Action !== "START") return;
    if (type === "CALLBACK") this.callbacks.open(dispatcher, operation);
    else if (type === "CHAINED_INVOKE") this.#chained.begin(dispatcher, operation, update);
  }

  /** Nothing can run now: what has finished is looked at, in the order in which it did. */
  #conclude(): void {
    if (this.#finished.length === 0) return;
    const finished = this.#finished;
    this.#finished = [];
    for (const invocation of finished) invocation.conclude();
  }

  #admitInvocation(): number | undefined {
    const { maxInvocations } = this.#options.bounds;
    if (this.invocations < maxInvocations) return ++this.invocations;
    this.cut ??= { kind: "bound", bound: "maxInvocations", limit: maxInvocations };
    return undefined;
  }

  #countEvent(): void {
    const { maxEvents } = this.#options.bounds;
    this.#events++;
    if (this.#events > maxEvents)
      this.cut ??= { kind: "bound", bound: "maxEvents", limit: maxEvents };
  }

  /** Where Node does not tell of real I/O as it starts, a stall is the time to ask. */
  #lookForRealIo(): void {
    if (canSeeRealIo) return;
    const [resource] = realIoInFlight();
    if (resource !== undefined) this.realIo(resource, "(this version of Node does not tell where)");
  }
}

function isStray(owner: unknown): boolean {
  return owner instanceof Invocation && owner.result === undefined && !owner.isCurrent;
}

/** Base64, as AWS's ids are; tells the execution and the operation. */
function callbackId(execution: number, operationId: string): string {
  return Buffer.from(`callback ${execution} ${operationId}`).toString("base64");
}
