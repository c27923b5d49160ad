import type { Burst } from "../faults/schedule.ts";
import type { Necessity } from "../search/finding.ts";
import type { TrialResult } from "../trial/trial.ts";
import { listOf, ordinal } from "./counts.ts";

/** What becomes of a trial when one pass of a burst is left out; each was tried. */
export function renderNecessity(burst: Burst, necessity: readonly Necessity[]): string {
  const { at, from, times, fault } = burst;
  const ofBurst = necessity.filter(
    ({ strike }) =>
      strike.at === at && strike.fault === fault && strike.nth >= from && strike.nth < from + times,
  );
  const [first, ...others] = ofBurst.map(({ strike, without }) => ({
    nth: strike.nth,
    end: describeEnd(without),
  }));
  if (first === undefined) return "not tried without it";
  if (others.length === 0) return `without it ${first.end}`;
  if (others.every(({ end }) => end === first.end)) return `without any one of them ${first.end}`;
  return [first, ...others].map(({ nth, end }) => `without the ${ordinal(nth)} ${end}`).join("; ");
}

function describeEnd({ outcome, verdict, violations }: TrialResult): string {
  if (verdict === "stuck") return "the execution never ends";
  const ends = outcome.status === "RUNNING" ? "a bound was hit" : `the execution ${outcome.status}`;
  if (verdict === "inconclusive") return `${ends}, and nobody can tell`;
  if (verdict === "held") return `${ends} and every invariant holds`;
  return `${ends}, and breaks ${listOf(violations.map(({ invariant }) => invariant))} instead`;
}
