import type { CampaignReport, FindingRecord } from "../../campaign/campaign-report.ts";

/** A finding of a world that need not be there. */
export function aFinding(changes: Partial<FindingRecord> = {}): FindingRecord {
  return {
    id: "1a2b3c4d",
    state: "new",
    kind: "violation",
    world: "small",
    invariant: "no-charge",
    tier: "saga",
    faults: ["refuse at payment.charge"],
    ending: "SUCCEEDED",
    message: "charge ch_1 was made",
    hits: 7,
    firstTrial: 12,
    firstFaults: 3,
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
  };
}

/** A campaign on one world. */
export function aReport(findings: readonly FindingRecord[]): CampaignReport {
  return {
    schemaVersion: 1,
    tool: { version: "1.2.3", node: "24.21.0", sdk: "2.4.0" },
    campaign: {
      seed: 1,
      startedAt: "2026-11-26T02:00:00.000Z",
      elapsedMs: 60_000,
      workers: 2,
      shards: [{ index: 1, of: 1 }],
      families: ["service", "crash"],
      endedBy: "time",
    },
    worlds: [
      {
        world: "small",
        trials: 1_000,
        shrinkingTrials: 10,
        faults: 2_000,
        inconclusive: 0,
        repeated: 20,
        invariants: [
          { name: "no-charge", state: "broken" },
          { name: "ends-after-faults-stop", state: "held" },
        ],
        coverage: [
          { at: "payment.charge", fault: "refuse", strikes: 1_500 },
          { at: "payment.charge", fault: "lose-reply", strikes: 0 },
        ],
        unseen: [],
        behaviours: 5,
        brokenAtMost: 0.01,
        newBehaviour: 0.002,
        trend: [
          { elapsedMs: 30_000, trials: 500, behaviours: 4 },
          { elapsedMs: 60_000, trials: 1_000, behaviours: 5 },
        ],
      },
    ],
    findings,
    fixed: [],
  };
}
