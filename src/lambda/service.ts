import type { DurableLambdaHandler } from "@aws/durable-execution-sdk-js";
import { invocationEnd, invocationFaults, invocationStart } from "../faults/fault.ts";
import type { FaultSeam } from "../faults/fault-seam.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { Quiescing } from "../kernel/drain.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { Trace } from "../kernel/trace.ts";
import { canSeeRealIo, realIoInFlight } from "../kernel/sandbox/real-io.ts";
import { dateAt } from "../kernel/virtual-date.ts";
import type { ApiEnvironment } from "./client.ts";
import { Execution } from "./execution.ts";
import { Invocation, type UncaughtKind, runInvocation } from "./invocation.ts";
import type { Moment } from "./operation.ts";
import { judgeResult } from "./result.ts";
import type { LambdaSettings, TrialBounds } from "./settings.ts";

export type { DurableLambdaHandler };

/** Why a trial was ended from outside, before its execution had. */
export type Cut =
  | { readonly kind: "bound"; readonly bound: keyof TrialBounds; readonly limit: number }
  | { readonly kind: "real-io"; readonly resource: string; readonly stack: string }
  /** A fake service is broken, so that nothing can be said of the code under test. */
  | { readonly kind: "broken-service"; readonly call: string; readonly error: unknown }
  /** The code under test uses a type of operation that is not simulated. */
  | { readonly kind: "unsupported"; readonly operationType: string }
  /** The code under test kept the processor, in real time. */
  | { readonly kind: "endless-loop"; readonly limitMs: number };

/** What the simulated service runs, and on what. */
export interface ServiceOptions {
  readonly handler: DurableLambdaHandler;
  /** JSON. */
  readonly input: string;
  readonly loop: EventLoop;
  readonly seam: FaultSeam;
  readonly trace: Trace;
  readonly settings: LambdaSettings;
  readonly bounds: TrialBounds;
}

/** What the service does after an invocation: end, or invoke again at once, at a time, or when woken. */
type Next =
  | { readonly kind: "closed" }
  | { readonly kind: "wake" }
  | { readonly kind: "retry"; readonly atMs: number };

const executionId = "11111111-2222-4333-8444-555555555555";
const executionArn = `arn:aws:lambda:eu-central-1:123456789012:function:function:1/durable-execution/order/${executionId}`;

/**
 * The simulated service, with one execution.
 *
 * V1. At most one invocation is in flight.
 * V2. An invocation that fails changes nothing; the service invokes again, after a growing delay.
 * V3. A wake-up during that delay invokes earlier, and takes the place of the retry.
 * V4. Every loop is bounded.
 */
export class LambdaService {
  readonly execution: Execution;
  invocations = 0;
  cut: Cut | undefined;

  readonly #options: ServiceOptions;
  readonly #environment: ApiEnvironment;
  #events = 0;
  #failures = 0;
  #current: Invocation | undefined;

  constructor(options: ServiceOptions) {
    const { loop, seam, trace, settings, input } = options;
    this.#options = options;
    this.execution = new Execution(
      {
        arn: executionArn,
        id: executionId,
        input,
        executionTimeoutMs: settings.executionTimeoutMs,
        limits: settings.limits,
        onMove: ({
          Id: id,
          Name: name,
          Type: type,
          Status: status,
          StepDetails,
          ContextDetails,
        }) => {
          const attempt = StepDetails?.Attempt;
          const error = StepDetails?.Error ?? ContextDetails?.Error;
          const { atMs } = this;
          trace.record({ kind: "operation.moved", atMs, id, name, type, status, attempt, error });
        },
      },
      this.#now(),
    );
    this.#environment = {
      loop,
      seam,
      trace,
      execution: this.execution,
      checkpointLatencyMs: settings.checkpointLatencyMs,
      now: () => this.#now(),
      onUnsupported: (operationType) => (this.cut ??= { kind: "unsupported", operationType }),
      onStall: () => this.#lookForRealIo(),
    };
  }

  /** Virtual ms since the execution began. */
  get atMs(): number {
    return this.#options.loop.nowMs - this.#options.loop.startMs;
  }

  /** The sandbox whose code runs now. */
  get sandbox(): Sandbox | undefined {
    return this.#current?.alive === true ? this.#current : undefined;
  }

  /** An error that no code caught kills the sandbox, as it does the real runtime. */
  uncaught(kind: UncaughtKind, error: unknown): void {
    if (this.#current?.alive === true) this.#current.crashOf(kind, error);
  }

  /** A fake that throws is a mistake of whoever wrote it, not a fault of its service. */
  brokenService(call: string, error: unknown): void {
    this.cut ??= { kind: "broken-service", call, error };
  }

  /** Real I/O cannot be simulated, so the trial ends at once. */
  realIo(resource: string, stack: string): void {
    this.cut ??= { kind: "real-io", resource, stack };
  }

  /** Where Node does not tell of real I/O as it starts, a stall is the time to ask. */
  #lookForRealIo(): void {
    if (canSeeRealIo) return;
    const [resource] = realIoInFlight();
    if (resource !== undefined) this.realIo(resource, "(this version of Node does not tell where)");
  }

  /** Runs the execution to its end, then lets everything land that is still on its way. */
  *run(): Quiescing<void> {
    while (this.execution.isOpen && this.cut === undefined) {
      const next = yield* this.#invoke();
      if (next.kind !== "closed") yield* this.#sleep(next);
    }
    yield* this.#heal();
  }

  *#invoke(): Quiescing<Next> {
    const { loop, seam, trace, settings, bounds, handler } = this.#options;
    if (this.invocations === bounds.maxInvocations) return this.#stop("maxInvocations");
    const number = ++this.invocations;
    const startedAt = this.#now().date;
    const invocation = new Invocation(number, loop);
    this.#current = invocation;
    const { token, operations, updated } = this.execution.beginInvocation(number);
    trace.record({ kind: "invocation.started", atMs: this.atMs, invocation: number });
    if (seam.decide(invocationStart, invocationFaults, this.atMs) === "crash") {
      invocation.crash();
    } else {
      yield* runInvocation(this.#environment, invocation, {
        handler,
        event: {
          DurableExecutionArn: executionArn,
          CheckpointToken: token,
          InitialExecutionState: { Operations: operations, NextMarker: "" },
        },
        updatedOperationIds: updated,
        functionTimeoutMs: settings.functionTimeoutMs,
        mustStop: () => this.#countEvent(),
      });
      const hasReturned = invocation.result?.kind === "returned";
      if (hasReturned && seam.decide(invocationEnd, invocationFaults, this.atMs) === "crash") {
        invocation.result = undefined;
        invocation.crash();
      }
    }
    return this.#conclude(invocation, startedAt);
  }

  #conclude(invocation: Invocation, startedAt: Date): Next {
    const { result, requestId } = invocation;
    if (result === undefined) return { kind: "closed" };
    const judged = judgeResult(result, this.execution.canWake);
    const now = this.#now();
    this.execution.endInvocation({ requestId, startedAt, error: judged.error }, now);
    this.#options.seam.progress = this.execution.progress;
    this.#options.trace.record({
      kind: "invocation.ended",
      atMs: this.atMs,
      invocation: invocation.invocation,
      end: judged.end,
      error: judged.error,
    });
    if (this.#options.loop.nowMs >= this.execution.endsByMs) return this.#timeOut();
    if (judged.outcome !== undefined) return this.#close(judged.outcome);
    if (judged.end === "pending") {
      this.#failures = 0;
      return { kind: "wake" };
    }
    this.#failures++;
    const delayMs = this.#options.settings.retryDelayMs(this.#failures);
    return { kind: "retry", atMs: this.#options.loop.nowMs + delayMs };
  }

  #close(outcome: Exclude<Outcome, { status: "RUNNING" }>): Next {
    this.execution.close(outcome, this.#now());
    this.#options.trace.record({ kind: "execution.ended", atMs: this.atMs, outcome });
    return { kind: "closed" };
  }

  #timeOut(): Next {
    const seconds = this.#options.settings.executionTimeoutMs / 1000;
    const error = { ErrorMessage: `Execution timed out after ${seconds} seconds.` };
    return this.#close({ status: "TIMED_OUT", error });
  }

  /** Lets virtual time pass until the next invocation is due. */
  *#sleep(next: Next): Quiescing<void> {
    const { loop } = this.#options;
    if (next.kind === "wake" && this.execution.hasUntold) return;
    const retryMs = next.kind === "retry" ? next.atMs : Infinity;
    const wakeMs = Math.min(retryMs, this.execution.nextDueMs ?? Infinity, this.execution.endsByMs);
    while (loop.runNext(wakeMs) === "ran") {
      yield;
      if (this.#countEvent()) return;
    }
    loop.advanceTo(wakeMs);
    if (loop.nowMs >= this.execution.endsByMs) {
      this.#timeOut();
      return;
    }
    this.execution.moveDue(this.#now());
    this.#options.seam.progress = this.execution.progress;
  }

  /** Effects that are still on their way land; nobody waits for them any more. */
  *#heal(): Quiescing<void> {
    while (this.cut === undefined && this.#options.loop.runNext(Infinity) === "ran") {
      yield;
      this.#countEvent();
    }
  }

  #countEvent(): boolean {
    this.#events++;
    if (this.#events > this.#options.bounds.maxEvents) this.#stop("maxEvents");
    return this.cut !== undefined;
  }

  #stop(bound: keyof TrialBounds): Next {
    this.cut ??= { kind: "bound", bound, limit: this.#options.bounds[bound] };
    return { kind: "closed" };
  }

  #now(): Moment {
    const { nowMs } = this.#options.loop;
    return { epochMs: nowMs, date: dateAt(nowMs), dateAt };
  }
}
