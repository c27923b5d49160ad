import type { WireError } from "../kernel/outcome.ts";
import { dateAt } from "../kernel/virtual-date.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import type { OperationRules } from "./transition.ts";

/** Virtual epoch ms at which the executions of tests start. */
export const startMs = 1_700_000_000_000;

export const boom: WireError = { ErrorType: "Error", ErrorMessage: "boom" };

/** The moment that many virtual ms after the start. */
export function momentAt(ms: number): Moment {
  return { epochMs: startMs + ms, date: dateAt(startMs + ms), dateAt };
}

/** An update of the step with id `a`, unless the changes say otherwise. */
export function stepUpdate(action: Update["Action"], changes: Partial<Update> = {}): Update {
  return { Id: "a", Type: "STEP", SubType: "Step", Name: "pay", Action: action, ...changes };
}

export function waitUpdate(action: Update["Action"], changes: Partial<Update> = {}): Update {
  return { Id: "w", Type: "WAIT", SubType: "Wait", Name: "pause", Action: action, ...changes };
}

export function contextUpdate(action: Update["Action"], changes: Partial<Update> = {}): Update {
  return {
    Id: "c",
    Type: "CONTEXT",
    SubType: "RunInChildContext",
    Name: "child",
    Action: action,
    ...changes,
  };
}

/** Applies an update that must be legal at that many ms. */
export function applied(
  rules: OperationRules,
  current: Operation | undefined,
  update: Update,
  ms = 0,
): Operation {
  const transition = rules.apply(current, update, momentAt(ms));
  if (transition.kind === "rejected") throw new Error(transition.message);
  return transition.operation;
}

/** What an update comes to: the status after it, or the message of the refusal. */
export function verdictOn(
  rules: OperationRules,
  current: Operation | undefined,
  update: Update,
): string {
  const transition = rules.apply(current, update, momentAt(0));
  return transition.kind === "moved" ? transition.operation.Status : transition.message;
}
