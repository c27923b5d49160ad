import type { OperationUpdate } from "@aws/durable-execution-sdk-js";
import { canonical } from "../kernel/canonical.ts";
import { type Operation, isTerminal } from "./operation.ts";

/** What of an operation a handler may come to know. */
interface Comparable {
  readonly operation: Operation;
  readonly text: string;
  /** The moments that it has stored, such as a deadline: ms since the epoch. */
  readonly momentsMs: readonly number[];
}

/** Thirteen digits are ms since the epoch, for the next 260 years; as an id they tell no two trials apart. */
const moments = /\b\d{13}\b/g;

/** Tells what of one open execution its handler, or whoever moves it, may yet come to know, but for exact times. */
export class ComparableState {
  /** By id; an operation that has moved is another one. */
  readonly #known = new Map<string, Comparable>();

  at(
    nowMs: number,
    operations: Iterable<Operation>,
    timed: Iterable<readonly [string, { readonly isPutOff: boolean }]>,
    untold: Iterable<string>,
  ): string {
    let told = "";
    const momentsMs: number[] = [];
    for (const operation of operations) {
      const known = this.#comparable(operation);
      told += `${known.text}\n`;
      for (const momentMs of known.momentsMs) momentsMs.push(momentMs);
    }
    const putOff = Array.from(timed).filter(([, { isPutOff }]) => isPutOff);
    const when = canonical({ momentsMs }, { nowMs });
    return `${told}${when}\n${putOff.map(([id]) => id).join()}\n${[...untold].join()}`;
  }

  #comparable(operation: Operation): Comparable {
    const known = this.#known.get(operation.Id);
    if (known?.operation === operation) return known;
    const comparable = comparableOf(operation);
    this.#known.set(operation.Id, comparable);
    return comparable;
  }
}

/**
 * Equal for operations that no handler can tell apart: without times; and, where one has ended, without the
 * attempts that it took.
 */
function comparableOf(operation: Operation): Comparable {
  const text = canonical(withoutTimes(operation), "none");
  const momentsMs = text.match(moments)?.map(Number) ?? [];
  const timeless = momentsMs.length === 0 ? text : text.replace(moments, "moment");
  return { operation, text: timeless, momentsMs };
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
