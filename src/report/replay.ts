import type { JsonPath } from "../trial/json-place.ts";
import type { Replay } from "../trial/replay.ts";
import type { Scenario } from "../trial/scenario.ts";
import type { TrialResult } from "../trial/trial.ts";
import { renderBurst } from "./bursts.ts";
import { hintFor } from "./hints.ts";
import { hang, page } from "./page.ts";
import { renderStale } from "./stale.ts";
import { renderTrace } from "./trace.ts";
import { renderValue } from "./value.ts";
import { renderExpectation, renderVerdict } from "./verdict.ts";
import { renderWhatHappened } from "./what-happened.ts";
import { witnessesOf } from "./witnesses.ts";

/** How a replay is shown. */
export interface ReplayView {
  /** Whether every event of the trace is listed. */
  readonly trace: boolean;
  readonly placeOf: (path: JsonPath) => string;
}

/** What a scenario does today, and whether that is what it is kept for. */
export function renderReplay(scenario: Scenario, replay: Replay, view: ReplayView): string {
  const { result, missed } = replay;
  const witnesses = witnessesOf(result);
  const { trace, placeOf } = view;
  const conclusion =
    missed.length === 0
      ? renderExpectation(scenario.expect, result, placeOf(["expect"]))
      : renderStale(missed, result.passed, placeOf);
  return page(
    renderVerdict(result),
    "",
    renderPlan(scenario),
    "",
    renderWhatHappened(result, witnesses),
    ...hintsFor(result),
    ...(trace ? ["", "  Trace", renderTrace(result.trace)] : []),
    "",
    conclusion,
  );
}

/** What a scenario sets out to do. */
export function renderPlan({ name, input, faults }: Scenario): string {
  return page(
    hang("  Scenario  ", name),
    hang("    input   ", renderValue(input)),
    ...faults.map((burst) => hang("    fault   ", renderBurst(burst))),
  );
}

/** One for each pattern, however many invariants it breaks. */
function hintsFor(result: TrialResult): readonly string[] {
  const hints = result.violations.map(({ violation }) => hintFor(result, violation));
  const known = new Set(hints.filter((hint) => hint !== undefined));
  return [...known].flatMap((hint) => ["", hang("  Hint    ", hint)]);
}
