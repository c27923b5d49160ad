import type { WireError } from "../kernel/outcome.ts";
import { dateAt } from "../kernel/virtual-date.ts";
import type { ExecutionStart } from "./execution.ts";
import type { Moment, Operation, Update } from "./operation.ts";
import { defaultSettings } from "./settings.ts";
import type { OperationRules, Surroundings } from "./transition.ts";

/** Virtual epoch ms at which the executions of tests start. */
export const startMs = 1_700_000_000_000;

export const boom: WireError = { ErrorType: "Error", ErrorMessage: "boom" };

/** The moment that many virtual ms after the start. */
export function momentAt(ms: number): Moment {
  return { epochMs: startMs + ms, date: dateAt(startMs + ms), dateAt };
}

/** A service that knows the plain function `tax` and the durable function `billing:1`. */
export const surroundings: Surroundings = {
  callbackIdOf: (operationId) => `callback-${operationId}`,
  targetOf: (functionName) => {
    if (functionName === "elsewhere") return { kind: "refused", message: "not here" };
    return { kind: "accepted", version: "1", arn: functionName === "tax" ? "" : "arn:billing" };
  },
  keepStepResultOnStart: false,
  closeContextWithoutStart: false,
};

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

export function callbackUpdate(action: Update["Action"], changes: Partial<Update> = {}): Update {
  return {
    Id: "k",
    Type: "CALLBACK",
    SubType: "Callback",
    Name: "approval",
    Action: action,
    ...changes,
  };
}

export function invokeUpdate(action: Update["Action"], changes: Partial<Update> = {}): Update {
  return {
    Id: "i",
    Type: "CHAINED_INVOKE",
    SubType: "ChainedInvoke",
    Name: "bill",
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
  const transition = rules.apply(current, update, momentAt(ms), surroundings);
  if (transition.kind === "rejected") throw new Error(transition.message);
  return transition.operation;
}

/** What an update comes to: the status after it, or the message of the refusal. */
export function verdictOn(
  rules: OperationRules,
  current: Operation | undefined,
  update: Update,
): string {
  const transition = rules.apply(current, update, momentAt(0), surroundings);
  return transition.kind === "moved" ? transition.operation.Status : transition.message;
}

/** What the executions of tests start with, unless they say otherwise. */
export function executionStart(changes: Partial<ExecutionStart> = {}): ExecutionStart {
  return {
    arn: "arn:execution",
    id: "execution",
    number: 1,
    input: `{"n":1}`,
    settings: { ...defaultSettings, executionTimeoutMs: 3_600_000 },
    surroundings,
    observer: { onMove: () => {}, onDue: () => {}, onClose: () => {} },
    ...changes,
  };
}
