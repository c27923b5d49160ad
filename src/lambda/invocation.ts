import { inspect } from "node:util";
import type { DurableExecutionInvocationOutput } from "@aws/durable-execution-sdk-js";
import type { Death } from "../faults/death.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { EventLoop, VirtualTimer } from "../kernel/event-loop.ts";
import type { WireError } from "../kernel/outcome.ts";
import type { Tether } from "../kernel/tether.ts";
import type { LambdaEnvironment } from "./environment.ts";

/** How one invocation ended, before the service has judged its output. */
export type InvocationResult =
  /** `output` is whatever the handler returned: only the SDK promises an output. */
  | { readonly kind: "returned"; readonly output: DurableExecutionInvocationOutput | undefined }
  | { readonly kind: "threw" | "crashed" | "timed-out"; readonly error: WireError };

/** How an error left the code under test. */
export type UncaughtKind = "exception" | "rejection" | "exit";

const uncaughtTypes: Readonly<Record<UncaughtKind, string>> = {
  exception: "Runtime.UncaughtException",
  rejection: "Runtime.UnhandledPromiseRejection",
  exit: "Runtime.ExitError",
};

/** Why an invocation is taken for dead that may well go on. */
export const lostTouch: WireError = {
  ErrorType: "Sandbox.Unreachable",
  ErrorMessage: "the service lost touch with the sandbox",
};

/** Whoever invoked: an execution's dispatcher, or the caller of a plain function. */
export interface Invoker {
  /** Whether this is the latest invocation of an execution that is still open. */
  isCurrent(invocation: Invocation): boolean;
  /** Takes the invocation for dead, and invokes again. */
  orphan(invocation: Invocation): void;
  endExecution(how: "stop" | "expire"): void;
  /** Takes an invocation that has its result; nothing runs at that moment. */
  conclude(invocation: Invocation): void;
}

/** What an invocation is tied to: its code's timers and contexts lead to it, and no further when the trial is over. */
export interface Serving {
  readonly environment: LambdaEnvironment;
  readonly invoker: Invoker;
}

/** The process of one invocation; once dead, none of its code runs again. */
export class Invocation implements Sandbox {
  readonly invocation: number;
  readonly label: string;
  readonly requestId: string;
  readonly startedAt: Date;
  alive = true;
  isWithoutToken = false;
  result: InvocationResult | undefined;
  /** Earlier invocations of this process that were thawed with it: they live and die together. */
  guests: readonly Invocation[] = [];

  readonly #loop: EventLoop;
  readonly #service: Tether<Serving>;
  #deadline: VirtualTimer | undefined;
  #host: Invocation | undefined;
  #isOrphan = false;

  constructor(
    loop: EventLoop,
    service: Tether<Serving>,
    { number, startedAt }: { readonly number: number; readonly startedAt: Date },
  ) {
    this.#loop = loop;
    this.#service = service;
    this.invocation = number;
    this.startedAt = startedAt;
    this.label = `invocation ${number}`;
    this.requestId = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  }

  get isCurrent(): boolean {
    return this.#service.end?.invoker.isCurrent(this) ?? false;
  }

  /** Ends it when its time is up. */
  limit(functionTimeoutMs: number): void {
    this.#deadline = this.#loop.schedule(
      undefined,
      functionTimeoutMs,
      () => {
        this.#service.end?.environment.onStall();
        this.#die(this.resultOf("time-out"));
      },
      () => (this.#isOrphan ? undefined : "deadline"),
    );
  }

  /** Takes in what an earlier invocation of the same process left behind, and lets it go on. */
  host(guests: readonly Invocation[]): void {
    this.guests = guests;
    for (const guest of guests) {
      guest.#host = this;
      guest.thaw();
    }
  }

  /** It dies after this burst of microtasks, whatever it says until then. */
  doom(): void {
    if (this.#host !== undefined) this.#host.doom();
    else this.#end(this.resultOf("crash"));
  }

  crash(): void {
    this.#die(this.resultOf("crash"));
  }

  /** How it ends if it dies in that way. */
  resultOf(death: Death): InvocationResult {
    if (death === "crash") return { kind: "crashed", error: exitError("the sandbox crashed") };
    const seconds = ((this.#deadline?.delayMs ?? 0) / 1000).toFixed(2);
    const ErrorMessage = `RequestId: ${this.requestId} Error: Task timed out after ${seconds} seconds`;
    return { kind: "timed-out", error: { ErrorType: "Sandbox.Timedout", ErrorMessage } };
  }

  /** When its time is up, virtual ms since the Unix epoch, once it has a limit. */
  get deadlineMs(): number | undefined {
    return this.#deadline?.atMs;
  }

  /** Whether it is this that would end it when its time is up. */
  isDeadline(timer: VirtualTimer): boolean {
    return timer === this.#deadline;
  }

  /** The runtime's reaction to an error that no code caught: report it, and exit. */
  crashOf(kind: UncaughtKind, error: unknown): void {
    const ErrorType = uncaughtTypes[kind];
    this.#die({ kind: "crashed", error: { ...wireErrorOf(error), ErrorType } });
  }

  stall(): void {
    if (this.#host !== undefined) return this.#host.stall();
    this.#loop.discard(this);
    for (const guest of this.guests) this.#loop.discard(guest);
  }

  orphan(): void {
    this.#isOrphan = true;
    this.#service.end?.invoker.orphan(this);
  }

  endExecution(how: "stop" | "expire"): void {
    this.#service.end?.invoker.endExecution(how);
  }

  /** The handler is done; what it left running has until the end of this burst of microtasks. */
  finish(result: InvocationResult): void {
    if (this.alive) this.#end(result);
  }

  /** Its invoker takes the result, when nothing of it can run any more. */
  conclude(): void {
    this.#service.end?.invoker.conclude(this);
  }

  /** Nothing of it, and of what was thawed with it, ever runs again. */
  kill(): void {
    this.alive = false;
    this.#loop.discard(this);
    for (const guest of this.guests) guest.kill();
  }

  /** Its process stops in the middle of what it left running, to go on some time. */
  freeze(): void {
    this.#loop.freeze(this);
    for (const guest of this.guests) guest.freeze();
  }

  thaw(): void {
    this.#loop.thaw(this);
    for (const guest of this.guests) guest.thaw();
  }

  #die(result: InvocationResult): void {
    if (this.#host !== undefined) return this.#host.#die(result);
    if (!this.alive) return;
    this.kill();
    this.#end(result);
  }

  #end(result: InvocationResult): void {
    this.#deadline?.close();
    // What was frozen after its invocation had returned has been concluded long ago.
    if (this.result !== undefined) return;
    this.result = result;
    this.#service.end?.environment.onFinished(this);
  }
}

function exitError(reason: string): WireError {
  return { ErrorType: "Runtime.ExitError", ErrorMessage: `Error: Runtime exited: ${reason}` };
}

/** An error as Lambda's runtime reports it. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof Error) return { ErrorType: error.name, ErrorMessage: error.message };
  return { ErrorMessage: typeof error === "string" ? error : inspect(error) };
}
