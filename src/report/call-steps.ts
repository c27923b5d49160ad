import type { TraceEvent } from "../kernel/trace.ts";
import type { OperationMoved } from "./operation-words.ts";
import { type Owner, ownerOf, ownersOf } from "./owners.ts";

/** A step, and which attempt of it, from 1, where it is known. */
export interface StepAttempt {
  readonly name: string;
  readonly attempt: number | undefined;
}

type Requested = Extract<TraceEvent, { kind: "call.requested" }>;

/** What one execution is doing. */
interface Doing {
  readonly running: Map<string, StepAttempt>;
  unplaced: Requested[];
}

/**
 * The step of each call, by the call's number. A trace does not say: a step's first call is on its
 * way before AWS hears of the step. Where steps run side by side some calls stay unknown.
 */
export function stepsOfCalls(trace: readonly TraceEvent[]): ReadonlyMap<number, StepAttempt> {
  const placed = new Map<number, StepAttempt>();
  const owners = ownersOf(trace);
  const doings = new Map<Owner, Doing>();
  const doingOf = (owner: Owner): Doing => {
    const doing = doings.get(owner) ?? { running: new Map(), unplaced: [] };
    doings.set(owner, doing);
    return doing;
  };
  for (const event of trace) {
    if (event.kind === "invocation.started") {
      doingOf(owners.get(event.invocation)).unplaced = [];
    } else if (event.kind === "call.requested") {
      const { running, unplaced } = doingOf(owners.get(event.invocation));
      const [step, ...others] = running.values();
      if (step === undefined) unplaced.push(event);
      else if (others.length === 0) placed.set(event.call, step);
    } else if (event.kind === "operation.moved" && event.type === "STEP") {
      const { running, unplaced } = doingOf(ownerOf(event.id));
      const step = runningAttempt(event);
      if (step === undefined) running.delete(event.id);
      else running.set(event.id, step);
      const first = event.status === "STARTED" ? unplaced.shift() : undefined;
      if (first !== undefined && step !== undefined) placed.set(first.call, step);
    }
  }
  return withNamesakes(trace, placed, owners);
}

function runningAttempt({ name, status, attempt }: OperationMoved): StepAttempt | undefined {
  if (name === undefined || (status !== "STARTED" && status !== "READY")) return undefined;
  return { name, attempt: (attempt ?? 0) + 1 };
}

/** Calls that are still unknown belong where all known calls of the same name do. */
function withNamesakes(
  trace: readonly TraceEvent[],
  placed: ReadonlyMap<number, StepAttempt>,
  owners: ReadonlyMap<number, Owner>,
): ReadonlyMap<number, StepAttempt> {
  const requested = trace.filter((event) => event.kind === "call.requested");
  const nameOf = ({ name, invocation }: Requested) => `${owners.get(invocation) ?? ""}/${name}`;
  const stepsOf = new Map<string, Set<string>>();
  for (const event of requested) {
    const step = placed.get(event.call);
    const name = nameOf(event);
    if (step !== undefined) stepsOf.set(name, (stepsOf.get(name) ?? new Set()).add(step.name));
  }
  const all = new Map(placed);
  for (const event of requested) {
    const [step, ...others] = stepsOf.get(nameOf(event)) ?? [];
    if (all.has(event.call) || step === undefined || others.length > 0) continue;
    all.set(event.call, { name: step, attempt: undefined });
  }
  return all;
}
