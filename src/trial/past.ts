import { requestOf } from "../kernel/request.ts";
import type { TraceEvent } from "../kernel/trace.ts";

type Of<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

/** What code that runs may be told. */
type Answer = Of<"call.answered" | "checkpoint.rejected">;

/** What code that runs has been answered, as far as it is not stored. */
interface Hearing {
  /** The label of its execution, empty where it has none; none for functions that were invoked. */
  readonly owner: string | undefined;
  /** The steps that have started since it began, and run, as far as can be told. */
  readonly steps: Set<string>;
  readonly asked: Set<number>;
  /** What was answered since something was last stored, and before that while no step was known to run. */
  heard: { readonly answer: Answer; readonly isOutside: boolean }[];
  /** All that it was ever answered: what sleeps may still act on it. */
  readonly all: Answer[];
  hasSlept: boolean;
}

/** What still matters of what has happened in a trial; reads what is new in the trace whenever it is asked. */
export class Past {
  readonly #trace: readonly TraceEvent[];
  readonly #running = new Map<number, Hearing>();
  /** The steps of the one invocation that runs, by its owner; none where it is not the only one. */
  readonly #steps = new Map<string, Set<string>>();
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
   * What the code that runs has been answered, and is not stored yet. Where a checkpoint is applied and nothing else
   * is on its way, all that steps were answered before is in it. What was answered while none was known to run is not:
   * code may go by it until its invocation ends.
   */
  get answers(): string {
    const each = Array.from(this.#running.values(), ({ asked, heard, all, hasSlept }) => {
      const answers = hasSlept ? all : heard.map(({ answer }) => answer);
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
      case "invocation.started":
        return this.#begin(event);
      case "operation.moved":
        return this.#move(event);
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
        if (hearing?.asked.size === 0) {
          hearing.heard = hearing.heard.filter(({ isOutside }) => isOutside);
        }
        return;
      }
      default:
        return;
    }
  }

  #begin({ invocation, execution, function: name }: Of<"invocation.started">): void {
    // Of invoked functions, several may run under one name: whose a step is, a trace does not tell.
    const owner = name === undefined ? (execution ?? "") : undefined;
    const steps = new Set<string>();
    const rivals = [...this.#running.values()].filter((one) => one.owner === owner);
    this.#running.set(invocation, {
      owner,
      steps,
      asked: new Set(),
      heard: [],
      all: [],
      hasSlept: false,
    });
    if (owner === undefined) return;
    if (rivals.length === 0) this.#steps.set(owner, steps);
    else this.#steps.delete(owner);
    for (const rival of rivals) rival.steps.clear();
  }

  #move({ id, type, status }: Of<"operation.moved">): void {
    const steps = this.#steps.get(id.slice(0, Math.max(0, id.lastIndexOf("/"))));
    // A branch that is given up leaves its steps behind.
    if (type === "CONTEXT" && status !== "STARTED") steps?.clear();
    if (type !== "STEP") return;
    if (status === "STARTED") steps?.add(id);
    else steps?.delete(id);
  }

  #hear(answer: Answer): void {
    const hearing = this.#running.get(answer.invocation);
    if (hearing === undefined) return;
    const isOfCall = answer.kind === "call.answered";
    if (isOfCall) hearing.asked.delete(answer.call);
    const isOutside = isOfCall && hearing.steps.size === 0;
    hearing.heard.push({ answer, isOutside });
    hearing.all.push(answer);
  }
}

function textOf(event: Answer): string {
  return event.kind === "call.answered"
    ? `${event.name} ${JSON.stringify(event.answer)}`
    : String(event.httpStatus);
}
