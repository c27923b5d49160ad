import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { canonical } from "../kernel/canonical.ts";
import { type Operation, isTerminal } from "./operation.ts";

/** What of an operation a handler may come to know. */
interface Comparable {
  readonly text: string;
  /** The moments that it has stored, such as a deadline: ms since the epoch. */
  readonly momentsMs: readonly number[];
}

const comparables = new WeakMap<Operation, Comparable>();

/** Thirteen digits are ms since the epoch, for the next 260 years; as an id they tell no two trials apart. */
const moments = /\b\d{13}\b/g;

/**
 * Equal for operations that no handler can tell apart: without times; and, where one has ended, without the
 * attempts that it took. Remembered, as operations never change.
 */
function comparable(operation: Operation): Comparable {
  let known = comparables.get(operation);
  if (known === undefined) {
    const text = canonical(withoutTimes(operation), "none");
    const momentsMs = text.match(moments)?.map(Number) ?? [];
    known = { text: momentsMs.length === 0 ? text : text.replace(moments, "moment"), momentsMs };
    comparables.set(operation, known);
  }
  return known;
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

/** What of an open execution its handler, or whoever moves it, may yet come to know, but for exact times. */
export function comparableState(
  operations: Iterable<Operation>,
  timed: Iterable<readonly [string, { readonly isPutOff: boolean }]>,
  untold: Iterable<string>,
  nowMs: number,
): string {
  const putOff = Array.from(timed).filter(([, { isPutOff }]) => isPutOff);
  const known = Array.from(operations, comparable);
  const momentsMs = known.flatMap((one) => one.momentsMs);
  const told = known.map(({ text }) => text).join("\n");
  const when = canonical({ momentsMs }, { nowMs });
  return `${told}\n${when}\n${putOff.map(([id]) => id).join()}\n${[...untold].join()}`;
}
