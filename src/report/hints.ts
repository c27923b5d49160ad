import type { Violation } from "../invariants/invariant.ts";
import { tierOf } from "../trial/tier.ts";
import type { TrialResult } from "../trial/trial.ts";
import { type CallRecord, callsOf } from "./calls.ts";

/** A trial that breaks something. */
type Convicted = Pick<TrialResult, "trace" | "outcome" | "strikes" | "isLookedAfter">;

/** A mistake that is known well enough to name its cure. */
interface Pattern {
  readonly matches: (evidence: Evidence) => boolean;
  readonly text: (evidence: Evidence) => string;
}

interface Evidence {
  readonly result: Convicted;
  readonly calls: readonly CallRecord[];
  /** The calls whose effects break the invariant, in order. */
  readonly guilty: readonly CallRecord[];
  /** The first of their names: what the invariant is about. */
  readonly name: string;
}

/** The first that matches is told, so the most telling come first. */
const patterns: readonly Pattern[] = [
  {
    matches: ({ result }) => tierOf(result) === "platform",
    text: () =>
      "AWS ended the execution, so no catch block ran, and nothing inside the function could have helped. Undo what is left from outside: run a reconciler on the event that AWS sends when an execution ends.",
  },
  {
    matches: ({ guilty, name }) =>
      repeats(guilty, name) > 1 && guilty.some((call) => call.name !== name),
    text: ({ guilty, name }) =>
      `${name} took effect ${inTimes(repeats(guilty, name))}, because a lost reply looks like a failure and the call was repeated, but was undone once. Send a key with which the service recognises a repeat, or undo whatever the order holds, not what one answer told of.`,
  },
  {
    matches: ({ calls, name, result }) =>
      result.outcome.status !== "SUCCEEDED" &&
      !calls.some((call) => call.name === name && isKnownDone(result, call)),
    text: ({ name }) =>
      `${name} took effect, but never returned, so no undo was registered for it. A call that failed may have happened: register its undo before the call, not after. What cannot be undone comes last, and its failure must not fail the order.`,
  },
  {
    matches: ({ guilty, name }) => repeats(guilty, name) > 1,
    text: ({ name }) =>
      `${name} was repeated, and nothing in the request tells the service that it is the same one. Send an idempotency key that is made in a step of its own, so that every attempt sends the same.`,
  },
  {
    matches: ({ result }) => result.outcome.status === "FAILED",
    text: ({ name }) =>
      `${name} succeeded, and nothing took it back when a later step failed. Register an undo for it; or do it last, when nothing behind it can fail the order any more.`,
  },
];

/** What to do about a violation, if its pattern is known. */
export function hintFor(result: Convicted, { witnesses }: Violation): string | undefined {
  const calls = callsOf(result.trace);
  const guilty = calls.filter(({ applied }) => applied.some((index) => witnesses.includes(index)));
  const [first] = guilty;
  if (first === undefined) return undefined;
  const evidence = { result, calls, guilty, name: first.name };
  return patterns.find(({ matches }) => matches(evidence))?.text(evidence);
}

/** Calls of that name that say exactly the same as the first. */
function repeats(guilty: readonly CallRecord[], name: string): number {
  const [first, ...others] = guilty.filter((call) => call.name === name);
  const same = others.filter(({ args }) => JSON.stringify(args) === JSON.stringify(first?.args));
  return same.length + 1;
}

/** Whether the caller heard that the call had been done. */
function isKnownDone({ trace }: Convicted, { answered }: CallRecord): boolean {
  const event = answered === undefined ? undefined : trace[answered];
  return event?.kind === "call.answered" && event.answer.kind === "value";
}

function inTimes(count: number): string {
  return count === 2 ? "twice" : `${count} times`;
}
