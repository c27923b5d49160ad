import { requestOf } from "../kernel/request.ts";
import type { TraceEvent } from "../kernel/trace.ts";

/** What code that runs has been answered since it last stored something. */
interface Hearing {
  readonly asked: Set<number>;
  heard: string[];
  /** All that it was ever answered: what sleeps may still act on it. */
  readonly all: string[];
  hasSlept: boolean;
}

/** What still matters of what has happened in a trial; reads each event of the trace once. */
export class Past {
  readonly #trace: readonly TraceEvent[];
  readonly #running = new Map<number, Hearing>();
  readonly #requests = new Set<string>();
  #requestsText: string | undefined;
  #read = 0;
  /** Effects that services have had. */
  #effects = 0;

  constructor(trace: readonly TraceEvent[]) {
    this.#trace = trace;
  }

  /** Takes note of what has happened since the last time. */
  catchUp(): void {
    for (; this.#read < this.#trace.length; this.#read++) {
      const event = this.#trace[this.#read];
      if (event !== undefined) this.#note(event);
    }
  }

  get effects(): number {
    return this.#effects;
  }

  /** Everything that has been asked of services, each once, and every no: what invariants know of the past. */
  get requests(): string {
    this.#requestsText ??= [...this.#requests].join("\n");
    return this.#requestsText;
  }

  /**
   * What the code that runs has been answered, and is not stored yet. Where a checkpoint is applied and
   * nothing else is on its way, all that came before is in it.
   */
  get answers(): string {
    const each = Array.from(
      this.#running.values(),
      ({ asked, heard, all, hasSlept }) => `${asked.size} ${(hasSlept ? all : heard).join()}`,
    );
    return each.join("\n");
  }

  /** Code that runs waits for a timer of its own, and may go on with what it was answered before. */
  sleeps(): void {
    for (const hearing of this.#running.values()) hearing.hasSlept = true;
  }

  #note(event: TraceEvent): void {
    if (event.kind === "call.requested") {
      this.#remember(requestOf(event));
    } else if (event.kind === "call.answered" && event.answer.kind === "refusal") {
      this.#remember(`${event.name} ${event.answer.error.message}`);
    } else if (event.kind === "call.applied") this.#effects++;
    this.#listen(event);
  }

  #remember(request: string): void {
    if (this.#requests.has(request)) return;
    this.#requests.add(request);
    this.#requestsText = undefined;
  }

  #listen(event: TraceEvent): void {
    if (!("invocation" in event)) return;
    if (event.kind === "invocation.started") {
      this.#running.set(event.invocation, {
        asked: new Set(),
        heard: [],
        all: [],
        hasSlept: false,
      });
      return;
    }
    const hearing = this.#running.get(event.invocation);
    if (hearing === undefined) return;
    switch (event.kind) {
      case "invocation.ended":
        return void this.#running.delete(event.invocation);
      case "call.requested":
        return void hearing.asked.add(event.call);
      case "call.answered":
        hearing.asked.delete(event.call);
        return hear(hearing, `${event.name} ${JSON.stringify(event.answer)}`);
      case "checkpoint.rejected":
        return hear(hearing, String(event.httpStatus));
      case "checkpoint.applied":
        if (hearing.asked.size === 0) hearing.heard = [];
        return;
      default:
        return;
    }
  }
}

function hear({ heard, all }: Hearing, what: string): void {
  heard.push(what);
  all.push(what);
}
