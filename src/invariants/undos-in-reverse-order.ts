import type { TraceIndex } from "../kernel/trace.ts";
import { Beside } from "./beside.ts";
import type { Invariant, Violation } from "./invariant.ts";
import { reading } from "./reading.ts";

/** A call that has an effect, and the call that takes it back; named as in a trace. */
export interface UndoPair {
  readonly forward: string;
  readonly undo: string;
  /** The forward calls that it has nothing to do with: their undos may come before or after its own. */
  readonly independentOf?: readonly string[];
}

/** Where a call and its undo were first requested. */
interface Done extends UndoPair {
  readonly doneAt: TraceIndex;
  undoneAt: TraceIndex | undefined;
}

interface Undoing {
  readonly beside: Beside;
  readonly allDone: Done[];
  violation: Violation | undefined;
}

/**
 * What was done last is undone first, and nothing is undone that was not done. Of pairs that are independent of
 * each other, either may be undone first.
 */
export function undosInReverseOrder(pairs: readonly UndoPair[]): Invariant {
  const undoingIn = reading({
    of: ["invocation.started", "call.requested"],
    begin: (): Undoing => ({ beside: new Beside(), allDone: [], violation: undefined }),
    take: (undoing, event, index) => {
      if (undoing.beside.has(event) || event.kind !== "call.requested") return;
      const { name } = event;
      const pair = pairs.find(({ forward, undo }) => name === forward || name === undo);
      if (pair === undefined) return;
      undoing.violation ??= take(undoing.allDone, pair, name, index);
    },
  });
  return {
    name: "undos-in-reverse-order",
    remembers: (trace) => {
      const { allDone, violation } = undoingIn(trace);
      const done = allDone.map(({ forward, undoneAt }) => [forward, undoneAt !== undefined]);
      return [violation !== undefined, done];
    },
    check: ({ trace }) => undoingIn(trace).violation,
  };
}

/** Takes note of a call of a pair; tells what is wrong with it. */
function take(
  allDone: Done[],
  pair: UndoPair,
  name: string,
  index: TraceIndex,
): Violation | undefined {
  const { forward, undo } = pair;
  const done = allDone.find((other) => other.forward === forward);
  if (name === forward) {
    if (done === undefined) allDone.push({ ...pair, doneAt: index, undoneAt: undefined });
    return undefined;
  }
  if (done === undefined) {
    return { message: `${undo} was called, but ${forward} had not been`, witnesses: [index] };
  }
  const undoneTooSoon = allDone
    .slice(0, allDone.indexOf(done))
    .find((earlier) => earlier.undoneAt !== undefined && !areIndependent(earlier, done));
  if (undoneTooSoon?.undoneAt !== undefined) {
    return {
      message: `${undo} was called after ${undoneTooSoon.undo}, but ${forward} had been called after ${undoneTooSoon.forward}`,
      witnesses: [undoneTooSoon.doneAt, done.doneAt, undoneTooSoon.undoneAt, index],
    };
  }
  done.undoneAt ??= index;
  return undefined;
}

function areIndependent(one: UndoPair, other: UndoPair): boolean {
  return (
    one.independentOf?.includes(other.forward) === true ||
    other.independentOf?.includes(one.forward) === true
  );
}
