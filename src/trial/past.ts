import { requestOf } from "../kernel/request.ts";
import type { TraceEvent } from "../kernel/trace.ts";

/** What code that runs may be told. */
type Answer = Extract<TraceEvent, { kind: "call.answered" | "checkpoint.rejected" }>;

/** What code that runs has been answered since it last stored something. */
interface Hearing {
  readonly asked: Set<number>;
  heard: Answer[];
  /** All that it was ever answered: what sleeps may still act on it. */
  readonly all: Answer[];
  hasSlept: boolean;
}

/** What still matters of what has happened in a trial; reads what is new in the trace whenever it is asked. */
export class Past {
  readonly #trace: readonly TraceEvent[];
  readonly #running = new Map<number, Hearing>();
  readonly #requests = new Set<string>();
  #read = 0;
  #readForRequests = 0;
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
    for (; this.#readForRequests < this.#trace.length; this.#readForRequests++) {
      const event = this.#trace[this.#readForRequests];
      if (event?.kind === "call.requested") this.#requests.add(requestOf(event));
      else if (event?.kind === "call.answered" && event.answer.kind === "refusal") {
        this.#requests.add(`${event.name} ${event.answer.error.message}`);
      }
    }
    return [...this.#requests].join("\n");
  }

  /**
   * What the code that runs has been answered, and is not stored yet. Where a checkpoint is applied and
   * nothing else is on its way, all that came before is in it.
   */
  get answers(): string {
    const each = Array.from(this.#running.values(), ({ asked, heard, all, hasSlept }) => {
      const answers = hasSlept ? all : heard;
      return `${asked.size} ${answers.map(textOf).join()}`;
    });
    return each.join("\n");
  }

  /** Whether no other code runs than that of one invocation. */
  runsOnly(invocation: number): boolean {
    return this.#running.size === 1 && this.#running.has(invocation);
  }

  /** Code that runs waits for a timer of its own, and may go on with what it was answered before. */
  sleeps(): void {
    for (const hearing of this.#running.values()) hearing.hasSlept = true;
  }

  #note(event: TraceEvent): void {
    switch (event.kind) {
      case "call.applied":
        this.#effects++;
        return;
      case "invocation.started": {
        const hearing = { asked: new Set<number>(), heard: [], all: [], hasSlept: false };
        this.#running.set(event.invocation, hearing);
        return;
      }
      case "invocation.ended":
        this.#running.delete(event.invocation);
        return;
      case "call.requested":
        this.#running.get(event.invocation)?.asked.add(event.call);
        return;
      case "call.answered":
      case "checkpoint.rejected":
        return this.#hear(event);
      case "checkpoint.applied": {
        const hearing = this.#running.get(event.invocation);
        if (hearing?.asked.size === 0) hearing.heard = [];
        return;
      }
      default:
        return;
    }
  }

  #hear(answer: Answer): void {
    const hearing = this.#running.get(answer.invocation);
    if (hearing === undefined) return;
    if (answer.kind === "call.answered") hearing.asked.delete(answer.call);
    hearing.heard.push(answer);
    hearing.all.push(answer);
  }
}

function textOf(event: Answer): string {
  return event.kind === "call.answered"
    ? `${event.name} ${JSON.stringify(event.answer)}`
    : String(event.httpStatus);
}
