import fc from "fast-check";
import { type Adversary, type Fault, type FaultPoint } from "../../src/index.ts";

/** A fault at the nth pass of all fault points together, from 0; `pick` chooses among its faults. */
export interface Trouble {
  readonly pass: number;
  readonly pick: number;
}

/** Up to a dozen faults; they shrink to fewer, earlier and milder ones. */
export const troubleArbitrary: fc.Arbitrary<readonly Trouble[]> = fc.uniqueArray(
  fc.record(
    // Most programs pass a dozen points, some a hundred.
    { pass: fc.oneof(fc.nat({ max: 15 }), fc.nat({ max: 60 })), pick: fc.nat({ max: 11 }) },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 12, size: "max", selector: ({ pass }) => pass },
);

/**
 * What an execution survives without a trace in its result: the rows c0 to c5 and c7 of a checkpoint
 * (dead before, refused, lost, applied and its reply lost, repeated), dead sandboxes anywhere else,
 * and the service's own dawdling.
 */
export const recoverableFaults: ReadonlySet<Fault> = new Set<Fault>([
  "throttle",
  "server-error",
  "crash-before",
  "crash-after",
  "crash-on-reply",
  "stall",
  "repeat",
  "lose-request",
  "lose-reply",
  "crash",
  "first-page",
  "duplicate",
]);

/** Those, and sandboxes that live on when the service has given them up, and other orders of events. */
export const survivableFaults: ReadonlySet<Fault> = new Set<Fault>([
  ...recoverableFaults,
  "late",
  "early",
  "zombie",
  "thaw",
  "defer",
]);

/** Strikes as the troubles say, wherever one of the faults is possible. */
export function troubled(troubles: readonly Trouble[], faults: ReadonlySet<string>): Adversary {
  const picks = new Map(troubles.map(({ pass, pick }) => [pass, pick]));
  let passes = 0;
  return (point: FaultPoint) => {
    const pick = picks.get(passes++);
    if (pick === undefined) return undefined;
    const possible = point.faults.filter((fault) => faults.has(fault));
    return possible[pick % possible.length];
  };
}
