import type { CallAnswer, InvocationEnd, TraceEvent } from "../kernel/trace.ts";
import type { FinishedTrial, Invariant, Violation } from "./invariant.ts";

type Args = Readonly<Record<string, unknown>>;

const order = {
  orderId: "ORD-1",
  currency: "usd",
  card: "card_valid",
  zip: "98101",
  lines: [{ sku: "ITEM-1", qty: 2, unitPrice: 25 }],
};

/** What one execution after the other has asked for, and heard, told as it happened. */
export class CallStory {
  readonly trace: TraceEvent[] = [];
  #nowMs = 0;
  #calls = 0;
  #invocation = 0;

  constructor() {
    this.invoked();
  }

  /** One more invocation: of the execution under test, or of the one of that label. */
  invoked(execution?: string): this {
    this.#invocation++;
    const { started, label } = {
      started: { kind: "invocation.started", invocation: this.#invocation } as const,
      label: execution === undefined ? {} : { execution },
    };
    this.trace.push({ atMs: this.#nowMs, ...started, ...label });
    return this;
  }

  ends(end: InvocationEnd = "pending", invocation = this.#invocation): this {
    return this.#record({ kind: "invocation.ended", invocation, end, error: undefined });
  }

  executionEnds(execution?: string): this {
    const label = execution === undefined ? {} : { execution };
    return this.#record({ kind: "execution.ended", outcome: { status: "RUNNING" }, ...label });
  }

  cannotStore(): this {
    const rejected = { kind: "checkpoint.rejected", at: "checkpoint", message: "no" } as const;
    return this.#record({ ...rejected, invocation: this.#invocation, httpStatus: 500 });
  }

  asks(name = "shop.pay", args: Args = {}, invocation = this.#invocation): this {
    this.#calls++;
    return this.#record({ kind: "call.requested", call: this.#calls, invocation, name, args });
  }

  hears(answer: CallAnswer): this {
    const { length } = this.trace;
    const asked = this.trace.findLast((event) => event.kind === "call.requested");
    if (asked === undefined) throw new Error(`nothing was asked in ${length} events`);
    const { call, invocation, name } = asked;
    return this.#record({ kind: "call.answered", call, invocation, name, answer });
  }

  isTold(retryAfterMs: number): this {
    const error = { name: "ProviderError", message: "429" };
    return this.hears({ kind: "failure", error, retryAfterMs });
  }

  isRefused(message = "out of stock"): this {
    return this.hears({ kind: "refusal", error: { name: "ProviderError", message } });
  }

  later(ms: number): this {
    this.#nowMs += ms;
    return this;
  }

  #record(event: Untimed): this {
    this.trace.push({ atMs: this.#nowMs, ...event });
    return this;
  }
}

type Untimed = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, "atMs">
    : never
  : never;

/** What an invariant says of a story about ORD-1, two of ITEM-1 at 25. */
export function judged<Ledgers>(
  invariant: Invariant<unknown, Ledgers>,
  { trace }: CallStory,
  ledgers: Ledgers = {} as Ledgers,
): Violation | undefined {
  const outcome = { status: "RUNNING" } as const;
  const executions = [{ label: undefined, input: order, outcome }];
  const trial: FinishedTrial<unknown, Ledgers> = {
    input: order,
    outcome,
    executions,
    ledgers,
    trace,
  };
  return invariant.check(trial);
}
