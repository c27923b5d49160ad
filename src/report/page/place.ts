import type { CampaignReport } from "../../campaign/campaign-report.ts";

/** The parts of the report, in the order of their keys 1 to 4. */
export const tabNames = ["findings", "worlds", "coverage", "campaign"] as const;

/** One of the parts of the report. */
export type TabName = (typeof tabNames)[number];

/** Where in the report somebody is; the address says it, so that it can be passed on. */
export interface Place {
  readonly tab: TabName;
  /** Index of the finding that is open. */
  readonly finding: number;
  /** Index of the world whose coverage is open. */
  readonly world: number;
}

/** `#findings/1a2b3c4d`, `#coverage/order-as-published`, or `#worlds`. */
export function placeFromHash(hash: string, { findings, worlds }: CampaignReport): Place {
  const [head = "", tail = ""] = hash.slice(1).split("/").map(decodeURIComponent);
  const tab = tabNames.find((name) => name === head) ?? "findings";
  return {
    tab,
    finding: Math.max(
      0,
      findings.findIndex(({ id }) => tab === "findings" && id === tail),
    ),
    world: Math.max(
      0,
      worlds.findIndex(({ world }) => tab === "coverage" && world === tail),
    ),
  };
}

/** Lets the address say where somebody is, without a step to go back for each. */
export function writeHash({ tab, finding, world }: Place, report: CampaignReport): void {
  const detail = { findings: report.findings[finding]?.id, coverage: report.worlds[world]?.world };
  const tail = tab === "findings" || tab === "coverage" ? detail[tab] : undefined;
  const hash = tail === undefined ? tab : `${tab}/${encodeURIComponent(tail)}`;
  history.replaceState(undefined, "", `#${hash}`);
}
