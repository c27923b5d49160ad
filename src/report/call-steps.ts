import type { TraceEvent } from "../kernel/trace.ts";
import type { OperationMoved } from "./operation-words.ts";

/** A step, and which attempt of it, from 1, where it is known. */
export interface StepAttempt {
  readonly name: string;
  readonly attempt: number | undefined;
}

type Requested = Extract<TraceEvent, { kind: "call.requested" }>;

/**
 * The step of each call, by the call's number. A trace does not say: a step's first call is on its
 * way before AWS hears of the step. Where steps run side by side some calls stay unknown.
 */
export function stepsOfCalls(trace: readonly TraceEvent[]): ReadonlyMap<number, StepAttempt> {
  const placed = new Map<number, StepAttempt>();
  const running = new Map<string, StepAttempt>();
  let unplaced: Requested[] = [];
  for (const event of trace) {
    if (event.kind === "invocation.started") {
      unplaced = [];
    } else if (event.kind === "call.requested") {
      const [step, ...others] = running.values();
      if (step === undefined) unplaced.push(event);
      else if (others.length === 0) placed.set(event.call, step);
    } else if (event.kind === "operation.moved" && event.type === "STEP") {
      const step = runningAttempt(event);
      if (step === undefined) running.delete(event.id);
      else running.set(event.id, step);
      const first = event.status === "STARTED" ? unplaced.shift() : undefined;
      if (first !== undefined && step !== undefined) placed.set(first.call, step);
    }
  }
  return withNamesakes(trace, placed);
}

function runningAttempt({ name, status, attempt }: OperationMoved): StepAttempt | undefined {
  if (name === undefined || (status !== "STARTED" && status !== "READY")) return undefined;
  return { name, attempt: (attempt ?? 0) + 1 };
}

/** Calls that are still unknown belong where all known calls of the same name do. */
function withNamesakes(
  trace: readonly TraceEvent[],
  placed: ReadonlyMap<number, StepAttempt>,
): ReadonlyMap<number, StepAttempt> {
  const requested = trace.filter((event) => event.kind === "call.requested");
  const stepsOf = new Map<string, Set<string>>();
  for (const { call, name } of requested) {
    const step = placed.get(call);
    if (step !== undefined) stepsOf.set(name, (stepsOf.get(name) ?? new Set()).add(step.name));
  }
  const all = new Map(placed);
  for (const { call, name } of requested) {
    const [step, ...others] = stepsOf.get(name) ?? [];
    if (all.has(call) || step === undefined || others.length > 0) continue;
    all.set(call, { name: step, attempt: undefined });
  }
  return all;
}
