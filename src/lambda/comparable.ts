import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { canonical } from "../kernel/canonical.ts";
import { type Operation, isTerminal } from "./operation.ts";

const comparableTexts = new WeakMap<Operation, string>();

/**
 * A text that is equal for operations that no handler can tell apart: without times; and, where one has ended,
 * without the attempts that it took. Remembered, as operations never change.
 */
function comparable(operation: Operation): string {
  let text = comparableTexts.get(operation);
  if (text === undefined) {
    text = canonical(withoutTimes(operation), "none");
    comparableTexts.set(operation, text);
  }
  return text;
}

function withoutTimes(operation: Operation): unknown {
  const {
    StepDetails,
    WaitDetails: _,
    StartTimestamp: _start,
    EndTimestamp: _end,
    ...other
  } = operation;
  // The execution's own id is the same in all trials, and would have to be looked at as a UUID.
  const { deadlines: _deadlines, ...details } =
    other.Type === "EXECUTION" ? { ...other, Id: "" } : other;
  const { Attempt, Result, Error: error } = StepDetails ?? {};
  const step = isTerminal(operation) ? [Result, error] : [Result, Attempt];
  return [details, step];
}

/** An update without what no handler is ever told: why a step is tried again. */
export function comparableUpdate(update: OperationUpdate): OperationUpdate {
  if (update.Action !== "RETRY") return update;
  const { Error: _, ...rest } = update;
  return rest;
}

/** What of an open execution its handler, or whoever moves it, may yet come to know, but for times. */
export function comparableState(
  operations: Iterable<Operation>,
  timed: Iterable<readonly [string, { readonly isPutOff: boolean }]>,
  untold: Iterable<string>,
): string {
  const putOff = Array.from(timed).filter(([, { isPutOff }]) => isPutOff);
  const told = Array.from(operations, comparable).join("\n");
  return `${told}\n${putOff.map(([id]) => id).join()}\n${[...untold].join()}`;
}
