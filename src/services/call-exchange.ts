import {
  type CallFault,
  type CallerFault,
  type ProviderFault,
  type WayFault,
  isProviderFault,
  isWayFault,
  possibleAtCallOf,
} from "../faults/fault.ts";
import type { FaultSeam } from "../faults/fault-seam.ts";
import type { Sandbox } from "../faults/sandbox.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { CallAnswer, Trace, TraceIndex } from "../kernel/trace.ts";
import type { CallSettings } from "./call-settings.ts";
import type { Circumstances, Effect, Mishap, Reply } from "./effect.ts";
import { overTheWire } from "./wire.ts";

/** What a rate limiter asks for, virtual ms: longer than a first retry waits. */
const retryAfterMs = 30_000;

/** What the boundary needs of the simulated world. */
export interface CallEnvironment {
  readonly loop: EventLoop;
  readonly seam: FaultSeam;
  readonly trace: Trace;
  /** The sandbox whose code runs now. */
  readonly sandbox: () => Sandbox | undefined;
  /** Takes what the effect of a call threw; the trial is over. */
  readonly onBroken: (call: string, error: unknown) => void;
}

const possibleAtPlainCall = possibleAtCallOf([]);

/** What code under test asks of a service. */
export interface Request<Args, Value> {
  /** Reads `payment.charge`. */
  readonly name: string;
  /** Nobody else's copy; shown in the trace. */
  readonly args: Args;
  readonly serve: Effect<Args, Value>;
  /** What may go wrong with it, besides what may with any call. */
  readonly possible?: Call<Value>["possible"] | undefined;
}

interface Call<Value> {
  readonly number: number;
  readonly name: string;
  readonly args: unknown;
  readonly sandbox: Sandbox;
  readonly sentMs: number;
  readonly possible: (isCurrent: boolean, canDefer: boolean) => readonly CallFault[];
  readonly effect: (event: TraceIndex, circumstances: Circumstances) => Reply<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** Where the calls of one trial arrive: decides whether each takes effect, and whether its caller hears of that. */
export class CallExchange {
  readonly #environment: CallEnvironment;
  readonly #settings: CallSettings;
  #calls = 0;

  constructor(environment: CallEnvironment, settings: CallSettings) {
    this.#environment = environment;
    this.#settings = settings;
  }

  /** Sends what code under test asks for on its way; that of a dead sandbox goes nowhere. */
  send<Args extends Readonly<Record<string, unknown>>, Value>(
    { name, args, serve, possible = possibleAtPlainCall }: Request<Args, Value>,
    { resolve, reject }: Pick<Call<Value>, "resolve" | "reject">,
  ): void {
    const { loop, trace } = this.#environment;
    const sandbox = this.#environment.sandbox();
    if (sandbox === undefined) return;
    // The trace keeps what was asked and answered, whatever the service and its caller make of their copies.
    const effect = (event: TraceIndex, circumstances: Circumstances) =>
      serve(overTheWire(args), event, circumstances);
    const number = ++this.#calls;
    const { invocation } = sandbox;
    const atMs = this.#atMs;
    trace.record({ kind: "call.requested", atMs, call: number, invocation, name, args });
    const call = { number, name, args, sandbox, sentMs: atMs, possible, effect, resolve, reject };
    const what = () => request(call);
    loop.send(sandbox, this.#settings.callLatencyMs, () => this.#arrive(call), what);
  }

  get #atMs(): number {
    return this.#environment.loop.elapsedMs;
  }

  #arrive<Value>(call: Call<Value>): void {
    const { loop, seam } = this.#environment;
    // What comes only after its client has given up overtakes nothing.
    const patienceMs = call.sentMs + this.#settings.callTimeoutMs - this.#atMs;
    const canDefer = loop.hasTraffic && loop.overtakingMs < patienceMs;
    const possible = call.possible(call.sandbox.isCurrent, canDefer);
    const fault = seam.decide(call.name, possible, this.#atMs);
    if (fault !== undefined) return this.#misbehave(call, fault);
    const reply = this.#apply(call);
    seam.carriedOut(call.name);
    this.#answer(call, reply);
  }

  #misbehave<Value>(call: Call<Value>, fault: CallFault): void {
    if (isProviderFault(fault)) this.#answerBadly(call, fault);
    else if (isWayFault(fault)) this.#travelBadly(call, fault);
    else this.#befall(call, fault);
  }

  /** What the third party does wrong, or whoever stands before it. */
  #answerBadly<Value>(call: Call<Value>, fault: ProviderFault): void {
    switch (fault) {
      case "rate-limit":
        return this.#limit(call);
      case "unavailable":
        return this.#failWith(call, 503, "503 Service Unavailable");
      case "unauthorize":
        return this.#failWith(call, 401, "401 Unauthorized");
      case "gateway-error":
        this.#apply(call);
        return this.#failWith(call, 502, "502 Bad Gateway");
      case "truncate-reply":
        this.#apply(call);
        return this.#throw(call, "failure", new SyntaxError("Unexpected end of JSON input"));
      case "garble-reply":
        this.#apply(call);
        return this.#garble(call);
      case "internal-error":
      case "disapprove":
      case "fall-short":
      case "stale-read":
      case "fail-later":
      case "never-settle":
        return this.#answer(call, this.#apply(call, fault));
      case "roll-forward":
        this.#environment.loop.schedule(
          undefined,
          this.#settings.lateEffectMs,
          () => void this.#apply(call, "settle"),
          () => `settle ${request(call)}`,
        );
        return this.#answer(call, this.#apply(call, "internal-error"));
    }
  }

  #travelBadly<Value>(call: Call<Value>, fault: WayFault): void {
    const { loop } = this.#environment;
    const { callLatencyMs, callTimeoutMs, lateEffectMs } = this.#settings;
    const timeOut = () => this.#fail(call, `timed out after ${callTimeoutMs} ms`);
    const untilTimeoutMs = callTimeoutMs - callLatencyMs;
    const lost = () => `lost ${request(call)}`;
    switch (fault) {
      case "refuse":
        return this.#fail(call, "connection refused");
      case "throttle":
        return this.#failWith(call, 429, "429 Too Many Requests");
      case "lose-request":
        loop.schedule(call.sandbox, untilTimeoutMs, timeOut, lost);
        return;
      case "slow-down": {
        let reply: Reply<Value> | undefined;
        // It has arrived, and is served whether its sender lives or not.
        const serve = () => void (reply = this.#apply(call));
        const answer = () => reply !== undefined && this.#answer(call, reply);
        loop.schedule(undefined, untilTimeoutMs / 2, serve, () => request(call));
        return void loop.schedule(call.sandbox, untilTimeoutMs / 2, answer, lost);
      }
      case "lose-reply":
        this.#apply(call);
        return this.#fail(call, "connection reset");
      case "slow-reply":
        this.#apply(call);
        loop.schedule(call.sandbox, untilTimeoutMs, timeOut, lost);
        return;
      case "late-effect":
        loop.schedule(call.sandbox, untilTimeoutMs, timeOut, lost);
        // Nobody owns a request that is already on its way: it outlives its sender.
        loop.schedule(
          undefined,
          untilTimeoutMs + lateEffectMs,
          () => void this.#apply(call),
          () => request(call),
        );
        return;
      case "duplicate": {
        const reply = this.#apply(call);
        this.#apply(call);
        return this.#answer(call, reply);
      }
    }
  }

  /** What becomes of whoever has made a call. */
  #befall<Value>(call: Call<Value>, fault: CallerFault): void {
    const { loop } = this.#environment;
    const arriveAgain = () => this.#arrive(call);
    const what = () => request(call);
    switch (fault) {
      case "crash-before":
        return call.sandbox.crash();
      case "crash-after":
        this.#apply(call);
        return call.sandbox.crash();
      case "stall":
        this.#apply(call);
        return call.sandbox.stall();
      case "defer":
        return void loop.send(call.sandbox, loop.overtakingMs, arriveAgain, what);
      case "zombie":
        call.sandbox.orphan();
        return this.#answer(call, this.#apply(call));
      case "stop":
      case "expire":
        call.sandbox.endExecution(fault);
        return this.#answer(call, this.#apply(call));
    }
  }

  #apply<Value>({ number, name, effect }: Call<Value>, mishap?: Mishap): Reply<Value> {
    const { trace } = this.#environment;
    const reply = this.#serve(name, effect, mishap);
    const what = reply.kind === "done" ? reply.what : `refused: ${reply.error.message}`;
    trace.record({ kind: "call.applied", atMs: this.#atMs, call: number, name, what });
    return reply;
  }

  #serve<Value>(name: string, effect: Call<Value>["effect"], mishap?: Mishap): Reply<Value> {
    try {
      return effect(this.#environment.trace.nextIndex, { atMs: this.#atMs, mishap });
    } catch (error) {
      this.#environment.onBroken(name, error);
      return { kind: "refused", error: new Error(`${name} is broken`) };
    }
  }

  #answer<Value>(call: Call<Value>, reply: Reply<Value>): void {
    if (reply.kind === "refused") return this.#throw(call, "refusal", reply.error);
    const value = overTheWire(reply.value);
    this.#recordAnswer(call, { kind: "value", value });
    call.resolve(overTheWire(value));
  }

  #fail<Value>(call: Call<Value>, reason: string): void {
    this.#throw(call, "failure", this.#settings.transportError(`${call.name}: ${reason}`));
  }

  #failWith<Value>(call: Call<Value>, status: number, reason: string): void {
    this.#throw(call, "failure", this.#settings.statusError(status, `${call.name}: ${reason}`));
  }

  #limit<Value>(call: Call<Value>): void {
    const { statusError } = this.#settings;
    const message = `${call.name}: 429 Too Many Requests, Retry-After: ${retryAfterMs / 1_000}`;
    this.#throw(call, "failure", statusError(429, message, retryAfterMs), { retryAfterMs });
  }

  /** What no client checks is not what its types promise. */
  #garble<Value>(call: Call<Value>): void {
    const value = "<html><body>503 Service Unavailable</body></html>";
    this.#recordAnswer(call, { kind: "value", value });
    call.resolve(value as Value);
  }

  #throw<Value>(
    call: Call<Value>,
    kind: "refusal" | "failure",
    error: Error,
    advice: { readonly retryAfterMs?: number } = {},
  ): void {
    const { name, message } = error;
    this.#recordAnswer(call, { kind, error: { name, message }, ...advice });
    call.reject(error);
  }

  #recordAnswer<Value>({ number, name, sandbox }: Call<Value>, answer: CallAnswer): void {
    this.#environment.trace.record({
      kind: "call.answered",
      atMs: this.#atMs,
      call: number,
      invocation: sandbox.invocation,
      name,
      answer,
    });
  }
}

function request({ name, args }: Pick<Call<never>, "name" | "args">): string {
  return `${name} ${JSON.stringify(args)}`;
}
