import type { JsonPath } from "../trial/json-place.ts";
import type { Replay } from "../trial/replay.ts";
import type { Scenario } from "../trial/scenario.ts";
import { renderLanes } from "./lanes.ts";
import { page } from "./page.ts";
import { renderPlan } from "./replay.ts";
import { renderStale } from "./stale.ts";
import { renderVerdict } from "./verdict.ts";
import { renderWhatHappened } from "./what-happened.ts";
import { witnessesOf } from "./witnesses.ts";

/** What a page of a scenario depends on besides its replay. */
export interface ShowView {
  readonly columns: number;
  readonly placeOf: (path: JsonPath) => string;
}

/** A scenario as a picture over virtual time, in words, and in the services' books. */
export function renderShow(scenario: Scenario, replay: Replay, view: ShowView): string {
  const { result, missed } = replay;
  const witnesses = witnessesOf(result);
  return page(
    renderVerdict(result),
    "",
    renderPlan(scenario),
    "",
    "  Timeline           virtual time; what takes ten times as long is a bit wider",
    "",
    renderLanes(result, witnesses, view.columns),
    "",
    renderWhatHappened(result, witnesses),
    ...(missed.length === 0 ? [] : ["", renderStale(missed, result.passed, view.placeOf)]),
  );
}
