import { type InvokeFault, invokeFaults } from "../faults/fault.ts";
import { invokePoint } from "../faults/place.ts";
import type { ClosedOutcome, WireError } from "../kernel/outcome.ts";
import { Tether } from "../kernel/tether.ts";
import { chainedExecutionIdOf, executionArn } from "./arn.ts";
import { type InvokeOutcome, finishInvoke } from "./chained-invoke.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type LambdaEnvironment, momentOf } from "./environment.ts";
import { pointIn } from "./execution-label.ts";
import { type Functions, type ResolvedFunction, resolveFunction } from "./functions.ts";
import { Invocation, type Invoker, type Serving } from "./invocation.ts";
import { lambdaContextOf } from "./lambda-context.ts";
import type { Operation, Update } from "./operation.ts";
import { runPlain } from "./run-handler.ts";
import type { Target } from "./transition.ts";

/** Starts a durable execution on behalf of another one. */
export type StartChained = (
  start: {
    readonly found: Extract<ResolvedFunction, { readonly kind: "found" }>;
    readonly arn: string;
    readonly id: string;
    readonly input: string;
    readonly tenantId: string | undefined;
  },
  onClosed: (outcome: ClosedOutcome) => void,
) => void;

/** One operation that invokes a function. */
interface ChainedCall {
  readonly dispatcher: Dispatcher;
  readonly operation: Operation;
  readonly functionName: string;
  readonly payload: string | undefined;
  readonly tenantId: string | undefined;
}

/** Runs the functions that executions invoke, and tells those what came of them. */
export class ChainedCalls implements Invoker {
  readonly #environment: LambdaEnvironment;
  readonly #functions: Functions;
  readonly #startChained: StartChained;
  readonly #tether: Tether<Serving>;
  /** Those that plain functions work at, by invocation. */
  readonly #calls = new Map<Invocation, ChainedCall>();

  constructor(environment: LambdaEnvironment, functions: Functions, startChained: StartChained) {
    this.#environment = environment;
    this.#functions = functions;
    this.#startChained = startChained;
    this.#tether = new Tether(environment.loop, { environment, invoker: this });
  }

  /** What the service knows of a target when a checkpoint names it. */
  targetOf(functionName: string, operationId: string, parentNumber: number): Target {
    const resolved = this.#resolve(functionName);
    if (resolved.kind === "refused") return resolved;
    if (resolved.kind === "failing") return { kind: "accepted", version: "$LATEST", arn: "" };
    const { version, target } = resolved;
    const arn = "plain" in target ? "" : identify(resolved, operationId, parentNumber).arn;
    return { kind: "accepted", version, arn };
  }

  /** The function has started an operation of this type. */
  begin(dispatcher: Dispatcher, operation: Operation, update: Update): void {
    const { FunctionName: functionName = "", TenantId: tenantId } =
      update.ChainedInvokeOptions ?? {};
    const call = { dispatcher, operation, functionName, payload: update.Payload, tenantId };
    const { loop, settings } = this.#environment;
    loop.send(
      undefined,
      settings.invokeLatencyMs,
      () => this.#arrive(call),
      () => `ask ${whatOf(call)}`,
    );
  }

  #resolve(functionName: string): ResolvedFunction {
    return resolveFunction(this.#functions, functionName, this.#environment.settings);
  }

  #arrive(call: ChainedCall): void {
    const { loop, seam, settings } = this.#environment;
    const at = pointIn(call.dispatcher.plan, invokePoint(call.functionName));
    const fault = seam.decide(at, invokeFaults, loop.elapsedMs);
    if (fault === "late") {
      loop.send(
        undefined,
        settings.latenessMs,
        () => this.#run(call),
        () => `run ${whatOf(call)}`,
      );
    } else if (fault !== undefined) {
      this.#finish(call, injectedOutcome(fault, this.#timeoutErrorOf(call.functionName)));
    } else {
      this.#run(call);
    }
  }

  #timeoutErrorOf(functionName: string): WireError {
    const resolved = this.#resolve(functionName);
    const { executionTimeoutMs, invokeTimeoutError } = this.#environment.settings;
    const own = resolved.kind === "found" ? resolved.target.timeoutMs : undefined;
    return invokeTimeoutError(own ?? executionTimeoutMs);
  }

  #run(call: ChainedCall): void {
    const { dispatcher, operation, functionName, tenantId, payload = "{}" } = call;
    const resolved = this.#resolve(functionName);
    if (resolved.kind === "refused") return;
    if (resolved.kind === "failing") {
      return this.#finish(call, { status: "FAILED", error: resolved.error });
    }
    if ("plain" in resolved.target) return this.#runPlain(call, resolved);
    const identity = identify(resolved, operation.Id, dispatcher.plan.number);
    const { executionTimeoutMs, invokeTimeoutError } = this.#environment.settings;
    const { timeoutMs = executionTimeoutMs } = resolved.target;
    this.#startChained({ found: resolved, ...identity, input: payload, tenantId }, (outcome) =>
      this.#finish(
        call,
        chainedOutcome(outcome, () => invokeTimeoutError(timeoutMs)),
      ),
    );
  }

  #runPlain(
    call: ChainedCall,
    { name, version, target }: Extract<ResolvedFunction, { readonly kind: "found" }>,
  ): void {
    const { loop, settings, trace, admitInvocation } = this.#environment;
    const number = admitInvocation();
    if (number === undefined || !("plain" in target)) return;
    const timeoutMs = target.timeoutMs ?? settings.functionTimeoutMs;
    const startedAt = momentOf(loop).date;
    const invocation = new Invocation(loop, this.#tether, { number, startedAt });
    this.#calls.set(invocation, call);
    const { elapsedMs: atMs } = loop;
    trace.record({ kind: "invocation.started", atMs, invocation: number, function: name });
    loop.owner = invocation;
    invocation.limit(timeoutMs);
    const deadlineMs = loop.nowMs + timeoutMs;
    const nowMs = (): number => loop.nowMs;
    const { tenantId } = call;
    const context = lambdaContextOf(invocation, { name, version, tenantId, deadlineMs, nowMs });
    runPlain(invocation, target.plain, { payload: call.payload, context });
  }

  /** Nobody retries a plain function: its error is the operation's. */
  conclude(invocation: Invocation): void {
    const { result } = invocation;
    const call = this.#calls.get(invocation);
    this.#calls.delete(invocation);
    invocation.kill();
    if (result === undefined || call === undefined) return;
    const { loop, trace } = this.#environment;
    const error = result.kind === "returned" ? undefined : result.error;
    trace.record({
      kind: "invocation.ended",
      atMs: loop.elapsedMs,
      invocation: invocation.invocation,
      end: result.kind === "returned" ? "succeeded" : result.kind,
      error,
    });
    const outcome: InvokeOutcome =
      result.kind === "returned"
        ? {
            status: "SUCCEEDED",
            result: result.output?.Status === "SUCCEEDED" ? result.output.Result : undefined,
          }
        : { status: "FAILED", error: result.error };
    this.#finish(call, outcome);
  }

  // A plain function has no execution of its own that could go on without it, or be ended.
  isCurrent(): boolean {
    return false;
  }

  orphan(): void {}

  endExecution(): void {}

  #finish({ dispatcher, operation }: ChainedCall, outcome: InvokeOutcome): void {
    const moved = dispatcher.moveFromOutside(operation.Id, (invoke, now) =>
      finishInvoke(invoke, outcome, now),
    );
    if (moved?.kind === "moved") dispatcher.wake();
  }
}

function whatOf({ dispatcher, operation }: ChainedCall): string {
  return `${dispatcher.plan.rank()} ${operation.Id}`;
}

function identify(
  { name, version }: Extract<ResolvedFunction, { readonly kind: "found" }>,
  operationId: string,
  parentNumber: number,
): { readonly id: string; readonly arn: string } {
  const executionId = chainedExecutionIdOf(parentNumber, operationId);
  const names = { functionName: name, version, executionName: executionId, executionId };
  return { id: executionId, arn: executionArn(names) };
}

/** A closed execution as the one that invoked it sees it. */
function chainedOutcome(outcome: ClosedOutcome, timeoutError: () => WireError): InvokeOutcome {
  switch (outcome.status) {
    case "SUCCEEDED":
      return outcome;
    case "FAILED":
    case "STOPPED":
      return { status: outcome.status, error: outcome.error };
    case "TIMED_OUT":
      return { status: "TIMED_OUT", error: timeoutError() };
  }
}

function injectedOutcome(
  fault: Exclude<InvokeFault, "late">,
  timeoutError: WireError,
): InvokeOutcome {
  switch (fault) {
    case "fail":
      return {
        status: "FAILED",
        error: { ErrorType: "Runtime.ExitError", ErrorMessage: "failed by an injected fault" },
      };
    case "time-out":
      return { status: "TIMED_OUT", error: timeoutError };
    case "stop":
      return { status: "STOPPED", error: {} };
  }
}
