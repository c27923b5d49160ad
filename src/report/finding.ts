import type { Finding } from "../search/finding.ts";
import { renderBurst } from "./bursts.ts";
import { listOf, plural, renderCount } from "./counts.ts";
import { renderMoment } from "./decisive.ts";
import { hintFor } from "./hints.ts";
import { renderNecessity } from "./necessity.ts";
import { hang, page } from "./page.ts";
import { renderSubstitution } from "./substitution.ts";
import { renderValue } from "./value.ts";
import { renderWhatHappened } from "./what-happened.ts";

/** Commands to paste, for a finding that was saved. */
export interface FindingCommands {
  readonly replay: string;
  readonly keep: string;
}

/** All there is to say about a violation that the code under test could have prevented. */
export function renderFinding(finding: Finding, { replay, keep }: FindingCommands): string {
  const { bucket, violation, result } = finding;
  const hint = hintFor(result, violation);
  return page(
    `✗ ${bucket.invariant}`,
    hang("  ", violation.message),
    "",
    renderSmallest(finding),
    "",
    renderWhatHappened(result, violation.witnesses),
    "",
    ...(hint === undefined ? [] : [hang("  Hint    ", hint), ""]),
    `  Replay  ${replay}`,
    `  Keep    ${keep}`,
  );
}

function renderSmallest(finding: Finding): string {
  const {
    scenario,
    necessity,
    substitutions,
    decisive,
    firstTrial,
    firstFaults,
    tries,
    bucket,
    result,
    free,
    isProvenSmallest,
  } = finding;
  const bursts = scenario.faults.flatMap((burst) => [
    hang("    fault   ", renderBurst(burst)),
    hang("    needed  ", renderNecessity(burst, necessity)),
    ...substitutions
      .filter(
        ({ burst: { at, from, fault } }) =>
          burst.at === at && burst.from === from && burst.fault === fault,
      )
      .map((substitution) => hang("    kind    ", renderSubstitution(substitution))),
  ]);
  const also = result.violations
    .map(({ invariant }) => invariant)
    .filter((name) => name !== bucket.invariant);
  const shrunk = `${plural(firstFaults, "fault")} → ${necessity.length} after ${plural(tries, "try")}`;
  return page(
    `  Smallest scenario  found in trial ${renderCount(firstTrial)}; ${shrunk}`,
    hang("    input   ", renderValue(scenario.input)),
    free.length === 0
      ? undefined
      : hang("    free    ", `${listOf(free)}: any other value that was tried breaks it as well`),
    ...(bursts.length === 0 ? ["    faults  none: it breaks when nothing goes wrong"] : bursts),
    decisive.kind === "moment" ? hang("    decides ", renderMoment(decisive.moment)) : undefined,
    isProvenSmallest && result.strikes.length > 0
      ? "    proof   all schedules of fewer faults were tried, and none breaks it"
      : undefined,
    also.length === 0 ? undefined : hang("    also    ", `breaks ${listOf(also)}`),
  );
}
