import { inspect } from "node:util";
import {
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionInvocationOutput,
  type DurableLambdaHandler,
} from "@aws/durable-execution-sdk-js";
import type { Sandbox } from "../faults/sandbox.ts";
import type { Quiescing } from "../kernel/drain.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { WireError } from "../kernel/outcome.ts";
import { type ApiEnvironment, createClient } from "./client.ts";

/** How one invocation ended, before the service has judged its output. */
export type InvocationResult =
  | { readonly kind: "returned"; readonly output: DurableExecutionInvocationOutput }
  | { readonly kind: "threw" | "crashed" | "timed-out"; readonly error: WireError };

/** How an error left the code under test. */
export type UncaughtKind = "exception" | "rejection" | "exit";

const uncaughtTypes: Readonly<Record<UncaughtKind, string>> = {
  exception: "Runtime.UncaughtException",
  rejection: "Runtime.UnhandledPromiseRejection",
  exit: "Runtime.ExitError",
};

/** The process of one invocation; once dead, none of its code runs again. */
export class Invocation implements Sandbox {
  readonly invocation: number;
  readonly label: string;
  readonly requestId: string;
  alive = true;
  result: InvocationResult | undefined;

  readonly #loop: EventLoop;

  constructor(invocation: number, loop: EventLoop) {
    this.invocation = invocation;
    this.label = `invocation ${invocation}`;
    this.requestId = `00000000-0000-4000-8000-${String(invocation).padStart(12, "0")}`;
    this.#loop = loop;
  }

  crash(): void {
    this.#end({ kind: "crashed", error: exitError("the sandbox crashed") });
  }

  /** The runtime's reaction to an error that no code caught: report it, and exit. */
  crashOf(kind: UncaughtKind, error: unknown): void {
    const ErrorType = uncaughtTypes[kind];
    this.#end({ kind: "crashed", error: { ...wireError(error), ErrorType } });
  }

  stall(): void {
    this.#loop.discard(this);
  }

  timeOut(functionTimeoutMs: number): void {
    const seconds = (functionTimeoutMs / 1000).toFixed(2);
    const ErrorMessage = `RequestId: ${this.requestId} Error: Task timed out after ${seconds} seconds`;
    this.#end({ kind: "timed-out", error: { ErrorType: "Sandbox.Timedout", ErrorMessage } });
  }

  finish(result: InvocationResult): void {
    if (this.alive) this.#end(result);
  }

  #end(result: InvocationResult): void {
    this.result ??= result;
    this.alive = false;
    this.#loop.discard(this);
  }
}

/** What an invocation runs with. */
export interface InvocationPlan {
  readonly handler: DurableLambdaHandler;
  readonly event: DurableExecutionInvocationInput;
  readonly updatedOperationIds: readonly string[];
  readonly functionTimeoutMs: number;
  /** Called after each event; true ends the trial, whatever the invocation is doing. */
  readonly mustStop: () => boolean;
}

/** Runs an invocation to its end: whatever it can wait for is an event of the loop. */
export function* runInvocation(
  environment: ApiEnvironment,
  invocation: Invocation,
  plan: InvocationPlan,
): Quiescing<void> {
  const { loop } = environment;
  const deadlineMs = loop.nowMs + plan.functionTimeoutMs;
  loop.owner = invocation;
  startHandler(environment, invocation, plan, deadlineMs);
  yield;
  while (invocation.result === undefined && !plan.mustStop()) {
    if (loop.runNext(deadlineMs) === "ran") {
      yield;
    } else {
      environment.onStall();
      loop.advanceTo(deadlineMs);
      invocation.timeOut(plan.functionTimeoutMs);
    }
  }
  loop.owner = undefined;
}

function startHandler(
  environment: ApiEnvironment,
  invocation: Invocation,
  plan: InvocationPlan,
  deadlineMs: number,
): void {
  const client = createClient(environment, invocation);
  const event = new DurableExecutionInvocationInputWithClient(plan.event, client);
  Object.assign(event, { UpdatedOperationIds: plan.updatedOperationIds });
  const context = lambdaContext(environment.loop, invocation, deadlineMs);
  try {
    plan.handler(event, context).then(
      (output) => invocation.finish({ kind: "returned", output }),
      (error: unknown) => invocation.finish({ kind: "threw", error: wireError(error) }),
    );
  } catch (error) {
    invocation.finish({ kind: "threw", error: wireError(error) });
  }
}

type LambdaContext = Parameters<DurableLambdaHandler>[1];

function lambdaContext(
  loop: EventLoop,
  { requestId }: Invocation,
  deadlineMs: number,
): LambdaContext {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: "function",
    functionVersion: "1",
    invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:function:1",
    memoryLimitInMB: "1024",
    awsRequestId: requestId,
    logGroupName: "/aws/lambda/function",
    logStreamName: "2023/11/14/[1]0",
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - loop.nowMs),
    done: ignore,
    fail: ignore,
    succeed: ignore,
  };
}

/** The runtime's callback-style endings, which an async handler does not use. */
function ignore(): void {}

function exitError(reason: string): WireError {
  return { ErrorType: "Runtime.ExitError", ErrorMessage: `Error: Runtime exited: ${reason}` };
}

function wireError(error: unknown): WireError {
  if (error instanceof Error) return { ErrorType: error.name, ErrorMessage: error.message };
  return { ErrorMessage: typeof error === "string" ? error : inspect(error) };
}
