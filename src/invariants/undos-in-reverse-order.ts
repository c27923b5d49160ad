import type { TraceIndex } from "../kernel/trace.ts";
import { happensBeside } from "./beside.ts";
import type { Invariant } from "./invariant.ts";

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

/**
 * What was done last is undone first, and nothing is undone that was not done. Of pairs that are independent of
 * each other, either may be undone first.
 */
export function undosInReverseOrder(pairs: readonly UndoPair[]): Invariant {
  return {
    name: "undos-in-reverse-order",
    check({ trace, executions }) {
      const allDone: Done[] = [];
      const isBeside = happensBeside({ executions });
      for (const [index, event] of trace.entries()) {
        if (isBeside(event) || event.kind !== "call.requested") continue;
        const { name } = event;
        const pair = pairs.find(({ forward, undo }) => name === forward || name === undo);
        if (pair === undefined) continue;
        const { forward, undo } = pair;
        const done = allDone.find((other) => other.forward === forward);
        if (event.name === forward) {
          if (done === undefined) allDone.push({ ...pair, doneAt: index, undoneAt: undefined });
          continue;
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
      }
      return undefined;
    },
  };
}

function areIndependent(one: UndoPair, other: UndoPair): boolean {
  return (
    one.independentOf?.includes(other.forward) === true ||
    other.independentOf?.includes(one.forward) === true
  );
}
