import type { FindingRecord } from "../../campaign/campaign-report.ts";

/** Which findings are to be listed. */
export interface Filter {
  readonly text: string;
  readonly state: FindingRecord["state"] | "all";
}

/** Indexes of the findings that have every word of the filter somewhere, world by world. */
export function filterFindings(
  findings: readonly FindingRecord[],
  { text, state }: Filter,
): readonly number[] {
  const words = text.toLowerCase().split(/\s+/);
  const byWorld = Map.groupBy(findings.keys(), (index) => findings[index]?.world);
  return [...byWorld.values()].flat().filter((index) => {
    const finding = findings[index];
    if (finding === undefined || (state !== "all" && finding.state !== state)) return false;
    const { id, world, invariant, tier, kind, faults, ending, message } = finding;
    const said = [id, world, invariant, tier, kind, ending, message, ...faults].join(" ");
    return words.every((word) => said.toLowerCase().includes(word));
  });
}
