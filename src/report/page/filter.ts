import type { FindingRecord } from "../../campaign/campaign-report.ts";
import { type NewsKind, newsKindOf } from "../news.ts";

/** Which findings are to be listed. */
export interface Filter {
  readonly text: string;
  readonly kind: NewsKind | "all";
}

/** Indexes of the findings that have every word of the filter somewhere, world by world; of AWS itself last. */
export function filterFindings(
  findings: readonly FindingRecord[],
  { text, kind: wanted }: Filter,
): readonly number[] {
  const words = text.toLowerCase().split(/\s+/);
  const byWorld = Map.groupBy(findings.keys(), (index) => findings[index]?.world);
  const kindOf = (index: number) => {
    const finding = findings[index];
    return finding === undefined ? undefined : newsKindOf(finding);
  };
  const rank = (index: number) => (kindOf(index) === "AWS" ? 1 : 0);
  const inOrder = [...byWorld.values()].flatMap((indexes) =>
    indexes.toSorted((one, other) => rank(one) - rank(other)),
  );
  return inOrder.filter((index) => {
    const finding = findings[index];
    if (finding === undefined || (wanted !== "all" && kindOf(index) !== wanted)) return false;
    const { id, world, invariant, tier, kind, faults, ending, message } = finding;
    const said = [id, world, invariant, tier, kind, ending, message, ...faults].join(" ");
    return words.every((word) => said.toLowerCase().includes(word));
  });
}
