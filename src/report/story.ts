import { type Fault, describeFault } from "../faults/fault.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { TraceEvent, TraceIndex } from "../kernel/trace.ts";
import type { TrialResult } from "../trial/trial.ts";
import type { StepAttempt } from "./call-steps.ts";
import { type CallRecord, callsOf, hasArrived } from "./calls.ts";
import { plural } from "./counts.ts";
import { renderError } from "./error-text.ts";
import { type OperationMoved, describeMove } from "./operation-words.ts";
import { cut } from "./value.ts";

/** One line of what happened. */
export interface StoryLine {
  readonly atMs: number;
  readonly invocation: number;
  readonly step: StepAttempt | undefined;
  readonly text: string;
  /** A fault did this. */
  readonly injected: boolean;
  /** This breaks the invariant. */
  readonly witness: boolean;
}

/** What a story is told from. */
export type Told = Pick<TrialResult, "trace" | "outcome" | "invocations">;

/** A line for an event, before anyone knows when it happened and whom it convicts. */
interface Clause {
  readonly text: string;
  readonly step?: StepAttempt | undefined;
  readonly injected?: boolean;
  /** The call that the line is about: a witness of one is a witness of the other. */
  readonly call?: CallRecord | undefined;
}

/**
 * What happened, for people: one line for each effect, fault, failure and wait. Checkpoints and
 * replays that went well are left out. `witnesses` are the events that break an invariant.
 */
export function tellStory(told: Told, witnesses: readonly TraceIndex[]): readonly StoryLine[] {
  const teller = new Storyteller(told);
  const lines: StoryLine[] = [];
  let invocation = 1;
  for (const index of readingOrder(told.trace)) {
    const event = told.trace[index];
    if (event === undefined) continue;
    if (event.kind === "invocation.started") ({ invocation } = event);
    const isWitness = witnesses.includes(index);
    const clause = teller.clauseFor(event, index) ?? (isWitness ? bare(event) : undefined);
    if (clause === undefined) continue;
    const { text, step, injected = false, call } = clause;
    const isCallWitness = call !== undefined && isNamed(call, witnesses);
    const witness = isWitness || (isCallWitness && !injected);
    lines.push({ atMs: event.atMs, invocation, step, text, injected, witness });
  }
  return lines;
}

class Storyteller {
  readonly #told: Told;
  readonly #callAt = new Map<TraceIndex, CallRecord>();
  readonly #stepsThatCall = new Set<string>();
  #diedOfFault = false;

  constructor(told: Told) {
    this.#told = told;
    for (const call of callsOf(told.trace)) {
      const { requested, strike, applied, answered, step } = call;
      for (const index of [requested, strike, ...applied, answered]) {
        if (index !== undefined) this.#callAt.set(index, call);
      }
      if (step !== undefined) this.#stepsThatCall.add(step.name);
    }
  }

  /** The line for an event; most of what goes well needs none. */
  clauseFor(event: TraceEvent, index: TraceIndex): Clause | undefined {
    switch (event.kind) {
      case "call.requested":
      case "call.applied":
        return this.#callClause(event, index);
      case "fault.struck":
        return this.#faultClause(event, index);
      case "operation.moved":
        return this.#moveClause(event, index);
      case "checkpoint.rejected":
        if (this.#told.trace[index - 1]?.kind === "fault.struck") return undefined;
        return { text: `${event.at} is rejected with ${event.httpStatus}: ${event.message}` };
      case "invocation.ended":
        return this.#invocationClause(event);
      case "execution.ended":
        return { text: ending(event.outcome, this.#told.invocations) };
      default:
        return undefined;
    }
  }
}
