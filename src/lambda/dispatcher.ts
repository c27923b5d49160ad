import { invocationStartFaults, wakeUpFaults } from "../faults/fault.ts";
import { invocationStart, wakeUp } from "../faults/place.ts";
import { canonical } from "../kernel/canonical.ts";
import type { VirtualTimer } from "../kernel/event-loop.ts";
import type { ClosedOutcome, WireError } from "../kernel/outcome.ts";
import { Tether } from "../kernel/tether.ts";
import type { DurableApi } from "./client.ts";
import { type DispatchPlan, nameOfInvoke } from "./dispatch-plan.ts";
import { type LambdaEnvironment, momentOf } from "./environment.ts";
import { Execution } from "./execution.ts";
import { Failures } from "./failures.ts";
import type { Retry } from "./foresight.ts";
import { labelled, pointIn } from "./execution-label.ts";
import {
  Invocation,
  type InvocationResult,
  type Invoker,
  type Serving,
  lostTouch,
} from "./invocation.ts";
import { lambdaContextOf } from "./lambda-context.ts";
import { OperationClocks } from "./operation-clocks.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import { type JudgedResult, judgeResult } from "./result.ts";
import { runDurable } from "./run-handler.ts";
import { withTimeout } from "./settings.ts";
import type { Transition } from "./transition.ts";
import { WarmSandboxes } from "./warm-sandboxes.ts";

/** An invocation that is to come. */
interface NextInvocation {
  readonly timer: VirtualTimer;
  readonly dueMs: number;
  readonly isRetry: boolean;
}

/**
 * Decides when one execution's function is invoked, and what comes of each invocation.
 *
 * D1. At most one invocation is current; what an older one returns is ignored.
 * D2. An invocation that fails changes nothing; the service invokes again, after a growing delay.
 * D3. Wake-ups of one moment merge into one invocation; one that comes while an invocation runs is
 *     remembered, and covered by the next.
 * D4. A closed execution is never invoked again.
 */
export class Dispatcher implements Invoker {
  readonly execution: Execution;
  readonly plan: DispatchPlan;

  readonly #environment: LambdaEnvironment;
  readonly #api: DurableApi;
  readonly #clocks: OperationClocks;
  readonly #tether: Tether<Serving & DurableApi>;
  readonly #sandboxes: WarmSandboxes;
  readonly #failures: Failures;
  #expiry: VirtualTimer | undefined;
  #next: NextInvocation | undefined;
  #current: Invocation | undefined;
  #progress = 0;

  constructor(environment: LambdaEnvironment, plan: DispatchPlan) {
    const { arn, id, number, input, surroundings, executionTimeoutMs } = plan;
    this.plan = plan;
    this.#environment = environment;
    this.#failures = new Failures(environment);
    this.#clocks = new OperationClocks(
      () => this.#api,
      () => this.plan.rank(),
      () => this.wake(),
    );
    this.execution = new Execution(
      {
        arn,
        id,
        number,
        input,
        settings: withTimeout(environment.settings, executionTimeoutMs),
        surroundings,
        observer: {
          onMove: (operation, update) => this.#onMove(operation, update),
          onDue: (operationId, dueMs) => this.#clocks.set(operationId, dueMs),
          onClose: (outcome) => this.#onClose(outcome),
        },
      },
      this.#now(),
    );
    this.#api = { environment, execution: this.execution, pointOf: (at) => pointIn(this.plan, at) };
    this.#tether = new Tether(environment.loop, { ...this.#api, invoker: this });
    this.#sandboxes = new WarmSandboxes(this.#api);
  }

  /** Starts the execution: the first invocation follows. */
  start(): void {
    const { loop } = this.#environment;
    const { rank, executionTimeoutMs } = this.plan;
    const expire = () => this.#expire();
    this.#expiry = loop.schedule(undefined, executionTimeoutMs, expire, () => `expire ${rank()}`);
    this.#invokeIn(0, false);
  }

  /** Something happened that the handler should hear of. */
  wake(): void {
    if (!this.execution.isOpen || this.#current !== undefined) return;
    const { loop, settings } = this.#environment;
    const { wakeDuringBackoff, wakeLatencyMs } = settings;
    const { isRetry = true, dueMs = Infinity } = this.#next ?? {};
    // It makes a retry come sooner, never later.
    const isSooner = loop.nowMs + wakeLatencyMs < dueMs;
    if (isRetry && isSooner && (dueMs === Infinity || wakeDuringBackoff === "invoke")) {
      this.#invokeIn(wakeLatencyMs, false);
    }
  }

  /** The outside world moves an operation; tells why not where it cannot. */
  moveFromOutside(
    operationId: string,
    move: (operation: Operation, now: Moment) => Transition,
  ): Transition | undefined {
    const now = this.#now();
    return this.execution.moveFromOutside(operationId, (operation) => move(operation, now), now);
  }

  /**
   * All that the rest of the execution depends on, but for times and timers; how it has ended, if so. `nowMs` is
   * since the epoch.
   */
  situationAt(nowMs: number): string {
    return this.#situation(nowMs, this.#failures.situation, this.#current);
  }

  /** What follows if the current invocation fails so at `endMs`; nothing where that is the end. */
  afterFailure(result: InvocationResult, endMs: number): Retry | undefined {
    const { end, error } = this.#judge(result);
    const failure = this.#failures.foresee(error ?? {});
    if (failure === undefined) return undefined;
    const nowMs = endMs + failure.delayMs;
    return { end, error, nowMs, situation: this.#situation(nowMs, failure.situation, undefined) };
  }

  isCurrent(invocation: Invocation): boolean {
    return invocation === this.#current && this.execution.isOpen;
  }

  orphan(invocation: Invocation): void {
    if (!this.isCurrent(invocation)) return;
    this.#current = undefined;
    this.#record(invocation, { end: "crashed", error: lostTouch, outcome: undefined });
    this.#retry(lostTouch);
  }

  endExecution(how: "stop" | "expire"): void {
    return how === "stop" ? this.stop({}) : this.#expire();
  }

  /** StopDurableExecution: the running invocation goes on, and nobody listens to it any more. */
  stop(error: WireError): void {
    if (this.execution.isOpen) this.#close({ status: "STOPPED", error });
  }

  conclude(invocation: Invocation): void {
    const { result } = invocation;
    if (invocation !== this.#current || result === undefined) {
      invocation.kill();
      return;
    }
    const judged = this.#judge(this.#sandboxes.end(invocation, result));
    this.#current = undefined;
    this.#record(invocation, judged);
    if (!this.execution.isOpen) return;
    const { protocolErrors } = this.#environment.settings;
    const isFinal = !(judged.isProtocolError === true && protocolErrors === "retry");
    if (judged.outcome !== undefined && isFinal) this.#close(judged.outcome);
    else if (judged.end === "pending") this.#rest();
    else this.#retry(judged.error ?? {});
  }

  #expire(): void {
    if (!this.execution.isOpen) return;
    const seconds = this.plan.executionTimeoutMs / 1000;
    const error = { ErrorMessage: `Execution timed out after ${seconds} seconds.` };
    this.#close({ status: "TIMED_OUT", error });
  }

  /** The handler said PENDING: all is well, and what it was not told yet it is told at once. */
  #rest(): void {
    this.#failures.reset();
    if (this.execution.hasUntold) this.#invokeIn(0, false);
  }

  #retry(error: WireError): void {
    const delayMs = this.#failures.add(error);
    if (delayMs === undefined) this.#close({ status: "FAILED", error });
    else this.#invokeIn(delayMs, true);
  }

  #invokeIn(delayMs: number, isRetry: boolean): void {
    const { loop } = this.#environment;
    this.#next?.timer.close();
    const what = () => nameOfInvoke(this.plan, isRetry);
    const timer = loop.schedule(undefined, delayMs, () => this.#invoke(), what);
    this.#next = { timer, dueMs: loop.nowMs + delayMs, isRetry };
  }

  #situation(nowMs: number, failures: number, current: Invocation | undefined): string {
    const { rank, label, functionName } = this.plan;
    const stored = this.execution.situationAt(nowMs);
    if (!this.execution.isOpen) return `${label} ${functionName} ${stored}`;
    const { result, isWithoutToken } = current ?? { result: "none" };
    const warmth = [this.#sandboxes.isWarm, result, isWithoutToken];
    const state = [rank(), label, functionName, failures, ...warmth];
    return `${canonical(state, "none")}\n${stored}`;
  }

  #invoke(): void {
    const { loop, seam, trace, settings, admitInvocation } = this.#environment;
    if (this.#isLate()) return;
    this.#next = undefined;
    const number = admitInvocation();
    if (number === undefined) return;
    const { functionName, version, tenantId } = this.plan;
    const invocation = new Invocation(loop, this.#tether, {
      number,
      startedAt: this.#now().date,
    });
    this.#current = invocation;
    trace.record({
      kind: "invocation.started",
      atMs: loop.elapsedMs,
      invocation: number,
      ...labelled(this.plan),
    });
    const at = pointIn(this.plan, invocationStart);
    const fault = seam.decide(at, invocationStartFaults, loop.elapsedMs);
    const begun = this.execution.beginInvocation(number, fault === "first-page" ? 1 : undefined);
    this.#sandboxes.thawInto(invocation);
    if (fault === "crash") return invocation.crash();
    loop.owner = invocation;
    invocation.limit(settings.functionTimeoutMs);
    seam.carriedOut(at);
    const deadlineMs = loop.nowMs + settings.functionTimeoutMs;
    const invoked = { name: functionName, version, tenantId, deadlineMs, nowMs: () => loop.nowMs };
    runDurable(invocation, {
      api: this.#api,
      tether: this.#tether,
      handler: this.plan.handler,
      context: lambdaContextOf(invocation, invoked),
      token: begun.token,
      page: begun.page,
      updatedOperationIds: begun.updated,
    });
  }

  /** A wake-up may be slow; the first invocation is none. */
  #isLate(): boolean {
    const { loop, seam, settings } = this.#environment;
    if (this.execution.history.events.length === 1) return false;
    const fault = seam.decide(pointIn(this.plan, wakeUp), wakeUpFaults, loop.elapsedMs);
    if (fault === undefined) return false;
    this.#invokeIn(settings.latenessMs, this.#next?.isRetry === true);
    return true;
  }

  #judge(result: InvocationResult): JudgedResult {
    const { limits } = this.#environment.settings;
    // Whoever invokes a function does so asynchronously, which AWS allows less for.
    const maxResultBytes = this.plan.isInvoked ? limits.maxInvokeBytes : limits.maxResultBytes;
    const { isOpen, canWake } = this.execution;
    // One that has ended meanwhile had something to wait for when the handler said so.
    return judgeResult(result, { canWake: canWake || !isOpen, maxResultBytes });
  }

  #record(invocation: Invocation, { end, error }: JudgedResult): void {
    const { requestId, startedAt, invocation: number } = invocation;
    this.execution.endInvocation({ requestId, startedAt, error }, this.#now());
    const { loop, trace } = this.#environment;
    const atMs = loop.elapsedMs;
    trace.record({ kind: "invocation.ended", atMs, invocation: number, end, error });
  }

  #close(outcome: ClosedOutcome): void {
    this.execution.close(outcome, this.#now());
  }

  #onClose(outcome: ClosedOutcome): void {
    this.#next?.timer.close();
    this.#expiry?.close();
    this.plan.onClosed(outcome);
  }

  #onMove(operation: Operation, update: Update | undefined): void {
    const { seam } = this.#environment;
    seam.progress += this.execution.progress - this.#progress;
    this.#progress = this.execution.progress;
    this.plan.onMove(this, operation, update);
  }

  #now(): Moment {
    return momentOf(this.#environment.loop);
  }
}
