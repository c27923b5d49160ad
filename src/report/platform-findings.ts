import type { Finding } from "../search/finding.ts";
import { renderSchedule } from "./bursts.ts";
import { plural } from "./counts.ts";
import { hang, page } from "./page.ts";

/** A finding of the platform's tier, and the command that replays it. */
export interface PlatformFinding {
  readonly finding: Finding;
  readonly replay: string;
}

/** What breaks only because AWS itself ends the execution, in short. */
export function renderPlatformFindings(findings: readonly PlatformFinding[]): string {
  return page(
    `! AWS itself ends the execution: ${plural(findings.length, "further invariant")} broken`,
    hang(
      "  ",
      "Not counted as bugs of the function: when AWS gives an execution up, no catch block runs, so nothing inside it could have undone what was done. A reconciler on the event that AWS sends at the end of an execution can.",
    ),
    ...findings.flatMap(({ finding: { bucket, violation, scenario }, replay }) => [
      "",
      hang(`  ${bucket.invariant}  `, violation.message),
      hang("    faults  ", renderSchedule(scenario.faults)),
      `    Replay  ${replay}`,
    ]),
  );
}
