import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";
import { campaign, figures, finding } from "../campaign.test-support.ts";

/** A finding of a world that need not be there. */
export function aFinding(changes: Partial<FindingRecord> = {}): FindingRecord {
  return finding({
    id: "1a2b3c4d",
    world: "small",
    invariant: "no-charge",
    faults: ["refuse at payment.charge"],
    message: "charge ch_1 was made",
    firstTrial: 12,
    tries: 4,
    scenario: {
      version: 1,
      name: "a charge",
      world: "small",
      input: "order",
      faults: [{ at: "payment.charge", from: 1, times: 1, fault: "refuse" }],
      seed: 1,
      expect: { verdict: "violated", invariants: ["no-charge"] },
    },
    needed: [{ fault: "refuse at payment.charge, 1st call", without: "without it all is well" }],
    free: ["items"],
    hint: "do not charge",
    file: ".durable-chaos/no-charge-1a2b3c4d.json",
    ...changes,
  });
}

/** A campaign on one world. */
export function aReport(findings: readonly FindingRecord[]): CampaignReport {
  const small = figures({
    world: "small",
    trials: 1_000,
    coverage: [
      { at: "payment.charge", fault: "refuse", strikes: 1_500 },
      { at: "payment.charge", fault: "lose-reply", strikes: 0 },
    ],
    invariants: [
      { name: "no-charge", state: "broken" },
      { name: "ends-after-faults-stop", state: "held" },
    ],
    trend: [
      { elapsedMs: 30_000, trials: 500, behaviours: 4 },
      { elapsedMs: 60_000, trials: 1_000, behaviours: 5 },
    ],
  });
  const report = campaign(findings, { worlds: [small] });
  return { ...report, campaign: { ...report.campaign, elapsedMs: 60_000 } };
}
