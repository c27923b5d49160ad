import type { CallAnswer, TraceEvent } from "../kernel/trace.ts";

type Event = TraceEvent extends infer One
  ? One extends TraceEvent
    ? Omit<One, "atMs">
    : never
  : never;

/** A trace, event by event; virtual time goes on by 10 ms with each. */
export class TraceBuilder {
  readonly events: TraceEvent[] = [];
  #calls = 0;
  #invocation = 0;

  get last(): number {
    return this.events.length - 1;
  }

  add(event: Event, afterMs = 10): this {
    const atMs = (this.events.at(-1)?.atMs ?? -10) + afterMs;
    this.events.push({ atMs, ...event });
    return this;
  }

  invocation(afterMs?: number): this {
    return this.add({ kind: "invocation.started", invocation: ++this.#invocation }, afterMs);
  }

  step(name: string, status: string, attempt?: number): this {
    const error =
      status === "PENDING" || status === "FAILED" ? { ErrorType: "NetworkError" } : undefined;
    return this.add({
      kind: "operation.moved",
      id: name,
      name,
      type: "STEP",
      status,
      attempt,
      error,
    });
  }

  request(name: string, args: Readonly<Record<string, unknown>> = {}): this {
    const invocation = this.#invocation;
    return this.add({ kind: "call.requested", call: ++this.#calls, invocation, name, args });
  }

  strike(at: string, fault: string): this {
    return this.add({ kind: "fault.struck", at, nth: 1, fault });
  }

  apply(name: string, what: string, call: number = this.#calls): this {
    return this.add({ kind: "call.applied", call, name, what }, 0);
  }

  answer(name: string, kind: CallAnswer["kind"]): this {
    const answer =
      kind === "value" ? { kind, value: 1 } : { kind, error: { name: "E", message: "m" } };
    const invocation = this.#invocation;
    return this.add({ kind: "call.answered", call: this.#calls, invocation, name, answer }, 0);
  }

  /** A call that goes well, or that loses its reply. */
  call(name: string, what: string, fault?: "lose-reply"): this {
    this.request(name);
    if (fault !== undefined) this.strike(name, fault);
    return this.apply(name, what).answer(name, fault === undefined ? "value" : "failure");
  }

  end(status: "SUCCEEDED" | "FAILED"): this {
    const outcome =
      status === "SUCCEEDED"
        ? ({ status, result: '{"done":true}' } as const)
        : ({ status, error: { ErrorType: "StepError", ErrorMessage: "no luck" } } as const);
    return this.add({ kind: "execution.ended", outcome });
  }
}
