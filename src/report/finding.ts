import type { Finding } from "../search/finding.ts";
import { renderBurst } from "./bursts.ts";
import { listOf, plural, renderCount } from "./counts.ts";
import { renderMoment } from "./decisive.ts";
import { hintFor } from "./hints.ts";
import { renderNecessity } from "./necessity.ts";
import { hang, page } from "./page.ts";
import { cut, renderValue } from "./value.ts";
import { renderSubstitution } from "./substitution.ts";
import { renderWays } from "./ways.ts";
import { renderWhatHappened } from "./what-happened.ts";

const longestMessage = 1_000;

/** Commands to paste, for a finding that was saved. */
export interface FindingCommands {
  readonly replay: string;
  readonly keep: string;
  /** Where the other ways were saved: the commands that replay them, in order. */
  readonly ways?: readonly string[];
}

/** All there is to say about a violation that the code under test could have prevented. */
export function renderFinding(
  finding: Finding,
  { replay, keep, ways = [] }: FindingCommands,
): string {
  const { bucket, violation, result } = finding;
  const hint = hintFor(result, violation);
  return page(
    `✗ ${bucket.invariant}`,
    hang("  ", cut(violation.message, longestMessage)),
    "",
    renderSmallest(finding),
    "",
    renderWhatHappened(result, violation.witnesses),
    "",
    ...(hint === undefined ? [] : [hang("  Hint    ", hint), ""]),
    `  Replay  ${replay}`,
    `  Keep    ${keep}`,
    renderWays(finding.ways, ways),
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
